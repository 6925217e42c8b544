import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Check } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { PlotSeries } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { pathText } from '../../plots/names.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { said } from './act.ts';

const COLOURS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Name, axis and colour of a series. */
export function EditSeriesDialog({ series, onClose }: { series: PlotSeries; onClose: () => void }) {
  const t = useT();
  const [name, setName] = useState(series.name);
  const [axis, setAxis] = useState(series.axis);
  const [colour, setColour] = useState(series.colour);
  const [steps, setSteps] = useState(series.steps);
  const colourLabel = useId();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (said(await bench().editSeries({ seriesId: series.id, name: name.trim(), axis, colour, steps }))) onClose();
  };
  return (
    <Dialog title={t('plots.editSeriesTitle')} open onOpenChange={onClose}>
      <form className="plot-form" onSubmit={(event) => void save(event)}>
        <p className="muted mono plot-form-field">
          {series.url} {pathText(series.path)}
        </p>
        <Field
          label={t('plots.name')}
          maxLength={200}
          placeholder={pathText(series.path) || series.url}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="field">
          <span className="field-label">{t('plots.axis')}</span>
          <AxisChoice value={axis} onChange={setAxis} />
        </div>
        <div className="field">
          <span className="field-label" id={colourLabel}>
            {t('plots.colour')}
          </span>
          <RadioGroup
            aria-labelledby={colourLabel}
            className="plot-colours"
            value={colour}
            onValueChange={(next) => setColour(next)}
          >
            {COLOURS.map((each) => (
              <Radio.Root
                key={each}
                value={each}
                className="plot-colour"
                data-plot-colour={each}
                aria-label={t('plots.colourNumber', { number: each + 1 })}
              >
                {each === colour && <Check />}
              </Radio.Root>
            ))}
          </RadioGroup>
        </div>
        <label className="plot-check">
          <input type="checkbox" checked={steps} onChange={(event) => setSteps(event.target.checked)} />
          {t('plots.steps')}
        </label>
        <Button kind="primary" type="submit">
          {t('plots.save')}
        </Button>
      </form>
    </Dialog>
  );
}

export function AxisChoice({
  value,
  onChange,
}: {
  value: 'left' | 'right';
  onChange: (axis: 'left' | 'right') => void;
}) {
  const t = useT();
  return (
    <Segmented
      label={t('plots.axis')}
      value={value}
      options={(['left', 'right'] as const).map((axis) => ({ value: axis, label: t(`plots.${axis}`) }))}
      onChange={onChange}
    />
  );
}
