import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import type { FieldPath } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { addToPlot } from '../../state/plots.ts';
import { ActionContextMenu } from '../../ui/menu.tsx';
import { treeMove } from '../../ui/tree-keys.ts';
import { TypeAhead } from '../../ui/type-ahead.ts';
import { TextView } from '../text-view.tsx';
import { dragField } from './drag.ts';
import { copyField, fieldMenu } from './field-menu.ts';
import { FieldRowView, isPlottable } from './field-row.tsx';
import { type FieldRow, fieldRows, parseFields } from './field-rows.ts';

const ROW = 20;

/** A topic on which JSON came. */
export interface TopicPlace {
  deviceId: string;
  url: string;
}

interface FieldTreeProps {
  label: string;
  /** JSON. */
  text: string;
  /** The topic that it came on: its numbers can be plotted. */
  topic: TopicPlace;
}

/** JSON as a tree of which only the rows in view are in the document. What was unfolded stays so for the next value. */
export function FieldTree({ label, text, topic }: FieldTreeProps) {
  const t = useT();
  const id = useId();
  const [typeAhead] = useState(() => new TypeAhead());
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [chosen, setChosen] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const parsed = useMemo(() => parseFields(text), [text]);
  const rows = useMemo(() => (parsed ? fieldRows(parsed.value, folds) : []), [parsed, folds]);
  const cursor = rows.findIndex((row) => row.id === chosen);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  if (!parsed) return <TextView label={label} text={text} language="plain" />;

  const fold = (row: FieldRow, folded: boolean) => setFolds((before) => new Map(before).set(row.id, !folded));
  const plot = (path: FieldPath) => void addToPlot({ ...topic, path });
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[cursor];
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && row && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void copyField(parsed.value, row.path);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
    const name = (index: number) => String(rows[index]?.path.at(-1) ?? '');
    const move = treeMove(event, rows, cursor, page, typeAhead, name);
    if (!move) return;
    event.preventDefault();
    if (move.kind === 'go') {
      setChosen(rows[move.to]?.id ?? null);
      virtual.scrollToIndex(move.to);
    } else if (row && move.kind === 'fold') fold(row, move.folded);
    else if (row && row.open !== null) fold(row, row.open);
    else if (row && isPlottable(row)) plot(row.path);
  };
  const onClick = (event: MouseEvent) => {
    const row = rows[rowAt(event) ?? -1];
    if (!row) return;
    setChosen(row.id);
    const target = event.target as Element;
    if (target.closest('[data-twisty]')) fold(row, row.open === true);
    else if (target.closest('[data-plot]')) plot(row.path);
  };
  return (
    <ActionContextMenu
      groups={rows[cursor] ? fieldMenu(rows[cursor], parsed.value, () => plot(rows[cursor]?.path ?? []), t) : []}
      trigger={
        <div
          ref={scroller}
          className="field-tree mono"
          role="tree"
          aria-label={label}
          aria-activedescendant={cursor >= 0 ? `${id}-${cursor}` : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDoubleClick={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (row && row.open !== null && !(event.target as Element).closest('[data-twisty]')) fold(row, row.open);
          }}
          onContextMenuCapture={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (row) setChosen(row.id);
          }}
          onDragStart={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (row && isPlottable(row)) dragField(event, { ...topic, path: row.path });
          }}
        />
      }
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((line) => {
          const row = rows[line.index];
          return (
            row && (
              <FieldRowView
                key={row.id}
                id={`${id}-${line.index}`}
                index={line.index}
                start={line.start}
                row={row}
                selected={line.index === cursor}
                t={t}
              />
            )
          );
        })}
      </div>
    </ActionContextMenu>
  );
}

function rowAt(event: MouseEvent): number | null {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row ? Number(row.dataset['row']) : null;
}
