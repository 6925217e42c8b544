import { type FormEvent, useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { ChoiceField, FaultScope, TextField } from './fault-fields.tsx';
import { emptyFault, type FaultForm, faultKinds, faultText, hasScope, ownFields } from './fault-form.ts';

interface AddFaultDialogProps {
  view: EcuView;
  onClose: () => void;
}

/** A fault that the file does not have, for as long as the ECU runs. */
export function AddFaultDialog({ view, onClose }: AddFaultDialogProps) {
  const t = useT();
  const [form, setForm] = useState(emptyFault('delay'));
  const [error, setError] = useState<BenchError | null>(null);
  const change = (part: Partial<FaultForm>) => setForm((before) => ({ ...before, ...part }));
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const added = await bench().addMockFault({ id: view.id, ecu: view.name, text: faultText(form) });
    view.refresh();
    if (added.ok) onClose();
    else setError(added.error);
  };
  return (
    <Dialog title={t('mocks.addFaultTo', { name: view.name })} open onOpenChange={onClose}>
      <form className="device-form" onSubmit={(event) => void add(event)}>
        <div className="form-row">
          <ChoiceField
            label={t('mocks.kind')}
            value={form.kind}
            options={faultKinds.map((value) => ({ value, label: t(`mocks.fault.${value}`) }))}
            onChange={(kind) => setForm({ ...form, kind, own: emptyFault(kind).own })}
          />
          <TextField
            label={t('mocks.faultField.name')}
            value={form.name}
            placeholder={t('mocks.faultNamed')}
            onChange={(name) => change({ name })}
          />
        </div>
        <p className="form-note">{t(`mocks.faultSays.${form.kind}`)}</p>
        <div className="form-row">
          {ownFields(form.kind).map((key) => (
            <TextField
              key={key}
              numeric
              label={t(`mocks.faultField.${key}`)}
              value={form.own[key] ?? ''}
              placeholder={t('mocks.faultDefault')}
              onChange={(value) => change({ own: { ...form.own, [key]: value } })}
            />
          ))}
        </div>
        <div className="form-row">
          <TextField
            numeric
            label={t('mocks.faultField.probability')}
            value={form.probability}
            placeholder="100"
            onChange={(probability) => change({ probability })}
          />
          <TextField
            numeric
            label={t('mocks.faultField.times')}
            value={form.times}
            placeholder={t('mocks.faultEver')}
            onChange={(times) => change({ times })}
          />
        </div>
        {hasScope(form.kind) && <FaultScope form={form} onChange={change} />}
        <p className="form-note">{t('mocks.faultNote')}</p>
        {error && (
          <>
            <ErrorNotice error={error} />
            <p className="mono selectable">{error.message}</p>
          </>
        )}
        <div className="form-buttons">
          <Button kind="primary" type="submit">
            {t('mocks.addIt')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
