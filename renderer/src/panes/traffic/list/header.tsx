import { ArrowLeftRight, Zap } from 'lucide-react';
import { type KeyboardEvent, memo, type PointerEvent, useState } from 'react';
import { useT } from '../../../i18n.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { type Column, type ColumnId, clampWidth, widthOf } from '../../../traffic/columns.ts';

/** Names of columns that are too narrow for words. */
const glyphs: Partial<Record<ColumnId, React.ReactNode>> = {
  direction: <ArrowLeftRight />,
  channel: <Zap />,
};

/** Names of the columns, with dividers to size them. The dividers are one stop for Tab; up and down lead among them. */
export const Header = memo(function Header({ columns }: { columns: readonly Column[] }) {
  const t = useT();
  const timeMode = useTrafficSettings((settings) => settings.timeMode);
  const sizable = columns.filter((column) => !column.fixed);
  const [focused, setFocused] = useState<ColumnId>('time');
  const stop = sizable.some(({ id }) => id === focused) ? focused : sizable[0]?.id;
  return (
    <div className="traffic-row traffic-header" role="row" aria-rowindex={1}>
      {columns.map((column) => {
        const name = t(column.id === 'time' ? `column.time.${timeMode}` : column.label);
        return (
          <span
            key={column.id}
            role="columnheader"
            className={`cell${column.number ? ' number' : ''}`}
            data-column={column.id}
            title={name}
            aria-label={name}
          >
            <span className={column.id === 'mark' ? 'only-read-aloud' : 'cut grow'}>{glyphs[column.id] ?? name}</span>
            {!column.fixed && (
              <Divider
                column={column}
                label={t('column.width', { column: name })}
                stop={column.id === stop}
                onFocus={() => setFocused(column.id)}
              />
            )}
          </span>
        );
      })}
    </div>
  );
});

interface DividerProps {
  column: Column;
  label: string;
  stop: boolean;
  onFocus: () => void;
}

const STEP = 8;

function Divider({ column, label, stop, onFocus }: DividerProps) {
  const width = useTrafficSettings((settings) => widthOf(column, settings.widths));
  const set = (next: number) => useTrafficSettings.getState().setWidth(column.id, clampWidth(next));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const { currentTarget: handle, pointerId, clientX } = event;
    // The last column may be wider than its width, by what the others leave.
    const from = handle.parentElement?.getBoundingClientRect().width ?? width;
    handle.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent) => set(from + moved.clientX - clientX);
    const end = () => handle.removeEventListener('pointermove', move);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key, shiftKey, currentTarget } = event;
    if (key === 'ArrowLeft') set(width - (shiftKey ? 1 : STEP));
    else if (key === 'ArrowRight') set(width + (shiftKey ? 1 : STEP));
    else if (key === 'Enter') set(widestOf(currentTarget, column.id));
    else if (key === 'Delete' || key === 'Backspace') set(column.width);
    else if (key === 'ArrowDown' || key === 'ArrowUp') focusNeighbour(currentTarget, key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that moves is a control
    <span
      className="divider"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      tabIndex={stop ? 0 : -1}
      onFocus={onFocus}
      onPointerDown={onPointerDown}
      onDoubleClick={(event) => set(widestOf(event.currentTarget, column.id))}
      onKeyDown={onKeyDown}
    />
  );
}

/** Room for the widest cell in view, its padding and a px for what the browser rounds off. */
function widestOf(divider: HTMLElement, id: ColumnId): number {
  const grid = divider.closest('[role="grid"]');
  const widths = [...(grid?.querySelectorAll<HTMLElement>(`[data-column="${id}"]`) ?? [])].map(contentWidth);
  return Math.max(0, ...widths) + 13;
}

function contentWidth(cell: HTMLElement): number {
  const range = document.createRange();
  const parts = cell.querySelectorAll<HTMLElement>('.cut');
  // What is cut lays out as wide as its room; only its scroll width tells what it needs.
  const hidden = [...parts].reduce((sum, part) => sum + Math.max(0, part.scrollWidth - part.clientWidth), 0);
  range.selectNodeContents(cell);
  return (
    range.getBoundingClientRect().width +
    hidden +
    (parts.length === 0 ? Math.max(0, cell.scrollWidth - cell.clientWidth) : 0)
  );
}

function focusNeighbour(divider: HTMLElement, step: 1 | -1): void {
  const all = [...(divider.closest('[role="row"]')?.querySelectorAll<HTMLElement>('.divider') ?? [])];
  all[all.indexOf(divider) + step]?.focus();
}
