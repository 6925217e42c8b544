import { ChartLine } from 'lucide-react';
import { memo } from 'react';
import type { Translate } from '../../i18n.ts';
import type { FieldKind, FieldRow } from './field-rows.ts';

const classes: Record<FieldKind, string> = {
  object: 'json-punctuation',
  array: 'json-punctuation',
  string: 'json-string',
  number: 'json-number',
  boolean: 'json-atom',
  null: 'json-atom',
};

/** A plot takes numbers, and truths as 0 and 1. */
export const isPlottable = ({ kind }: FieldRow): boolean => kind === 'number' || kind === 'boolean';

interface FieldRowViewProps {
  id: string;
  index: number;
  /** px */
  start: number;
  row: FieldRow;
  selected: boolean;
  t: Translate;
}

export const FieldRowView = memo(
  function FieldRowView({ id, index, start, row, selected, t }: FieldRowViewProps) {
    const { path, level, kind, text, open, position, siblings } = row;
    const key = path.at(-1);
    const plottable = isPlottable(row);
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
        style={{ transform: `translateY(${start}px)`, paddingLeft: 4 + (level - 1) * 14 }}
        data-row={index}
      >
        <span
          className="twisty"
          data-open={open ?? undefined}
          data-twisty={open === null ? undefined : ''}
          aria-hidden
        />
        {key !== undefined && <span className="json-key">{`${key}:`}</span>}
        <span className={`cut ${classes[kind]}`} title={plottable ? undefined : text}>
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
    one.t === other.t &&
    one.row.id === other.row.id &&
    one.row.text === other.row.text &&
    one.row.kind === other.row.kind &&
    one.row.open === other.row.open &&
    one.row.siblings === other.row.siblings,
);
