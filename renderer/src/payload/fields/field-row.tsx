import { ChartLine } from 'lucide-react';
import { memo } from 'react';
import type { Translate } from '../../i18n.ts';
import { type FieldKind, type FieldRow, INDENT, kindOf, textOf } from './field-rows.ts';

const classes: Record<FieldKind, string> = {
  object: 'json-punctuation',
  array: 'json-punctuation',
  string: 'json-string',
  piece: 'json-string',
  number: 'json-number',
  boolean: 'json-atom',
  null: 'json-atom',
};

/** A plot takes numbers, and truths as 0 and 1. */
export const isNumeric = (row: FieldRow): boolean => kindOf(row) === 'number' || kindOf(row) === 'boolean';

interface FieldRowViewProps {
  id: string;
  index: number;
  /** px */
  start: number;
  row: FieldRow;
  selected: boolean;
  /** It can be put into a plot. */
  plottable: boolean;
  t: Translate;
}

export const FieldRowView = memo(
  function FieldRowView({ id, index, start, row, selected, plottable, t }: FieldRowViewProps) {
    const { key, level, open, position, siblings } = row;
    const kind = kindOf(row);
    const text = textOf(row);
    return (
      <div
        id={id}
        className="tree-field"
        role="treeitem"
        aria-level={level}
        aria-posinset={position}
        aria-setsize={siblings}
        aria-selected={selected}
        {...(open !== null && { 'aria-expanded': open })}
        {...(plottable && { draggable: true, title: t('fields.drag') })}
        style={{ transform: `translateY(${start}px)`, paddingLeft: `calc(4px + ${(level - 1) * INDENT}ch)` }}
        data-row={index}
      >
        <span
          className="twisty"
          data-open={open ?? undefined}
          data-twisty={open === null ? undefined : ''}
          aria-hidden
        />
        {key !== null && <span className="json-key">{`${key}:`}</span>}
        <span
          className={kind === 'piece' ? `field-piece ${classes[kind]}` : `cut ${classes[kind]}`}
          title={plottable || kind === 'piece' ? undefined : text}
        >
          {text}
        </span>
        {plottable && (
          <button type="button" className="field-plot" tabIndex={-1} data-plot="" title={t('fields.plot')}>
            <ChartLine aria-hidden />
            <span className="only-read-aloud">{t('fields.plot')}</span>
          </button>
        )}
      </div>
    );
  },
  // A row is made anew for each value, and mostly says the same.
  (one, other) =>
    one.start === other.start &&
    one.index === other.index &&
    one.id === other.id &&
    one.selected === other.selected &&
    one.plottable === other.plottable &&
    one.t === other.t &&
    one.row.key === other.row.key &&
    one.row.level === other.row.level &&
    one.row.open === other.row.open &&
    one.row.position === other.row.position &&
    one.row.siblings === other.row.siblings &&
    kindOf(one.row) === kindOf(other.row) &&
    textOf(one.row) === textOf(other.row),
);
