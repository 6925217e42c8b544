import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { age } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { useSelection } from '../../state/selection.ts';
import { useTopicSettings } from '../../state/topic-settings.ts';
import { wantPane } from '../../state/wanted-pane.ts';
import { ActionContextMenu } from '../../ui/menu.tsx';
import { treeMove } from '../../ui/tree-keys.ts';
import { TypeAhead } from '../../ui/type-ahead.ts';
import { copyValue } from './act.ts';
import { topicMenu } from './topic-menu.ts';
import { TopicRow } from './topic-row.tsx';
import { branchUrl } from './tree.ts';
import type { TopicRows } from './use-topic-rows.ts';

const ROW = 24;

interface TopicTableProps {
  device: Device;
  list: TopicRows;
  /** What was searched for. */
  filter: string;
}

/** A tree grid of topics; only the rows in view are in the document. */
export function TopicTable({ device, list, filter }: TopicTableProps) {
  const t = useT();
  const id = useId();
  const now = useNow(1_000);
  const { rows, topics, sums } = list;
  const [typeAhead] = useState(() => new TypeAhead());
  const scroller = useRef<HTMLDivElement>(null);
  const periodMs = useTopicSettings((settings) => settings.displayPeriod);
  const flat = useTopicSettings((settings) => settings.layout === 'flat');
  const subscriptions = useMemo(() => new Set(device.subscriptions), [device.subscriptions]);
  const { cursor, choose } = useCursor(device.id, list);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    // The header lies over the first row, and moves the last one down.
    scrollPaddingStart: ROW,
    scrollPaddingEnd: ROW,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[cursor];
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && row && topics.has(row.node.path)) {
      event.preventDefault();
      void copyValue(device.id, row.node.path);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const name = (index: number) => rows[index]?.node.name.replace(/^\//, '') ?? '';
    const move = treeMove(event, rows, cursor, page, typeAhead, name);
    if (!move) return;
    event.preventDefault();
    if (move.kind === 'go') {
      choose(move.to);
      virtual.scrollToIndex(move.to);
    } else if (row && move.kind === 'fold') list.fold([row.node.path], move.folded);
    else if (row?.open !== undefined && row.open !== null) list.fold([row.node.path], row.open);
    else wantPane('inspector');
  };
  const onClick = (event: MouseEvent) => {
    const at = rowAt(event);
    const row = at === null ? undefined : rows[at];
    if (at === null || !row) return;
    if ((event.target as Element).closest('[data-twisty]')) list.fold([row.node.path], row.open === true);
    else choose(at);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const row = rows[rowAt(event) ?? -1];
    if (!row || row.open === null || (event.target as Element).closest('[data-twisty]')) return;
    list.fold([row.node.path], row.open);
  };
  return (
    <div className="grid-frame">
      <ActionContextMenu
        groups={rows[cursor] ? topicMenu(device, rows[cursor], list, t) : []}
        trigger={
          <div
            ref={scroller}
            className="topic-table"
            data-lost={device.state.name === 'connected' ? undefined : true}
            data-flat={flat || undefined}
            role="treegrid"
            aria-label={t('subscriptions.topics')}
            aria-rowcount={rows.length + 1}
            aria-activedescendant={cursor >= 0 ? `${id}-${cursor}` : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onClick={onClick}
            onDoubleClick={onDoubleClick}
            onContextMenuCapture={(event) => {
              const at = rowAt(event);
              if (at !== null) choose(at);
            }}
          />
        }
      >
        <Header />
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((line) => {
            const row = rows[line.index];
            if (!row) return null;
            const { path } = row.node;
            const topic = topics.get(path);
            const sum = sums.get(path);
            const time = topic?.time ?? sum?.time ?? 0;
            return (
              <TopicRow
                key={path}
                id={`${id}-${line.index}`}
                index={line.index}
                start={line.start}
                row={row}
                topic={topic}
                sum={sum}
                selected={line.index === cursor}
                subscription={[path, branchUrl(path)].find((url) => subscriptions.has(url))}
                wanted={filter.trim().toLowerCase()}
                ageText={time > 0 ? age(now - time) : ''}
                periodMs={periodMs}
                t={t}
              />
            );
          })}
        </div>
      </ActionContextMenu>
    </div>
  );
}

function Header() {
  const t = useT();
  return (
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
  );
}

/** The row that the keys are at: that of the topic which is selected, or a branch, which the inspector cannot show. */
function useCursor(deviceId: string, { rows, topics }: TopicRows) {
  const [branch, setBranch] = useState<string | null>(null);
  const item = useSelection((selection) => selection.item);
  const selected = item?.kind === 'topic' && item.deviceId === deviceId ? item.url : null;
  const at = branch ?? selected;
  const choose = (index: number) => {
    const node = rows[index]?.node;
    if (!node) return;
    const isTopic = node.listed || topics.has(node.path);
    setBranch(isTopic ? null : node.path);
    if (isTopic) useSelection.getState().select({ kind: 'topic', deviceId, url: node.path });
  };
  return { cursor: at === null ? -1 : rows.findIndex(({ node }) => node.path === at), choose };
}

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row ? Number(row.dataset['row']) : null;
}
