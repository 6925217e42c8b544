import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { moved } from './list-keys.ts';
import { TypeAhead } from './type-ahead.ts';

interface ListboxProps<T> {
  label: string;
  items: T[];
  keyOf: (item: T) => string;
  /** What type-ahead looks at. */
  textOf: (item: T) => string;
  /** -1 for none. */
  selected: number;
  onSelect: (item: T) => void;
  onHover?: (item: T | undefined) => void;
  className: string;
  rowClassName: string;
  /** More of a row, such as `data-` attributes and a title. */
  rowProps?: (item: T) => Record<string, string | boolean | undefined>;
  children: (item: T) => ReactNode;
}

const PAGE = 10;

/** A list to choose one of, by the pointer, arrows, Home, End and first letters. The focus stays on the list. */
export function Listbox<T>(props: ListboxProps<T>) {
  const { label, items, keyOf, textOf, selected, onSelect, onHover, className, rowClassName, rowProps, children } =
    props;
  const list = useRef<HTMLDivElement>(null);
  const [typeAhead] = useState(() => new TypeAhead());
  useEffect(() => {
    list.current?.querySelector(`[data-row="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const choose = (index: number | null) => {
    const item = index === null ? undefined : items[index];
    if (item !== undefined) onSelect(item);
    return item !== undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const text = (index: number) => textOf(items[index] as T);
    const to =
      moved(event.key, selected, items.length, PAGE) ??
      typeAhead.find(event.key, selected, items.length, text, event.timeStamp);
    if (choose(to)) event.preventDefault();
  };
  return (
    <div
      ref={list}
      className={className}
      role="listbox"
      aria-label={label}
      aria-activedescendant={selected >= 0 ? rowId(label, selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => choose(rowAt(event))}
      onPointerOver={onHover && ((event) => onHover(items[rowAt(event) ?? -1]))}
      onPointerLeave={onHover && (() => onHover(undefined))}
    >
      {items.map((item, index) => (
        <div
          key={keyOf(item)}
          id={rowId(label, index)}
          className={rowClassName}
          role="option"
          aria-selected={index === selected}
          data-row={index}
          {...rowProps?.(item)}
        >
          {children(item)}
        </div>
      ))}
    </div>
  );
}

const rowId = (label: string, index: number): string => `${label.replaceAll(/\s/g, '-')}-${index}`;

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row ? Number(row.dataset['row']) : null;
}
