import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n.ts';
import { addToPlot } from '../../state/plots.ts';
import { ActionContextMenu } from '../../ui/menu.tsx';
import { treeMove } from '../../ui/tree-keys.ts';
import { TypeAhead } from '../../ui/type-ahead.ts';
import { useSize } from '../../ui/use-size.ts';
import { TextView } from '../text-view.tsx';
import { dragField } from './drag.ts';
import { copyField, fieldMenu } from './field-menu.ts';
import { FieldRowView, isNumeric } from './field-row.tsx';
import {
  type FieldRow,
  type Folds,
  fieldRows,
  idOf,
  indexOf,
  type Place,
  parseFields,
  pathOf,
  placeOf,
} from './field-rows.ts';

const ROW = 20;
/** Of the tree, both sides, and of its twisty and scroll bar, px. */
const PADDING = 40;
/** Of a character at 12 px, in the widest of the monospace fonts, px. */
const CHARACTER = 7.5;

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
  topic?: TopicPlace | undefined;
  /** As high as its rows, up to so many; else it fills what holds it. */
  mostRows?: number;
}

/**
 * JSON as a tree of which only the rows in view are in the document, so that it is whole however long. What was unfolded
 * stays so for the next value.
 */
export function FieldTree({ label, text, topic, mostRows }: FieldTreeProps) {
  const t = useT();
  const id = useId();
  const [typeAhead] = useState(() => new TypeAhead());
  const [folds, setFolds] = useState<Folds>(new Map());
  const [chosen, setChosen] = useState<Place | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const columns = Math.floor((width - PADDING) / CHARACTER);
  const parsed = useMemo(() => parseFields(text), [text]);
  const rows = useMemo(() => (parsed ? fieldRows(parsed.value, folds, columns) : []), [parsed, folds, columns]);
  const cursor = useMemo(() => (chosen ? indexOf(rows, chosen) : -1), [rows, chosen]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  if (!parsed) return <TextView label={label} text={text} language="plain" />;

  const choose = (row: FieldRow | undefined) => setChosen(row ? placeOf(row) : null);
  const fold = (row: FieldRow, folded: boolean) =>
    setFolds((before) => new Map(before).set(idOf(pathOf(row)), !folded));
  const plotOf = (row: FieldRow) =>
    topic && isNumeric(row) ? () => void addToPlot({ ...topic, path: pathOf(row) }) : null;
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[cursor];
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && row && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void copyField(parsed.value, pathOf(row));
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
    const name = (index: number) => String(rows[index]?.key ?? '');
    const move = treeMove(event, rows, cursor, page, typeAhead, name);
    if (!move) return;
    event.preventDefault();
    if (move.kind === 'go') {
      choose(rows[move.to]);
      virtual.scrollToIndex(move.to);
    } else if (row && move.kind === 'fold') fold(row, move.folded);
    else if (row && row.open !== null) fold(row, row.open);
    else if (row) plotOf(row)?.();
  };
  const onClick = (event: MouseEvent) => {
    const row = rows[rowAt(event) ?? -1];
    if (!row) return;
    choose(row);
    const target = event.target as Element;
    if (target.closest('[data-twisty]')) fold(row, row.open === true);
    else if (target.closest('[data-plot]')) plotOf(row)?.();
  };
  const current = rows[cursor];
  return (
    <ActionContextMenu
      groups={current ? fieldMenu(current, parsed.value, plotOf(current), t) : []}
      trigger={
        <div
          ref={scroller}
          className={topic ? 'field-tree mono' : 'field-tree mono selectable'}
          role="tree"
          aria-label={label}
          aria-activedescendant={cursor >= 0 ? `${id}-${cursor}` : undefined}
          tabIndex={0}
          {...(mostRows !== undefined && {
            style: { flex: 'none', height: Math.min(mostRows, rows.length) * ROW + 8 },
          })}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDoubleClick={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (row && row.open !== null && !(event.target as Element).closest('[data-twisty]')) fold(row, row.open);
          }}
          onContextMenuCapture={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (row) choose(row);
          }}
          onDragStart={(event) => {
            const row = rows[rowAt(event) ?? -1];
            if (topic && row && isNumeric(row)) dragField(event, { ...topic, path: pathOf(row) });
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
                key={line.index}
                id={`${id}-${line.index}`}
                index={line.index}
                start={line.start}
                row={row}
                selected={line.index === cursor}
                plottable={topic !== undefined && isNumeric(row)}
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
