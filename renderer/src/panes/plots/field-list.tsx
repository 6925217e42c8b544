import { useT } from '../../i18n.ts';
import { pathText } from '../../plots/names.ts';
import { shortValue } from '../../plots/numbers.ts';
import type { NumericField } from '../../plots/numeric-fields.ts';

interface FieldListProps {
  /** Null where nothing came. */
  fields: readonly NumericField[] | null;
  url: string;
  /** Paths as JSON. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** What is numeric in the newest value, to be ticked. */
export function FieldList({ fields, url, chosen, onChange }: FieldListProps) {
  const t = useT();
  if (url === '') return <p className="muted plot-fields-none">{t('plots.chooseUrl')}</p>;
  if (fields === null) return <p className="muted plot-fields-none">{t('plots.noValue')}</p>;
  if (fields.length === 0) return <p className="muted plot-fields-none">{t('plots.noNumbers')}</p>;
  return (
    <fieldset className="plot-fields">
      <legend>{t('plots.fields')}</legend>
      <div className="plot-fields-list">
        {fields.map(({ path, value }) => {
          const key = JSON.stringify(path);
          return (
            <label key={key} className="plot-field">
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...chosen, key] : chosen.filter((each) => each !== key))
                }
              />
              <span className="mono cut" title={pathText(path)}>
                {pathText(path) || t('plots.wholeParam')}
              </span>
              <span className="mono muted number">
                {typeof value === 'boolean' ? String(value) : shortValue(value)}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
