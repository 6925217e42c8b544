import { CircleCheck, CircleX, Plus, X } from 'lucide-react';
import { useEffect } from 'react';
import type { Check, Expectations, ParamExpectation } from '../../../../../testbench/contract.ts';
import { duration } from '../../../format/quantity.ts';
import { type Translate, useT } from '../../../i18n.ts';
import { useCalls } from '../../../state/calls.ts';
import { NOTHING_EXPECTED, setOpened, useRequests } from '../../../state/requests.ts';
import { statusText } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Select } from '../../../ui/select.tsx';
import type { TabSpec } from '../../../ui/tabs.tsx';
import { NumberInput } from '../request/number-input.tsx';
import { checkShown } from './act.ts';

const KINDS = ['equal', 'notEqual', 'less', 'greater', 'contains', 'there', 'notThere'] as const;
const PAUSE_MS = 250;

/** What the answer to a saved request is expected to be, and whether the one in view is. */
export function useExpectationsTab(tab: string): TabSpec {
  const t = useT();
  const count = useRequests(({ opened }) => countOf(opened[tab]?.expect ?? NOTHING_EXPECTED));
  const checks = useRequests((state) => state.checks[tab]) ?? [];
  const failed = checks.filter((check) => !check.ok).length;
  return {
    id: 'expect',
    label: (
      <>
        {t('expect.title')}{' '}
        {checks.length > 0 ? (
          <Badge tone={failed === 0 ? 'ok' : 'error'} icon={failed === 0 ? <CircleCheck /> : <CircleX />}>
            {checks.length - failed}/{checks.length}
          </Badge>
        ) : (
          count > 0 && <span className="muted">{count}</span>
        )}
      </>
    ),
    content: <ExpectationsEditor tab={tab} />,
  };
}

function ExpectationsEditor({ tab }: { tab: string }) {
  const t = useT();
  const opened = useRequests((state) => state.opened[tab]);
  const checks = useRequests((state) => state.checks[tab]) ?? [];
  const shown = useCalls((state) => state.shown[tab]);
  const expect = opened?.expect;
  useEffect(() => {
    if (!expect || shown?.kind !== 'record') return undefined;
    const timer = setTimeout(() => void checkShown(tab, expect), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [tab, expect, shown]);
  if (!opened) return <EmptyState text={t('expect.empty')} />;
  const { status, rttMs, param } = opened.expect;
  const change = (part: Partial<Expectations>) => setOpened(tab, { ...opened, expect: { ...opened.expect, ...part } });
  const changeParam = (index: number, part: Partial<ParamExpectation>) =>
    change({ param: param.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  const checkOf = (about: Check['about'], index?: number) =>
    checks.find((check) => check.about === about && check.index === index);
  return (
    <div className="expectations">
      <div className="expectation">
        <span>{t('expect.status')}</span>
        <NumberInput
          label={t('expect.status')}
          value={status}
          least={0}
          most={255}
          whole
          placeholder={t('expect.any')}
          onChange={(value) => change({ status: value })}
          onClear={() => change({ status: null })}
        />
        <span className="muted cut">{status === null ? '' : statusText(status, t)}</span>
        <Outcome check={checkOf('status')} t={t} />
      </div>
      <div className="expectation">
        <span>{t('expect.rtt')}</span>
        <NumberInput
          label={t('expect.rtt')}
          value={rttMs}
          least={0}
          most={3_600_000}
          placeholder={t('expect.any')}
          onChange={(value) => change({ rttMs: value })}
          onClear={() => change({ rttMs: null })}
        />
        <span className="muted">{t('expect.ms')}</span>
        <Outcome check={checkOf('rtt')} t={t} />
      </div>
      {param.map((each, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- they have nothing else, and stay where they are
        <div key={index} className="expectation expectation-param">
          <input
            className="input mono"
            aria-label={t('expect.path', { number: index + 1 })}
            placeholder={t('expect.wholeParam')}
            value={each.path}
            spellCheck={false}
            onChange={(event) => changeParam(index, { path: event.target.value })}
          />
          <Select
            label={t('expect.is', { number: index + 1 })}
            value={each.is}
            options={KINDS.map((is) => ({ value: is, label: t(`expect.${is}`) }))}
            onChange={(is) => changeParam(index, { is })}
          />
          <input
            className="input mono"
            aria-label={t('expect.value', { number: index + 1 })}
            placeholder="JSON"
            value={each.value}
            disabled={each.is === 'there' || each.is === 'notThere'}
            spellCheck={false}
            onChange={(event) => changeParam(index, { value: event.target.value })}
          />
          <IconButton
            icon={<X />}
            label={t('expect.remove', { number: index + 1 })}
            onClick={() => change({ param: param.filter((_, at) => at !== index) })}
          />
          <Outcome check={checkOf('param', index)} t={t} />
        </div>
      ))}
      <Button
        kind="quiet"
        icon={<Plus />}
        disabled={param.length >= 100}
        onClick={() => change({ param: [...param, { path: '', is: 'equal', value: '' }] })}
      >
        {t('expect.add')}
      </Button>
    </div>
  );
}

function Outcome({ check, t }: { check: Check | undefined; t: Translate }) {
  if (!check) return <span className="expectation-outcome" />;
  const { ok, found, problem, about } = check;
  const shown = about === 'rtt' && found !== null ? duration(Number(found)) : found;
  const told = problem
    ? t(`expect.problem.${problem}`)
    : shown === null
      ? t('expect.nothing')
      : t('expect.found', { found: shown });
  return (
    <span className="expectation-outcome" role="status">
      <Badge tone={ok ? 'ok' : 'error'} icon={ok ? <CircleCheck /> : <CircleX />}>
        {t(ok ? 'expect.met' : 'expect.notMet')}
      </Badge>
      <span className="muted mono cut" title={told}>
        {told}
      </span>
    </span>
  );
}

function countOf({ status, rttMs, param }: Expectations): number {
  return Number(status !== null) + Number(rttMs !== null) + param.length;
}
