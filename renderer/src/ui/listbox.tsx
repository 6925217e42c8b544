import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { moved } from './list-keys.ts';
import { type ActionGroup, PointMenu } from './menu.tsx';
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
  /** What can be done with a row, by the right button, the menu key or Shift+F10. */
  menuOf?: (item: T) => ActionGroup[];
  children: (item: T) => ReactNode;
}

const PAGE = 10;

/** A list to choose one of, by the pointer, arrows, Home, End and first letters. The focus stays on the list. */
export function Listbox<T>(props: ListboxProps<T>) {
  const { label, items, keyOf, textOf, selected, onSelect, onHover, className, rowClassName, rowProps } = props;
  const { menuOf, children } = props;
  // The same list may stand in several tabs.
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typeAhead] = useState(() => new TypeAhead());
  const [menu, setMenu] = useState<{ key: string; x: number; y: number } | null>(null);
  const menuItem = menu && items.find((item) => keyOf(item) === menu.key);
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
  /** By the keyboard it opens at the chosen row, which is what the key is about. */
  const onContextMenu = (event: MouseEvent) => {
    const row = rowAt(event);
    const item = items[row ?? selected];
    if (item === undefined) return;
    event.preventDefault();
    const at = row === null ? list.current?.querySelector(`[data-row="${selected}"]`)?.getBoundingClientRect() : null;
    onSelect(item);
    setMenu({ key: keyOf(item), x: at ? at.left + 24 : event.clientX, y: at ? at.bottom : event.clientY });
  };
  const listbox = (
    <div
      ref={list}
      className={className}
      role="listbox"
      aria-label={label}
      aria-activedescendant={selected >= 0 ? rowId(id, selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => choose(rowAt(event))}
      onContextMenu={menuOf && onContextMenu}
      onPointerOver={onHover && ((event) => onHover(items[rowAt(event) ?? -1]))}
      onPointerLeave={onHover && (() => onHover(undefined))}
    >
      {items.map((item, index) => (
        <div
          key={keyOf(item)}
          id={rowId(id, index)}
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
  if (!menuOf) return listbox;
  return (
    <>
      {listbox}
      <PointMenu
        at={menuItem ? menu : null}
        label={menuItem ? textOf(menuItem) : label}
        groups={menuItem ? menuOf(menuItem) : []}
        onClose={() => setMenu(null)}
      />
    </>
  );
}

const rowId = (id: string, index: number): string => `${id}-${index}`;

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row ? Number(row.dataset['row']) : null;
}
