import { useVirtualizer } from '@tanstack/react-virtual';
import { Scissors } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import type { HistoryValue } from '../../../testbench/contract.ts';
import { duration, exact } from '../format/quantity.ts';
import { clock, timestamp } from '../format/time.ts';
import { type Translate, useT } from '../i18n.ts';
import { moved } from '../ui/list-keys.ts';
import { ActionContextMenu, type ActionGroup } from '../ui/menu.tsx';
import type { TopicView } from './topic-view.ts';
import type { useTopicHistory } from './use-topic-history.ts';

const ROW = 22;
const HEADER = 22;

interface TopicHistoryProps {
  history: ReturnType<typeof useTopicHistory>;
  view: TopicView;
  onCopy: (number: number) => void;
}

/** The last values, the newest first. Where it follows, it shows the newest; held, it stands still whatever comes. */
export function TopicHistory({ history, view, onCopy }: TopicHistoryProps) {
  const t = useT();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  /** The number of the value that the menu is about. */
  const [asked, setAsked] = useState<number | null>(null);
  const { rows, first, wish, turn } = history;
  const end = view.held?.end ?? history.end;
  const count = Math.max(0, end - first);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 5,
    scrollPaddingStart: HEADER,
    scrollPaddingEnd: HEADER,
  });
  const items = virtual.getVirtualItems();
  const newest = end - (items[0]?.index ?? 0);
  const oldest = end - 1 - (items.at(-1)?.index ?? 0);
  useEffect(() => wish(oldest - 1, newest), [wish, oldest, newest, turn]);
  const follows = view.held === null;
  useEffect(() => {
    if (follows) scroller.current?.scrollTo({ top: 0 });
  }, [follows]);

  const cursor = view.chosen === null ? -1 : end - 1 - view.chosen;
  const choose = (index: number) => view.choose(end - 1 - index, end);
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && view.chosen !== null) {
      event.preventDefault();
      onCopy(view.chosen);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && !follows) {
      event.preventDefault();
      view.follow();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const to = moved(event.key, cursor, count, page);
    if (to === null) return;
    event.preventDefault();
    choose(to);
    virtual.scrollToIndex(to);
  };
  return (
    <div className="grid-frame topic-history-frame">
      <ActionContextMenu
        groups={asked === null ? [] : valueMenu(asked, view, onCopy, t)}
        trigger={
          <div
            ref={scroller}
            className="topic-history"
            role="grid"
            aria-label={t('topic.values')}
            aria-rowcount={count + 1}
            aria-activedescendant={cursor >= 0 ? `${id}-${cursor}` : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onClick={(event) => {
              const at = rowAt(event);
              if (at !== null) choose(at);
            }}
            onContextMenuCapture={(event) => {
              const at = rowAt(event);
              setAsked(at === null ? view.chosen : end - 1 - at);
              // It must not move on under the menu.
              if (at !== null && follows) view.pause(end);
            }}
            onScroll={({ currentTarget }) => view.scrolled(currentTarget.scrollTop > ROW, end)}
          />
        }
      >
        <div className="history-row history-header" role="row" aria-rowindex={1}>
          <span role="columnheader" className="number">
            {t('topic.number')}
          </span>
          <span role="columnheader">{t('topic.time')}</span>
          <span role="columnheader" className="number" title={t('topic.since')}>
            Δ
          </span>
          <span role="columnheader">{t('topic.preview')}</span>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((line) => {
            const number = end - 1 - line.index;
            return (
              <HistoryRow
                key={number}
                id={`${id}-${line.index}`}
                index={line.index}
                start={line.start}
                number={number}
                value={rows.get(number)}
                before={rows.get(number - 1)?.time}
                selected={line.index === cursor}
                base={number === view.base}
                t={t}
              />
            );
          })}
        </div>
      </ActionContextMenu>
    </div>
  );
}

interface HistoryRowProps {
  id: string;
  index: number;
  /** px */
  start: number;
  number: number;
  /** Undefined while it is read, and where it has gone since. */
  value: HistoryValue | undefined;
  /** When the one before it came. */
  before: number | undefined;
  selected: boolean;
  /** Others are compared with this. */
  base: boolean;
  t: Translate;
}

function HistoryRow({ id, index, start, number, value, before, selected, base, t }: HistoryRowProps) {
  return (
    <div
      id={id}
      className="history-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-base={base || undefined}
      style={{ transform: `translateY(${start}px)` }}
      data-row={index}
    >
      <span role="gridcell" className="mono muted number">
        {exact(number + 1)}
      </span>
      <span role="gridcell" className="mono" title={value && `${exact(number + 1)} · ${timestamp(value.time)}`}>
        {value && clock(value.time).slice(0, 12)}
      </span>
      <span role="gridcell" className="mono muted number">
        {value && before !== undefined && duration(value.time - before)}
      </span>
      <span role="gridcell" className="mono cut" title={value?.preview}>
        {value && !value.whole && <Scissors aria-label={t('topic.cut')} />}
        {value && (value.preview || <EmptyParam value={value} t={t} />)}
      </span>
    </div>
  );
}

function EmptyParam({ value, t }: { value: HistoryValue; t: Translate }) {
  return (
    <span className="muted">{t(value.dataLength > 0 ? 'subscriptions.onlyData' : 'subscriptions.noPayload')}</span>
  );
}

function valueMenu(number: number, view: TopicView, onCopy: (number: number) => void, t: Translate): ActionGroup[] {
  return [
    { id: 'copy', actions: [{ id: 'copy', label: t('topic.copyValue'), keys: 'Mod+C', run: () => onCopy(number) }] },
    {
      id: 'compare',
      actions: [
        {
          id: 'this',
          label: t(view.base === number ? 'topic.comparePrevious' : 'topic.compareOthers'),
          run: () => view.compareWith(view.base === number ? null : number),
        },
      ],
    },
  ];
}

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row ? Number(row.dataset['row']) : null;
}
