import { Rss, Zap } from 'lucide-react';
import { memo } from 'react';
import type { Topic } from '../../../../testbench/contract.ts';
import { bytes, count, exact, rate } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import type { Translate } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Marked } from './marked.tsx';
import type { Sum } from './sums.ts';
import { TopicValue } from './topic-value.tsx';
import type { TreeRow } from './tree.ts';

interface TopicRowProps {
  id: string;
  index: number;
  /** px */
  start: number;
  row: TreeRow;
  topic: Topic | undefined;
  sum: Sum | undefined;
  selected: boolean;
  /** The subscription that asks for exactly this, or all below it. */
  subscription: string | undefined;
  wanted: string;
  ageText: string;
  periodMs: number | null;
  t: Translate;
}

/** A topic, or a branch with what is on all its topics together. */
export const TopicRow = memo(function TopicRow(props: TopicRowProps) {
  const { id, index, start, row, topic, sum, selected, ageText, t } = props;
  const { level, open, position, siblings } = row;
  // A branch that is a topic itself tells of itself.
  const numbers = topic ?? sum;
  return (
    <div
      id={id}
      className="topic-row"
      role="row"
      aria-level={level}
      aria-rowindex={index + 2}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={selected}
      {...(open !== null && { 'aria-expanded': open })}
      style={{ transform: `translateY(${start}px)` }}
      data-row={index}
    >
      <UrlCell {...props} />
      <span role="gridcell" className="mono cut">
        <ValueCell {...props} />
      </span>
      <span role="gridcell" className="number" title={numbers && exact(numbers.count)}>
        {numbers && count(numbers.count)}
      </span>
      <span role="gridcell" className="number" title={numbers && `${exact(numbers.rate)} /s`}>
        {numbers && rate(numbers.rate)}
      </span>
      <span
        role="gridcell"
        className="number"
        title={numbers && numbers.time > 0 ? timestamp(numbers.time) : undefined}
      >
        {ageText}
      </span>
      <span
        role="gridcell"
        className="number"
        title={topic && t('subscriptions.sizes', { param: exact(topic.paramLength), data: exact(topic.dataLength) })}
      >
        {topic && bytes(topic.paramLength + topic.dataLength)}
      </span>
      <span role="gridcell">{topic && <Channel quick={topic.quick} t={t} />}</span>
    </div>
  );
});

function UrlCell({ row: { node, level, open }, subscription, wanted, t }: TopicRowProps) {
  const { name, path } = node;
  return (
    <span
      role="gridcell"
      className="topic-url mono"
      aria-label={path}
      title={path}
      style={{ paddingLeft: (level - 1) * 14 }}
    >
      <span className="twisty" data-open={open ?? undefined} data-twisty={open === null ? undefined : ''} aria-hidden />
      <span className={node.listed ? 'cut' : 'cut muted'}>
        <Marked text={name || '""'} whole={path} from={path.length - name.length} wanted={wanted} />
      </span>
      {subscription !== undefined && (
        <span className="topic-subscribed" title={t('subscriptions.isSubscribed', { url: subscription })}>
          <Rss />
        </span>
      )}
    </span>
  );
}

function ValueCell({ row: { node, open }, topic, sum, periodMs, t }: TopicRowProps) {
  const below = sum && sum.topics - (topic ? 1 : 0);
  const words = below !== undefined && (
    <span className="muted">{t('subscriptions.below', { count: below, shown: exact(below) })}</span>
  );
  if (topic) {
    return (
      <>
        <TopicValue topic={topic} periodMs={periodMs} t={t} />
        {open === false && <> · {words}</>}
      </>
    );
  }
  return node.listed ? <span className="muted">{t('subscriptions.noMessageYet')}</span> : words || null;
}

function Channel({ quick, t }: { quick: boolean; t: Translate }) {
  if (!quick) return <span className="muted">{t('normal')}</span>;
  return (
    <Badge tone="datagram" icon={<Zap />}>
      {t('quick')}
    </Badge>
  );
}
