import { useVirtualizer } from '@tanstack/react-virtual';
import { Zap } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react';
import type { Topic } from '../../../../testbench/contract.ts';
import { age, bytes, count, exact, rate } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { type Translate, useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { useSelection } from '../../state/selection.ts';
import { Badge } from '../../ui/badge.tsx';
import { moved } from '../../ui/list-keys.ts';
import { TypeAhead } from '../../ui/type-ahead.ts';
import type { TopicRow } from './use-topic-rows.ts';

const ROW = 24;

interface TopicTableProps {
  deviceId: string;
  /** The values are of a connection that is no more. */
  lost: boolean;
  rows: TopicRow[];
}

/** A grid of topics; only the rows in view are in the document. */
export function TopicTable({ deviceId, lost, rows }: TopicTableProps) {
  const t = useT();
  const now = useNow(1_000);
  const [typeAhead] = useState(() => new TypeAhead());
  const scroller = useRef<HTMLDivElement>(null);
  const item = useSelection((selection) => selection.item);
  const selectedUrl = item?.kind === 'topic' && item.deviceId === deviceId ? item.url : null;
  const selected = selectedUrl === null ? -1 : rows.findIndex((row) => row.url === selectedUrl);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: ROW,
  });
  const select = (url: string) => useSelection.getState().select({ kind: 'topic', deviceId, url });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const urlAt = (index: number) => rows[index]?.url ?? '';
    const to =
      moved(event.key, selected, rows.length, page) ??
      typeAhead.find(event.key, selected, rows.length, urlAt, event.timeStamp);
    const row = to === null ? undefined : rows[to];
    if (to === null || !row) return;
    event.preventDefault();
    select(row.url);
    virtual.scrollToIndex(to);
  };
  const onClick = (event: MouseEvent) => {
    const line = (event.target as Element).closest<HTMLElement>('[data-row]');
    const row = rows[Number(line?.dataset['row'] ?? -1)];
    if (row) select(row.url);
  };
  return (
    <div className="grid-frame">
      <div
        ref={scroller}
        className="topic-table"
        data-lost={lost || undefined}
        role="grid"
        aria-label={t('subscriptions.topics')}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selected >= 0 ? `topic-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div className="topic-row topic-header" role="row" aria-rowindex={1}>
          {(['url', 'value'] as const).map((id) => (
            <span key={id} role="columnheader">
              {t(`column.${id}`)}
            </span>
          ))}
          {(['count', 'rate', 'age', 'size'] as const).map((id) => (
            <span key={id} role="columnheader" className="number">
              {t(`column.${id}`)}
            </span>
          ))}
          <span role="columnheader">{t('column.channel')}</span>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((line) => {
            const row = rows[line.index];
            if (!row) return null;
            return (
              <TopicRowView
                key={row.url}
                index={line.index}
                start={line.start}
                url={row.url}
                topic={row.topic}
                selected={line.index === selected}
                ageText={row.topic ? age(now - row.topic.time) : ''}
                t={t}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface TopicRowViewProps {
  index: number;
  start: number;
  url: string;
  topic: Topic | undefined;
  selected: boolean;
  ageText: string;
  t: Translate;
}

const TopicRowView = memo(function TopicRowView({ index, start, url, topic, selected, ageText, t }: TopicRowViewProps) {
  return (
    <div
      id={`topic-${index}`}
      className="topic-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${start}px)` }}
      data-row={index}
    >
      <span role="gridcell" className="mono cut" title={url}>
        {url}
      </span>
      <span role="gridcell" className="mono cut">
        {topic ? <Value topic={topic} t={t} /> : <span className="muted">{t('subscriptions.noMessageYet')}</span>}
      </span>
      <span role="gridcell" className="number" title={topic && exact(topic.count)}>
        {topic && count(topic.count)}
      </span>
      <span role="gridcell" className="number" title={topic && `${exact(topic.rate)} /s`}>
        {topic && rate(topic.rate)}
      </span>
      <span role="gridcell" className="number" title={topic && timestamp(topic.time)}>
        {ageText}
      </span>
      <span
        role="gridcell"
        className="number"
        title={topic && t('subscriptions.sizes', { param: exact(topic.paramLength), data: exact(topic.dataLength) })}
      >
        {topic && bytes(topic.paramLength + topic.dataLength)}
      </span>
      <span role="gridcell">
        {topic &&
          (topic.quick ? (
            <Badge tone="datagram" icon={<Zap />}>
              {t('quick')}
            </Badge>
          ) : (
            <span className="muted">{t('normal')}</span>
          ))}
      </span>
    </div>
  );
});

const CALM_MS = 1_000;

/** The newest value. A change flashes softly, and once; a topic that changes all the time does not flicker. */
function Value({ topic, t }: { topic: Topic; t: Translate }) {
  const span = useRef<HTMLSpanElement>(null);
  const { preview, time } = topic;
  const before = useRef({ preview, time });
  useEffect(() => {
    const last = before.current;
    if (last.preview === preview) return;
    before.current = { preview, time };
    if (time - last.time >= CALM_MS && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      span.current?.animate?.([{ backgroundColor: 'var(--flash)' }, {}], { duration: 120, easing: 'ease-out' });
    }
  }, [preview, time]);
  return (
    <span ref={span} className="topic-value" title={preview}>
      {preview || (
        <span className="muted">
          {topic.dataLength > 0 ? t('subscriptions.onlyData') : t('subscriptions.noPayload')}
        </span>
      )}
    </span>
  );
}
