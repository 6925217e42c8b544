import { Plug } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { BenchError, Device } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { useSelection } from '../../../state/selection.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Field } from '../../../ui/field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { type Draft, needsNewConnection, toRequest } from './draft.ts';
import { MoreFields } from './more-fields.tsx';
import { CheckedField, SecretField } from './parts.tsx';

interface DeviceDialogProps {
  /** The device to edit; without one a device is added. */
  device?: Device;
  start: Draft;
  /** Said above the fields. */
  children?: ReactNode;
  /** `saved`: it was not given up. */
  onClose: (saved: boolean) => void;
}

const NONE = { passwd: false, key: false, passphrase: false };

/** Everything that can be said of a device; what was typed stays until it is taken or given up. */
export function DeviceDialog({ device, start, onClose, children }: DeviceDialogProps) {
  const t = useT();
  return (
    <Dialog title={t(device ? 'devices.editTitle' : 'devices.addTitle')} open onOpenChange={() => onClose(false)}>
      {children}
      <DeviceForm start={start} onClose={onClose} {...(device && { device })} />
    </Dialog>
  );
}

function DeviceForm({ device, start, onClose }: Omit<DeviceDialogProps, 'children'>) {
  const t = useT();
  const [draft, setDraft] = useState(start);
  const [error, setError] = useState<BenchError | null>(null);
  const [more, setMore] = useState(device !== undefined);
  const form = useRef<HTMLFormElement>(null);
  const wrong = error?.field ?? null;
  const props = {
    draft,
    wrong,
    stored: device?.secrets ?? NONE,
    change: (part: Partial<Draft>) => {
      setDraft((before) => ({ ...before, ...part }));
      setError(null);
    },
  };
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  useEffect(() => {
    if (wrong !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);

  const save = async (connect: boolean) => {
    const request = toRequest(draft);
    const result = device
      ? await bench().editDevice({ id: device.id, ...request })
      : await bench().addDevice({ ...request, connect });
    if (!result.ok) {
      setError(result.error);
      if (result.error.field !== undefined && result.error.field !== 'url') setMore(true);
      return;
    }
    useSelection.getState().selectDevice(result.value.id);
    onClose(true);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(true);
  };
  const reconnects = device !== undefined && device.state.name !== 'disconnected' && needsNewConnection(start, draft);
  const title = t(device ? 'devices.editTitle' : 'devices.addTitle');
  return (
    <form ref={form} className="device-form" aria-label={title} onSubmit={onSubmit}>
      <CheckedField
        field="url"
        wrong={wrong}
        label={t('devices.url')}
        className="mono"
        placeholder={t('devices.urlHint')}
        value={draft.url}
        onChange={(event) => props.change({ url: event.target.value })}
      />
      <div className="form-row">
        <Field
          label={t('devices.name')}
          placeholder={t('devices.nameHint')}
          value={draft.name}
          onChange={(event) => props.change({ name: event.target.value })}
        />
        <SecretField {...props} name="passwd" label={t('devices.password')} />
      </div>
      <div className="form-line">
        <Segmented
          label={t('devices.connection')}
          value={draft.keep ? 'keep' : 'once'}
          options={[
            { value: 'once', label: t('devices.once') },
            { value: 'keep', label: t('devices.keep') },
          ]}
          onChange={(value) => props.change({ keep: value === 'keep' })}
        />
        {draft.keep && <span className="form-note">{t('devices.keepHint')}</span>}
      </div>
      <details open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
        <summary>{t('devices.moreOptions')}</summary>
        <MoreFields {...props} />
      </details>
      {error && wrong === null && <ErrorNotice error={error} />}
      <div className="form-buttons">
        <Button type="submit" kind="primary" icon={device ? undefined : <Plug />} disabled={draft.url.trim() === ''}>
          {t(!device ? 'devices.connect' : reconnects ? 'devices.saveAndReconnect' : 'devices.save')}
        </Button>
        {!device && (
          <Button disabled={draft.url.trim() === ''} onClick={() => void save(false)}>
            {t('devices.saveOnly')}
          </Button>
        )}
        <Button kind="quiet" onClick={() => onClose(false)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
