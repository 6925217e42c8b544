import {
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { type ColumnId, columnsShown, template, totalWidth } from '../../../traffic/columns.ts';
import { pick, pickedRange, useList } from '../../../traffic/list.ts';
import { rowCache } from '../../../traffic/rows.ts';
import { ROW_HEIGHT, scrollHeight } from '../../../traffic/viewport.ts';
import { ActionContextMenu } from '../../../ui/menu.tsx';
import { Header } from './header.tsx';
import { onGridKey } from './keys.ts';
import { columnMenu, rowMenu } from './menus.ts';
import { Row } from './row.tsx';
import type { useListView } from './use-list-view.ts';

export const HEADER_HEIGHT = 24;

/** What the context menu is about. */
type MenuPlace = { kind: 'header' } | { kind: 'row'; position: number; column: ColumnId | undefined } | null;

interface TrafficGridProps {
  scroller: RefObject<HTMLDivElement | null>;
  list: ReturnType<typeof useListView>;
  /** Of the scroller, px; its rows take a whole number of rows of that. */
  height: number;
  /** Shown in place of rows. */
  children: ReactNode;
}

/** A grid of which only the rows in view are in the document; they lie on a sheet that sticks to the viewport. */
export function TrafficGrid({ scroller, list, height, children }: TrafficGridProps) {
  const t = useT();
  const { span, top, view } = list;
  const { hidden, widths } = useTrafficSettings();
  const columns = useMemo(() => columnsShown(hidden), [hidden]);
  const cursor = useList((state) => state.picked?.cursor);
  const [place, setPlace] = useState<MenuPlace>(null);
  const menuRow = place?.kind === 'row' ? rowCache.row(place.position) : undefined;
  const menu = place?.kind === 'header' ? columnMenu(t) : menuRow ? rowMenu(menuRow, columnOf(place), t) : [];
  const layout = {
    '--columns': template(columns, widths),
    '--row-width': `${totalWidth(columns, widths)}px`,
  } as CSSProperties;
  const onContextMenu = (event: MouseEvent) => {
    const next = placeAt(event);
    if (next?.kind === 'row' && !inRange(next.position)) pick(next.position);
    setPlace(next);
  };

  return (
    <div className="grid-frame">
      <ActionContextMenu
        groups={menu}
        trigger={
          <div
            ref={scroller}
            className="traffic-scroller"
            role="grid"
            aria-label={t('pane.traffic')}
            aria-multiselectable
            aria-rowcount={span.end - span.first + 1}
            aria-colcount={columns.length}
            aria-activedescendant={
              cursor !== undefined && cursor >= view.from && cursor < view.to ? `packet-${cursor}` : undefined
            }
            tabIndex={0}
            data-focus-first
            onKeyDown={(event) => onGridKey(event, list)}
            onMouseDown={onMouseDown}
            onContextMenuCapture={onContextMenu}
            style={layout}
          />
        }
      >
        <div className="traffic-body" role="presentation" style={{ height: scrollHeight(span) + height - span.height }}>
          <div className="traffic-sheet" role="presentation" style={{ height: Math.max(height, HEADER_HEIGHT) }}>
            <Header columns={columns} />
            <div className="traffic-rows" role="rowgroup">
              <div role="presentation" style={{ transform: `translateY(${(view.from - top) * ROW_HEIGHT}px)` }}>
                <Rows list={list} columns={columns} />
              </div>
            </div>
          </div>
        </div>
      </ActionContextMenu>
      {children}
    </div>
  );
}

interface RowsProps {
  list: TrafficGridProps['list'];
  columns: ReturnType<typeof columnsShown>;
}

function Rows({ list: { span, view }, columns }: RowsProps) {
  const timeMode = useTrafficSettings((settings) => settings.timeMode);
  const picked = useList((state) => state.picked);
  const reference = useReference(timeMode === 'relative' && span.end > span.first);
  // A row's elements are used again for the next one in its place: a fast list makes no new ones.
  const slots = Math.ceil(span.height / ROW_HEIGHT) + 2;
  const rows = [];
  for (let position = view.from; position < view.to; position += 1) {
    rows.push(
      <Row
        key={position % slots}
        position={position}
        row={rowCache.row(position)}
        before={timeMode === 'delta' ? rowCache.row(position - 1)?.time : undefined}
        reference={reference}
        timeMode={timeMode}
        columns={columns}
        picked={picked !== null && between(position, picked.anchor, picked.cursor)}
        ariaIndex={position - span.first + 2}
      />,
    );
  }
  return rows;
}

/** Where no packet was chosen, times are relative to the oldest one that there was when this was asked for. */
function useReference(wanted: boolean): number | null {
  const reference = useList((state) => state.reference);
  const view = useView((state) => state.id);
  const first = useView((state) => state.first);
  const missing = wanted && reference === null;
  useEffect(() => {
    if (!missing) return;
    const read = async () => {
      const rows = await bench().trafficRows({ view, from: first, to: first + 1 });
      const time = rows.ok ? rows.value[0]?.time : undefined;
      if (time !== undefined && useList.getState().reference === null) useList.setState({ reference: time });
    };
    void read();
  }, [missing, view, first]);
  return reference;
}

function onMouseDown(event: MouseEvent): void {
  const position = rowAt(event);
  if (position !== null && event.button === 0) pick(position, event.shiftKey);
}

const between = (position: number, one: number, other: number): boolean =>
  position >= Math.min(one, other) && position <= Math.max(one, other);

function inRange(position: number): boolean {
  const range = pickedRange();
  return range !== null && position >= range.from && position < range.to;
}

function placeAt(event: MouseEvent): MenuPlace {
  const target = event.target as Element;
  if (target.closest('.traffic-header')) return { kind: 'header' };
  const position = rowAt(event) ?? useList.getState().picked?.cursor;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'] as ColumnId | undefined;
  return position === undefined ? null : { kind: 'row', position, column };
}

const columnOf = (place: MenuPlace): ColumnId | undefined => (place?.kind === 'row' ? place.column : undefined);

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-position]');
  return row ? Number(row.dataset['position']) : null;
}
