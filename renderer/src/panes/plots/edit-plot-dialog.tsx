import { type FormEvent, useState } from 'react';
import type { Plot } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { said } from './act.ts';

/** Name and units of a plot. */
export function EditPlotDialog({ plot, onClose }: { plot: Plot; onClose: () => void }) {
  const t = useT();
  const [name, setName] = useState(plot.name);
  const [units, setUnits] = useState(plot.units);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (said(await bench().editPlot({ plotId: plot.id, name: name.trim(), units }))) onClose();
  };
  return (
    <Dialog title={t('plots.editTitle')} open onOpenChange={onClose}>
      <form className="plot-form" onSubmit={(event) => void save(event)}>
        <Field label={t('plots.name')} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        <div className="form-row">
          <Field
            label={t('plots.unit.left')}
            maxLength={40}
            value={units.left}
            onChange={(event) => setUnits({ ...units, left: event.target.value })}
          />
          <Field
            label={t('plots.unit.right')}
            maxLength={40}
            value={units.right}
            onChange={(event) => setUnits({ ...units, right: event.target.value })}
          />
        </div>
        <Button kind="primary" type="submit">
          {t('plots.save')}
        </Button>
      </form>
    </Dialog>
  );
}
