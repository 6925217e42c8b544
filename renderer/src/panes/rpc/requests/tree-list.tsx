import { useVirtualizer } from '@tanstack/react-virtual';
import { type DragEvent, type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../../i18n.ts';
import { useIsChanged, useRequests } from '../../../state/requests.ts';
import { PointMenu } from '../../../ui/menu.tsx';
import { treeMove } from '../../../ui/tree-keys.ts';
import { TypeAhead } from '../../../ui/type-ahead.ts';
import { deleteNode, duplicateNode, moveNode, openRequest, renameNode } from './act.ts';
import { nodeMenu } from './node-menu.ts';
import { besides, type DropSide, dropPlace, inwards, outwards, type Place, type Row, rowsOf, sideOf } from './rows.ts';
import { TreeRow } from './tree-row.tsx';

const ROW = 24;
const DRAGGED = 'application/x-vsoa-request';
const UNFOLD_MS = 600;

interface TreeListProps {
  tab: string;
  search: string;
  cursor: string | null;
  renaming: string | null;
  onCursor: (id: string | null) => void;
  onRenaming: (id: string | null) => void;
  /** A request is in the editor now. */
  onOpened: () => void;
  /** Something is made, and then named. */
  onAdd: (made: Promise<string | null>) => void;
}

/** A tree of folders and requests; only the rows in view are in the document, and the focus stays on the tree. */
export function TreeList({ tab, search, cursor, renaming, onCursor, onRenaming, onOpened, onAdd }: TreeListProps) {
  const t = useT();
  const nodes = useRequests((state) => state.tree.nodes);
  const folded = useRequests((state) => state.folded);
  const outcomes = useRequests((state) => state.outcomes);
  const openId = useRequests((state) => state.opened[tab]?.id);
  const changed = useIsChanged(tab);
  const rows = useMemo(() => rowsOf(nodes, folded, search), [nodes, folded, search]);
  const at = rows.findIndex((row) => row.node.id === cursor);
  const scroller = useRef<HTMLDivElement>(null);
  const [typeAhead] = useState(() => new TypeAhead());
  const [drop, setDrop] = useState<{ id: string; side: DropSide } | null>(null);
  const dragged = useRef<string | null>(null);
  const [menuAt, setMenuAt] = useState<{ x: number; y: number } | null>(null);
  const unfold = useRef<{ id: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 200, height: 480 },
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);

  const open = ({ node, open: isOpen }: Row) => {
    if (node.kind === 'folder') fold(node.id, isOpen === true);
    else if (node.problem === null || node.problem.kind === 'newer') void openRequest(tab, node.id).then(onOpened);
  };
  const move = async (id: string, place: Place | null) => {
    const moved = place && (await moveNode(id, place.parent, place.to));
    if (!moved) return;
    onCursor(moved);
    if (place.parent !== null) fold(place.parent, false);
  };
  const remove = (id: string) => {
    const next = rows.slice(at + 1).find(({ node }) => !node.id.startsWith(`${id}/`)) ?? rows[at - 1];
    onCursor(next?.node.id ?? null);
    void deleteNode(id);
  };
  const duplicate = (id: string) => void duplicateNode(id).then((made) => made !== null && onCursor(made));

  const onKeyDown = (event: KeyboardEvent) => {
    // The name that is being written has keys of its own.
    if (event.target !== scroller.current) return;
    const row = rows[at];
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (row && event.altKey && !event.ctrlKey && !event.metaKey) {
      const by = { ArrowUp: -1, ArrowDown: 1 } as const;
      const { id } = row.node;
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') void move(id, besides(nodes, id, by[event.key]));
      else if (event.key === 'ArrowRight') void move(id, inwards(nodes, id));
      else if (event.key === 'ArrowLeft') void move(id, outwards(nodes, id));
      else return;
      done();
      return;
    }
    if (row && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') {
      duplicate(row.node.id);
      done();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (row && event.key === 'F2') onRenaming(row.node.id);
    else if (row && event.key === 'Delete') remove(row.node.id);
    else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
      const what = treeMove(event, rows, at, page, typeAhead, (index) => rows[index]?.node.name ?? '');
      if (!what) return;
      if (what.kind === 'go') onCursor(rows[what.to]?.node.id ?? cursor);
      else if (what.kind === 'enter' && row) open(row);
      else if (what.kind === 'fold' && row) fold(row.node.id, what.folded);
    }
    done();
  };

  const onDragOver = (event: DragEvent) => {
    const id = dragged.current;
    const found = rowOf(event, rows);
    if (id === null || !found) return;
    const { row, part } = found;
    const side = sideOf(row, part);
    unfoldSoon(row);
    if (!dropPlace(nodes, id, row.node, side)) {
      setDrop(null);
      return;
    }
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    if (drop?.id !== row.node.id || drop.side !== side) setDrop({ id: row.node.id, side });
  };
  const unfoldSoon = ({ node, open: isOpen }: Row) => {
    if (unfold.current?.id === node.id) return;
    clearTimeout(unfold.current?.timer);
    unfold.current = { id: node.id, timer: setTimeout(() => isOpen === false && fold(node.id, false), UNFOLD_MS) };
  };
  const endDrag = () => {
    dragged.current = null;
    clearTimeout(unfold.current?.timer);
    unfold.current = null;
    setDrop(null);
  };
  const onDrop = (event: DragEvent) => {
    const id = dragged.current;
    const found = rowOf(event, rows);
    endDrag();
    if (id === null || !found) return;
    event.preventDefault();
    event.stopPropagation();
    void move(id, dropPlace(nodes, id, found.row.node, sideOf(found.row, found.part)));
  };
  const onDragStart = (event: DragEvent) => {
    const found = rowOf(event, rows);
    if (!found) return;
    dragged.current = found.row.node.id;
    event.dataTransfer.setData(DRAGGED, found.row.node.id);
    event.dataTransfer.effectAllowed = 'move';
  };
  /** By the keyboard it opens at the chosen row, which is what the key is about. */
  const onContextMenu = (event: MouseEvent) => {
    const found = rowOf(event, rows);
    if (renaming !== null || (!found && at < 0)) return;
    event.preventDefault();
    if (found) onCursor(found.row.node.id);
    const box = found ? null : scroller.current?.querySelector(`[data-row="${at}"]`)?.getBoundingClientRect();
    setMenuAt(box ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };
  const current = rows[at];
  const menu = current
    ? nodeMenu(current.node, t, {
        open: () => open(current),
        rename: () => onRenaming(current.node.id),
        duplicate: () => duplicate(current.node.id),
        remove: () => remove(current.node.id),
        add: onAdd,
        tab,
      })
    : [];
  return (
    <div className="grid-frame">
      <div
        ref={scroller}
        className="requests-list"
        role="tree"
        aria-label={t('requests.title')}
        aria-activedescendant={at >= 0 ? rowId(tab, at) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === scroller.current && at < 0) onCursor(openId ?? rows[0]?.node.id ?? null);
        }}
        onContextMenu={onContextMenu}
        onClick={(event) => {
          const found = rowOf(event, rows);
          if (!found || renaming === found.row.node.id) return;
          onCursor(found.row.node.id);
          open(found.row);
        }}
        onDragStart={onDragStart}
        onDragOver={onDragOver}
        onDragEnd={endDrag}
        onDrop={onDrop}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((line) => {
            const row = rows[line.index];
            if (!row) return null;
            const { id } = row.node;
            return (
              <TreeRow
                key={id}
                domId={rowId(tab, line.index)}
                index={line.index}
                start={line.start}
                row={row}
                outcome={outcomes[id]}
                selected={line.index === at}
                isOpen={id === openId}
                changed={id === openId && changed}
                drop={drop?.id === id ? drop.side : undefined}
                renaming={renaming === id}
                onRenamed={(name, byKey) => {
                  onRenaming(null);
                  if (byKey) scroller.current?.focus();
                  if (name !== null) void renameNode(id, name).then((now) => now !== null && onCursor(now));
                }}
              />
            );
          })}
        </div>
      </div>
      <PointMenu
        at={menuAt}
        label={current?.node.name ?? t('requests.title')}
        groups={menu}
        onClose={() => setMenuAt(null)}
      />
    </div>
  );
}

function fold(id: string, closed: boolean): void {
  useRequests.setState(({ folded }) => {
    const others = folded.filter((each) => each !== id);
    return { folded: closed ? [...others, id] : others };
  });
}

const rowId = (tab: string, index: number): string => `request-${tab}-${index}`;

/** The row under the pointer, and how far down in it that is, from 0 to 1. */
function rowOf(event: MouseEvent, rows: Row[]): { row: Row; part: number } | null {
  const line = (event.target as Element).closest<HTMLElement>('[data-row]');
  const row = line && rows[Number(line.dataset['row'])];
  if (!row) return null;
  const { top, height } = line.getBoundingClientRect();
  return { row, part: height === 0 ? 0 : (event.clientY - top) / height };
}
