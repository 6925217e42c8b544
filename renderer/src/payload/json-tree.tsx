import { JsonView } from 'react-json-view-lite';
import { exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import type { Parsed } from './parse.ts';

interface JsonTreeProps {
  label: string;
  parsed: Parsed;
  onShowText: () => void;
}

export function JsonTree({ label, parsed, onShowText }: JsonTreeProps) {
  const t = useT();
  const { value, total, shown, cutTexts } = parsed;
  const style = { ...classes, ariaLables: { collapseJson: t('json.collapse'), expandJson: t('json.expand') } };
  return (
    <div className="json-scroll selectable">
      {(shown < total || cutTexts > 0) && (
        <p className="json-more">
          {shown < total && t('json.cut', { shown: exact(shown), total: exact(total) })}
          {cutTexts > 0 && ` ${t('json.cutTexts', { count: cutTexts, shown: exact(cutTexts) })}`}
          <Button onClick={onShowText}>{t('json.showAll')}</Button>
        </p>
      )}
      {typeof value === 'object' && value !== null && !(value instanceof Date) ? (
        <JsonView data={value} style={style} shouldExpandNode={shallow} clickToExpandNode aria-label={label} />
      ) : (
        <div className="json mono">
          <span className={classOf(value)}>{value instanceof Date ? value.toISOString() : JSON.stringify(value)}</span>
        </div>
      )}
    </div>
  );
}

function classOf(value: unknown): string {
  if (typeof value === 'string') return classes.stringValue;
  return typeof value === 'number' || value instanceof Date ? classes.numberValue : classes.nullValue;
}

const shallow = (level: number) => level < 4;

const classes = {
  container: 'json mono',
  basicChildStyle: 'json-node',
  childFieldsContainer: 'json-children',
  label: 'json-key',
  clickableLabel: 'json-key',
  nullValue: 'json-atom',
  undefinedValue: 'json-atom',
  booleanValue: 'json-atom',
  stringValue: 'json-string',
  numberValue: 'json-number',
  otherValue: 'json-number',
  punctuation: 'json-punctuation',
  collapseIcon: 'json-icon json-open',
  expandIcon: 'json-icon json-closed',
  collapsedContent: 'json-collapsed',
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: true,
};
