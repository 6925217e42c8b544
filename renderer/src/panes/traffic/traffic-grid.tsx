import { ContextMenu } from '@base-ui/react/context-menu';
import { type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject, useCallback } from 'react';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { useT } from '../../i18n.ts';
import { useSelection } from '../../state/selection.ts';
import { packetAsHex, rowAsJson } from '../../traffic/describe.ts';
import { ROW_HEIGHT, revealed, scrollHeight } from '../../traffic/viewport.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { moved } from '../../ui/list-keys.ts';
import { columns, HEADER_HEIGHT } from './columns.ts';
import { TrafficRowView } from './traffic-row.tsx';
import type { useTrafficView } from './use-traffic-view.ts';

interface TrafficGridProps {
  scroller: RefObject<HTMLDivElement | null>;
  traffic: ReturnType<typeof useTrafficView>;
  /** Of the scroller, px; its rows take a whole number of rows of that. */
  height: number;
  /** Shown in place of rows. */
  children: ReactNode;
}

/** A grid of which only the rows in view are in the document; they lie on a sheet that sticks to the viewport. */
export function TrafficGrid({ scroller, traffic, height, children }: TrafficGridProps) {
  const t = useT();
  const { span, top, view } = traffic;
  const item = useSelection((selection) => selection.item);
  const selected = item?.kind === 'packet' ? item.index : null;
  const select = useCallback((index: number) => useSelection.getState().select({ kind: 'packet', index }), []);

  const selectedRow = selected === null ? undefined : traffic.row(selected);
  const copyJson = () => selectedRow && void copyText(rowAsJson(selectedRow));
  const copyHex = async () => {
    if (selected === null) return;
    const packet = await bench().trafficPacket({ index: selected });
    if (packet.ok) await copyText(packetAsHex(packet.value.bytes));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyC' && selectedRow) {
      event.preventDefault();
      if (event.shiftKey) void copyHex();
      else copyJson();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(span.height / ROW_HEIGHT) - 1);
    const at = selected === null ? -1 : selected - span.first;
    const to = moved(event.key, at, span.end - span.first, page);
    if (to === null) return;
    event.preventDefault();
    select(span.first + to);
    if (event.key === 'End') traffic.follow();
    else traffic.scrollTo(revealed(span, top, span.first + to));
  };
  const onMouseDown = (event: MouseEvent) => {
    const index = rowAt(event);
    if (index === null) return;
    select(index);
    traffic.scrollTo(top);
  };

  const rows = [];
  for (let index = view.from; index < view.to; index += 1) {
    rows.push(
      <TrafficRowView
        key={index}
        index={index}
        row={traffic.row(index)}
        selected={index === selected}
        position={index - span.first}
      />,
    );
  }

  return (
    <div className="grid-frame">
      <ContextMenu.Root>
        <ContextMenu.Trigger
          render={
            <div
              ref={scroller}
              className="traffic-scroller"
              role="grid"
              aria-label={t('pane.traffic')}
              aria-rowcount={span.end - span.first + 1}
              aria-colcount={columns.length}
              aria-activedescendant={
                selected !== null && selected >= view.from && selected < view.to ? `packet-${selected}` : undefined
              }
              tabIndex={0}
              data-focus-first
              onKeyDown={onKeyDown}
              onMouseDown={onMouseDown}
            />
          }
        >
          <div
            className="traffic-body"
            role="presentation"
            style={{ height: scrollHeight(span) + height - span.height }}
          >
            <div className="traffic-sheet" role="presentation" style={{ height: Math.max(height, HEADER_HEIGHT) }}>
              <div className="traffic-row traffic-header" role="row" aria-rowindex={1}>
                {columns.map((column) => (
                  <span key={column.id} role="columnheader" className={column.number ? 'number' : 'cut'}>
                    {t(column.label)}
                  </span>
                ))}
              </div>
              <div className="traffic-rows" role="rowgroup">
                <div role="presentation" style={{ transform: `translateY(${(view.from - top) * ROW_HEIGHT}px)` }}>
                  {rows}
                </div>
              </div>
            </div>
          </div>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Positioner className="positioner">
            <ContextMenu.Popup className="popup">
              <ContextMenu.Item className="popup-item" disabled={!selectedRow} onClick={copyJson}>
                <span />
                <span>{t('traffic.copyJson')}</span>
                <KeyHint keys="Mod+C" />
              </ContextMenu.Item>
              <ContextMenu.Item className="popup-item" disabled={!selectedRow} onClick={() => void copyHex()}>
                <span />
                <span>{t('traffic.copyHex')}</span>
                <KeyHint keys="Mod+Shift+C" />
              </ContextMenu.Item>
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      {children}
    </div>
  );
}

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-index]');
  return row ? Number(row.dataset['index']) : null;
}
