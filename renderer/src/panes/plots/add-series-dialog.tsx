import { type FormEvent, useState } from 'react';
import type { Device, Plot } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { pathText } from '../../plots/names.ts';
import { type NumericField, parsePath } from '../../plots/numeric-fields.ts';
import { useDevices } from '../../state/devices.ts';
import { usePlots } from '../../state/plots.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, FieldError } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { addField } from './act.ts';
import { AxisChoice } from './edit-series-dialog.tsx';
import { FieldList } from './field-list.tsx';
import { TopicInput } from './topic-input.tsx';
import { useTopicFields } from './use-topic-fields.ts';

const NEW = 'new';

interface AddSeriesProps {
  /** The device of the window, to begin with. */
  device: Device | undefined;
  /** The plot it was asked for from; null: a new one. */
  plotId: string | null;
  onClose: () => void;
}

/** Chooses fields to plot without a mouse: device, url, and what is numeric in the newest value there. */
export function AddSeriesDialog({ device, plotId, onClose }: AddSeriesProps) {
  const t = useT();
  return (
    <Dialog title={t('plots.addSeries')} open onOpenChange={onClose}>
      <AddSeriesForm device={device} plotId={plotId} onClose={onClose} />
    </Dialog>
  );
}

function AddSeriesForm({ device: first, plotId, onClose }: AddSeriesProps) {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const plots = usePlots(({ sheet }) => sheet.plots);
  const [deviceId, setDeviceId] = useState(first?.id ?? devices[0]?.id ?? null);
  const [url, setUrl] = useState('');
  const [choice, setChoice] = useState<{ of: string; paths: string[] }>({ of: '', paths: [] });
  const [written, setWritten] = useState('');
  const [target, setTarget] = useState(plotId ?? NEW);
  const [axis, setAxis] = useState<'left' | 'right'>('left');
  const device = devices.find((each) => each.id === deviceId);
  const fields = useTopicFields(deviceId, url);
  // Another topic has other fields.
  const of = `${deviceId} ${url}`;
  const chosen = choice.of === of ? choice.paths : [];
  const path = written.trim() === '' ? undefined : parsePath(written.trim());
  const wrong = written.trim() !== '' && path === undefined;
  const paths = [...chosen.map((text) => JSON.parse(text) as (string | number)[]), ...(path ? [path] : [])];
  const ready = device !== undefined && url !== '' && paths.length > 0 && !wrong;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const plot = target === NEW ? await newPlot() : target;
    if (plot === null) return;
    for (const each of paths) {
      const steps = typeof valueAt(fields, each) === 'boolean';
      if (!(await addField({ deviceId: device.id, url, path: each }, plot, { axis, steps }))) return;
    }
    if (!isSubscribed(device, url)) await bench().subscribe({ id: device.id, urls: [url] });
    onClose();
  };
  return (
    <form className="plot-form" aria-label={t('plots.addSeries')} onSubmit={(event) => void add(event)}>
      <div className="form-row">
        <div className="field">
          <span className="field-label">{t('device')}</span>
          <Select
            label={t('device')}
            placeholder={t('device.none')}
            value={deviceId}
            options={devices.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setDeviceId}
          />
        </div>
        <TopicInput deviceId={deviceId} value={url} onChange={setUrl} />
      </div>
      <FieldList fields={fields} url={url} chosen={chosen} onChange={(next) => setChoice({ of, paths: next })} />
      <div>
        <Field
          label={t('plots.path')}
          className="mono"
          placeholder={t('plots.pathHint')}
          value={written}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'plot-path-wrong' : undefined}
          onChange={(event) => setWritten(event.target.value)}
        />
        {wrong && <FieldError id="plot-path-wrong">{t('plots.pathWrong')}</FieldError>}
      </div>
      <div className="form-row">
        <div className="field">
          <span className="field-label">{t('plots.in')}</span>
          <Select
            label={t('plots.in')}
            value={target}
            options={targets(plots, t('plots.newPlot'), t)}
            onChange={setTarget}
          />
        </div>
        <div className="field">
          <span className="field-label">{t('plots.axis')}</span>
          <AxisChoice value={axis} onChange={setAxis} />
        </div>
      </div>
      {device && url !== '' && !isSubscribed(device, url) && <p className="muted">{t('plots.subscribes')}</p>}
      <Button kind="primary" type="submit" disabled={!ready}>
        {t('plots.add')}
      </Button>
    </form>
  );
}

async function newPlot(): Promise<string | null> {
  const plot = await bench().addPlot({});
  return plot.ok ? plot.value.id : null;
}

function targets(plots: readonly Plot[], created: string, t: ReturnType<typeof useT>) {
  return [
    { value: NEW, label: created },
    ...plots.map(({ id, name }, at) => ({ value: id, label: name || t('plots.untitled', { number: at + 1 }) })),
  ];
}

function valueAt(fields: readonly NumericField[] | null, path: (string | number)[]): NumericField['value'] | undefined {
  return fields?.find((field) => pathText(field.path) === pathText(path))?.value;
}

/** Whether what is published there comes here already: a subscription that ends in / has all below it. */
function isSubscribed({ subscriptions }: Device, url: string): boolean {
  return subscriptions.some((each) => each === url || (each.endsWith('/') && url.startsWith(each)));
}
