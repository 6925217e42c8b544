import { ArrowDownToLine, Play } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react';
import type { Device, ReceivedDatagrams } from '../../../../../testbench/contract.ts';
import { count } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useSelection } from '../../../state/selection.ts';
import { ROW_HEIGHT, revealed, scrollHeight } from '../../../traffic/viewport.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { moved } from '../../../ui/list-keys.ts';
import { ActionContextMenu } from '../../../ui/menu.tsx';
import { useSize } from '../../../ui/use-size.ts';
import { usePaneTab } from '../../pane-context.ts';
import { copyDatagram, loadAsTemplate, rowMenu } from './actions.ts';
import { ReceivedRow } from './received-row.tsx';
import { useDatagramList } from './use-list.ts';
import { useScrollBar } from './use-scroll-bar.ts';

const HEADER = 24;

interface ReceivedGridProps {
  device: Device;
  stats: ReceivedDatagrams | undefined;
  /** Only those whose url or param has it. */
  text: string;
  paused: boolean;
  onPaused: (paused: boolean) => void;
  /** In place of rows. */
  children: ReactNode;
}

/** A grid of which only the rows in view are in the document. It follows the newest until one scrolls or pauses. */
export function ReceivedGrid({ device, stats, text, paused, onPaused, children }: ReceivedGridProps) {
  const t = useT();
  const { id: tabId } = usePaneTab();
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const rowsHeight = Math.max(0, Math.floor((height - HEADER) / ROW_HEIGHT) * ROW_HEIGHT);
  const list = useDatagramList({ deviceId: device.id, stats, text, paused, height: rowsHeight });
  const { span, top, view } = list;
  useScrollBar(scroller, list);

  const item = useSelection((selection) => selection.item);
  const chosen = item?.kind === 'datagram' && item.deviceId === device.id ? item.index : null;
  const cursor = chosen === null ? -1 : list.positionOf(chosen);
  const select = (position: number) => {
    useSelection.getState().select({ kind: 'datagram', deviceId: device.id, index: list.indexAt(position) });
    list.scrollTo(revealed(span, top, position));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const modified = event.ctrlKey || event.metaKey;
    if (modified && event.code === 'KeyC' && chosen !== null) void copyDatagram(device.id, chosen);
    else if (modified) return;
    else if (event.key === ' ') onPaused(!paused);
    else if (event.key === 'Enter' && chosen !== null) void loadAsTemplate(device.id, chosen, tabId);
    else {
      const page = Math.max(1, Math.floor(span.height / ROW_HEIGHT) - 1);
      const at = cursor < span.first ? -1 : cursor - span.first;
      const to = moved(event.key, at, span.end - span.first, page);
      if (to === null) return;
      select(span.first + to);
      if (event.key === 'End' && !paused) list.follow();
    }
    event.preventDefault();
  };
  const onMouseDown = (event: MouseEvent) => {
    const position = positionAt(event);
    if (position !== null) select(position);
  };

  const rows = [];
  // A row's elements are used again for the next one in its place: a fast list makes no new ones.
  const slots = Math.ceil(span.height / ROW_HEIGHT) + 2;
  for (let position = view.from; position < view.to; position += 1) {
    rows.push(
      <ReceivedRow
        key={position % slots}
        id={rowId(tabId, position)}
        position={position}
        row={list.row(position)}
        picked={position === cursor}
        ariaIndex={position - span.first + 2}
      />,
    );
  }
  const nothingFound = text !== '' && span.end === span.first && !list.searching && stats && stats.end > stats.first;
  return (
    <div className="grid-frame">
      <ActionContextMenu
        groups={chosen === null ? [] : rowMenu({ deviceId: device.id, index: chosen, tabId, t })}
        trigger={
          <div
            ref={scroller}
            className="traffic-scroller received-scroller"
            role="grid"
            aria-label={t('datagrams.received')}
            aria-rowcount={span.end - span.first + 1}
            aria-activedescendant={cursor >= view.from && cursor < view.to ? rowId(tabId, cursor) : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onMouseDown={onMouseDown}
          />
        }
      >
        <div className="traffic-body" role="presentation" style={{ height: scrollHeight(span) + height - span.height }}>
          <div className="traffic-sheet" role="presentation" style={{ height: Math.max(height, HEADER) }}>
            <Header />
            <div className="traffic-rows" role="rowgroup">
              <div role="presentation" style={{ transform: `translateY(${(view.from - top) * ROW_HEIGHT}px)` }}>
                {rows}
              </div>
            </div>
          </div>
        </div>
      </ActionContextMenu>
      {children}
      {nothingFound && <EmptyState text={t('datagrams.noMatch')} />}
      {list.waiting > 0 && (paused || !list.following) && (
        <div className="newer">
          <Button icon={paused ? <Play /> : <ArrowDownToLine />} onClick={paused ? () => onPaused(false) : list.follow}>
            {t(paused ? 'datagrams.waitingRows' : 'datagrams.newer', {
              count: list.waiting,
              shown: count(list.waiting),
            })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Header() {
  const t = useT();
  return (
    <div className="traffic-row traffic-header" role="row" aria-rowindex={1}>
      {(['time', 'channel', 'url', 'param', 'size'] as const).map((id) => (
        <span
          key={id}
          role="columnheader"
          className={`cell${id === 'size' ? ' number' : ''}`}
          aria-label={t(`datagrams.column.${id}`)}
        >
          <span className="cut grow">{id === 'channel' ? '' : t(`datagrams.column.${id}`)}</span>
        </span>
      ))}
    </div>
  );
}

const rowId = (tabId: string, position: number): string => `datagram-${tabId.replaceAll(/\W/g, '-')}-${position}`;

function positionAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-position]');
  return row ? Number(row.dataset['position']) : null;
}
