import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { parseFields } from '../../payload/fields/field-rows.ts';
import { FieldTree } from '../../payload/fields/field-tree.tsx';
import { useDevices } from '../../state/devices.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PasswordField } from '../../ui/field.tsx';
import { CertificateFact } from './certificate.tsx';
import { DeviceActions, type Run } from './device-actions.tsx';
import { DeviceStateBadge } from './device-state.tsx';
import { DeviceDialog } from './form/device-dialog.tsx';
import { editDraft } from './form/draft.ts';
import { RoundTripHistory } from './round-trips.tsx';

export function DeviceDetails({ device }: { device: Device }) {
  const t = useT();
  const [error, setError] = useState<BenchError | null>(null);
  const [askPassword, setAskPassword] = useState(false);
  const [editing, setEditing] = useState(false);
  const { state, id } = device;
  const reason = state.name === 'connected' ? null : state.reason;
  const isDown = state.name === 'disconnected';
  const wrongPassword = isDown && reason?.code === 'INVALID_PASSWORD';
  const run: Run = async (command) => {
    const result = await command;
    setError(result.ok ? null : result.error);
  };
  const connect = (passwd?: string) => run(bench().connectDevice({ id, ...(passwd && { passwd }) }));
  const toggle = () => setAskPassword(!askPassword);

  return (
    <div className="device-details" role="group" aria-label={device.name}>
      <div className="bar device-title" data-color={device.options.color}>
        <strong className="cut" title={device.name}>
          {device.name}
        </strong>
        <DeviceStateBadge state={state} />
      </div>
      <DeviceActions
        device={device}
        run={run}
        onEdit={() => setEditing(true)}
        askPassword={isDown && reason && !reason.tls && !wrongPassword ? { open: askPassword, toggle } : null}
      />
      {reason && (
        <ErrorNotice error={reason}>
          {isDown && !wrongPassword && <Button onClick={() => void connect()}>{t('devices.tryAgain')}</Button>}
          {reason.tls && <Button onClick={() => setEditing(true)}>{t('devices.edit')}</Button>}
        </ErrorNotice>
      )}
      {isDown && (wrongPassword || askPassword) && (
        <PasswordForm
          label={t(wrongPassword ? 'devices.enterPassword' : 'devices.otherPassword')}
          onConnect={connect}
        />
      )}
      {error && <ErrorNotice error={error} />}
      {device.outdated && (
        <div className="bar device-outdated" role="status">
          <Badge tone="warning" icon={<TriangleAlert />}>
            {t('devices.outdated')}
          </Badge>
          <Button onClick={() => void connect()}>{t('devices.connectAnew')}</Button>
        </div>
      )}
      <Facts device={device} />
      <ServerInfo text={device.serverInfo} />
      {editing && <DeviceDialog device={device} start={editDraft(device)} onClose={() => setEditing(false)} />}
    </div>
  );
}

/** Another password, for a device that is not connected; the way on where the last one was wrong. */
function PasswordForm({ label, onConnect }: { label: string; onConnect: (passwd: string) => Promise<void> }) {
  const t = useT();
  const [passwd, setPasswd] = useState('');
  const { keepsSecrets } = useDevices((state) => state.workspace);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isIdle(document.activeElement)) form.current?.querySelector('input')?.focus();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onConnect(passwd);
  };
  return (
    <form ref={form} className="password-form" aria-label={label} onSubmit={submit}>
      <PasswordField label={label} value={passwd} onChange={(event) => setPasswd(event.target.value)} />
      <Button type="submit" kind="primary" disabled={passwd === ''}>
        {t('devices.connect')}
      </Button>
      {!keepsSecrets && <span className="form-note">{t('devices.sessionOnly')}</span>}
    </form>
  );
}

/** True where nobody is at work: the focus stands nowhere, on a button that asked for this, or where the url was sent from. */
function isIdle(focused: Element | null): boolean {
  if (!focused || focused === document.body) return true;
  if (focused instanceof HTMLInputElement) return Boolean(focused.closest('.connect-form')) && focused.value === '';
  return focused instanceof HTMLButtonElement && Boolean(focused.closest('.device-actions, .connect-form'));
}

function Facts({ device }: { device: Device }) {
  const t = useT();
  return (
    <dl className="facts">
      <dt>{t('devices.url')}</dt>
      <dd className="mono selectable">{device.url}</dd>
      <dt>{t('devices.connection')}</dt>
      <dd>{t(device.options.keep ? 'devices.keep' : 'devices.once')}</dd>
      {device.certificate && (
        <>
          <dt>{t('devices.certificate')}</dt>
          <dd>
            <CertificateFact device={device} certificate={device.certificate} />
          </dd>
        </>
      )}
      <dt>{t('devices.clientId')}</dt>
      <dd className="mono selectable">{device.clientId ?? '–'}</dd>
      <dt>{t('devices.roundTrip')}</dt>
      <dd>
        <RoundTripHistory roundTrips={device.roundTrips} />
      </dd>
      <dt>{t('pane.subscriptions')}</dt>
      <dd>{exact(device.subscriptions.length)}</dd>
    </dl>
  );
}

function ServerInfo({ text }: { text: string | null }) {
  const t = useT();
  const isJson = useMemo(() => text !== null && parseFields(text) !== undefined, [text]);
  return (
    <div className="server-info">
      <h2>{t('devices.serverInfo')}</h2>
      {text === null && <p className="muted">{t('devices.noServerInfo')}</p>}
      {text !== null && isJson && <FieldTree label={t('devices.serverInfo')} text={text} mostRows={16} />}
      {text !== null && !isJson && <pre className="mono selectable">{text}</pre>}
    </div>
  );
}
