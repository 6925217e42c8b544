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

/** The fault at a place in the list. */
export interface Changed {
  at: number;
  name: string;
  form: FaultForm;
}

interface FaultDialogProps {
  view: EcuView;
  /** Undefined: one is added. */
  changed: Changed | undefined;
  onClose: () => void;
}

/** A fault that the file does not have, for as long as the ECU runs. */
export function FaultDialog({ view, changed, onClose }: FaultDialogProps) {
  const t = useT();
  const [form, setForm] = useState(changed?.form ?? emptyFault('delay'));
  const [error, setError] = useState<BenchError | null>(null);
  const change = (part: Partial<FaultForm>) => setForm((before) => ({ ...before, ...part }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const fault = { id: view.id, ecu: view.name, text: faultText(form) };
    const saved = await (changed
      ? bench().changeMockFault({ ...fault, fault: changed.at })
      : bench().addMockFault(fault));
    view.refresh();
    if (saved.ok) onClose();
    else setError(saved.error);
  };
  const title = changed ? t('mocks.changeFaultOf', { name: changed.name }) : t('mocks.addFaultTo', { name: view.name });
  return (
    <Dialog title={title} open onOpenChange={onClose}>
      <form className="device-form" onSubmit={(event) => void save(event)}>
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
            {t(changed ? 'mocks.applyFault' : 'mocks.addIt')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
