import { ArrowRight, Minus, Pencil, Plus } from 'lucide-react';
import type { BytesChange, FieldChange, TopicChanges } from '../../../testbench/contract.ts';
import { exact } from '../format/quantity.ts';
import { type Translate, useT } from '../i18n.ts';
import { useRegulated } from '../panes/subscriptions/use-regulated.ts';
import { pathText } from '../payload/fields/field-rows.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { useTopicChanges } from './use-topic-value.ts';

/** Fields that come and go with each value are nothing that one reads. */
const CALM_MS = 500;

interface TopicChangesViewProps {
  deviceId: string;
  url: string;
  /** What one looks at. */
  after: number;
  /** What it is compared with; null: the one before. */
  base: number | null;
  /** The oldest value that is there. */
  first: number;
  /** The newest is looked at, whichever that is. */
  follows: boolean;
  onCompareWithPrevious: () => void;
}

/** What is different in a value from the one before, or from any other. */
export function TopicChangesView(props: TopicChangesViewProps) {
  const t = useT();
  const { after: given, base, first, follows } = props;
  const calm = useRegulated(given, follows ? CALM_MS : null);
  // What is held for the eye may be gone by now, where many come.
  const after = follows && calm > first ? calm : given;
  const before = base ?? after - 1;
  if (after < 0 || before < first || before === after) return <EmptyState text={t('topic.noPrevious')} />;
  return <Compared {...props} after={after} before={before} />;
}

function Compared({
  deviceId,
  url,
  before,
  after,
  base,
  follows,
  onCompareWithPrevious,
}: TopicChangesViewProps & { before: number }) {
  const t = useT();
  const { value, error } = useTopicChanges(deviceId, url, before, after);
  // The newest may be gone before it is asked for; the next one comes at once.
  if (error && !(follows && error.code === 'NO_SUCH_VALUE')) return <ErrorNotice error={error} />;
  if (!value) return null;
  return (
    <div className="changes selectable">
      <div className="bar">
        <span className="muted cut">
          {t('topic.compared', { after: exact(value.after + 1), before: exact(value.before + 1) })}
        </span>
        {value.fields && value.fields.total > 0 && (
          <span className="muted changes-total">
            {t('topic.fieldsChanged', { count: value.fields.total, shown: exact(value.fields.total) })}
          </span>
        )}
        <span className="grow" />
        {base !== null && (
          <Button kind="quiet" onClick={onCompareWithPrevious}>
            {t('topic.comparePrevious')}
          </Button>
        )}
      </div>
      <Differences changes={value} t={t} />
    </div>
  );
}

function Differences({ changes: { fields, param, data }, t }: { changes: TopicChanges; t: Translate }) {
  if (!param && !data) return <EmptyState text={t('topic.same')} />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by the keyboard
    <div className="changes-scroll" role="group" aria-label={t('topic.changes')} tabIndex={0}>
      {fields && fields.total === 0 && !data && <EmptyState text={t('topic.same')} />}
      {fields && fields.changes.length > 0 && (
        <ul>
          {fields.changes.map((change) => (
            <OneChange key={JSON.stringify(change.path)} change={change} t={t} />
          ))}
        </ul>
      )}
      {fields && fields.total > fields.changes.length && (
        <p className="muted">
          {t('topic.moreChanges', { shown: exact(fields.changes.length), total: exact(fields.total) })}
        </p>
      )}
      {param && !fields && (
        <>
          <p className="muted">{t('topic.notComparable')}</p>
          <BytesDifference name={t('topic.paramBytes')} change={param} t={t} />
        </>
      )}
      {data && <BytesDifference name={t('topic.dataBytes')} change={data} t={t} />}
    </div>
  );
}

const glyphs = { changed: <Pencil />, added: <Plus />, removed: <Minus /> };

function OneChange({ change, t }: { change: FieldChange; t: Translate }) {
  const { kind, path } = change;
  return (
    <li className="change mono" data-kind={kind}>
      <span className="change-kind" title={t(`topic.${kind}`)}>
        {glyphs[kind]}
        <span className="only-read-aloud">{t(`topic.${kind}`)}</span>
      </span>
      <span className="change-path">{pathText(path) || t('topic.whole')}</span>
      <span className="change-values">
        {kind !== 'added' && <del>{change.before}</del>}
        {kind === 'changed' && <ArrowRight aria-label={t('topic.becomes')} />}
        {kind !== 'removed' && <ins>{change.after}</ins>}
        {kind === 'changed' && <Difference before={change.before} after={change.after} />}
      </span>
    </li>
  );
}

/** Of two numbers that can be told from each other. */
function Difference({ before, after }: { before: string; after: string }) {
  const difference = Number(after) - Number(before);
  if (!NUMBER.test(before) || !NUMBER.test(after) || !Number.isFinite(difference) || difference === 0) return null;
  // As many decimals as the two have: what rounding leaves behind them says nothing.
  const decimals = Math.min(20, Math.max(decimalsOf(before), decimalsOf(after)));
  return <span className="muted">{`(${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(decimals)})`}</span>;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const decimalsOf = (number: string): number => number.split('.')[1]?.length ?? 0;

function BytesDifference({ name, change, t }: { name: string; change: BytesChange; t: Translate }) {
  const { lengthBefore, lengthAfter, firstDifference, different } = change;
  return (
    <p>
      <strong>{name}</strong>{' '}
      {t('topic.bytesChanged', {
        before: exact(lengthBefore),
        after: exact(lengthAfter),
        offset: exact(firstDifference),
        different: exact(different),
      })}
    </p>
  );
}
