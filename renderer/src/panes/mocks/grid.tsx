import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useT } from '../../i18n.ts';
import { Listbox } from '../../ui/listbox.tsx';
import type { ActionGroup } from '../../ui/menu.tsx';

interface Column<T> {
  id: string;
  title: string;
  /** As `grid-template-columns` takes it. */
  width: string;
  renderCell: (row: T) => ReactNode;
  number?: boolean;
  mono?: boolean;
  cut?: boolean;
}

interface GridProps<T> {
  label: string;
  rows: T[];
  columns: Column<T>[];
  keyOf: (row: T) => string;
  textOf: (row: T) => string;
  /** Without these the grid itself knows which row is chosen. */
  selected?: number;
  onSelect?: (row: T) => void;
  /** Enter, and a double click. */
  onOpen?: (row: T) => void;
  menuOf?: (row: T) => ActionGroup[];
  /** What is not in `rows`. */
  leftOut?: number;
  onKeyDown?: (event: KeyboardEvent, row: T) => void;
}

/** Rows of some columns to choose one of, below their titles. */
export function Grid<T>(props: GridProps<T>) {
  const { label, rows, columns, keyOf, textOf, onSelect, onOpen, menuOf, leftOut = 0, onKeyDown } = props;
  const t = useT();
  const [own, setOwn] = useState<string | null>(null);
  const selected = props.selected ?? rows.findIndex((row) => keyOf(row) === own);
  const style = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  const keys = (event: KeyboardEvent) => {
    const row = rows[selected];
    if (!row) return;
    if (event.key === 'Enter' && onOpen) {
      event.preventDefault();
      onOpen(row);
    } else onKeyDown?.(event, row);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the keys of the list in it
    <div
      className="mock-grid"
      onKeyDown={keys}
      onDoubleClick={(event) => {
        const row = rows[Number((event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1)];
        if (row) onOpen?.(row);
      }}
    >
      <div className="mock-grid-row mock-grid-titles" style={style} aria-hidden>
        {columns.map(({ id, title, number }) => (
          <span key={id} className={number ? 'cut number' : 'cut'} title={title}>
            {title}
          </span>
        ))}
      </div>
      <Listbox
        label={label}
        items={rows}
        keyOf={keyOf}
        textOf={textOf}
        selected={selected}
        onSelect={(row) => {
          setOwn(keyOf(row));
          onSelect?.(row);
        }}
        {...(menuOf && { menuOf })}
        className="list"
        rowClassName="mock-grid-cells"
      >
        {(row) => (
          <span className="mock-grid-row" style={style}>
            {columns.map(({ id, title, renderCell, number, mono, cut }) => (
              <span key={id} className={classes(number, mono, cut)}>
                <span className="only-read-aloud">{title} </span>
                {renderCell(row)}
              </span>
            ))}
          </span>
        )}
      </Listbox>
      {leftOut > 0 && <p className="mocks-more muted">{t('mocks.moreRows', { count: leftOut })}</p>}
    </div>
  );
}

const classes = (number = false, mono = false, cut = false): string =>
  `${number ? 'number ' : ''}${mono ? 'mono ' : ''}${cut ? 'cut' : ''}`;
