import { Activity, KeyRound, Plug, Trash2, Unplug, X } from 'lucide-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { duration, exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { JsonTree } from '../../payload/json-tree.tsx';
import { parseParam } from '../../payload/parse.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PasswordField } from '../../ui/field.tsx';
import { Num } from '../../ui/num.tsx';
import { DeviceStateBadge } from './device-state.tsx';

export function DeviceDetails({ device }: { device: Device }) {
  const t = useT();
  const [error, setError] = useState<BenchError | null>(null);
  const { state, id } = device;
  const reason = state.name === 'disconnected' ? state.reason : null;
  const [askPassword, setAskPassword] = useState(false);
  const wrongPassword = reason?.code === 'INVALID_PASSWORD';
  const run = async (command: Promise<{ ok: true } | { ok: false; error: BenchError }>) => {
    const result = await command;
    setError(result.ok ? null : result.error);
  };
  const connect = (passwd?: string) => run(bench().connectDevice({ id, ...(passwd && { passwd }) }));

  return (
    <div className="device-details" role="group" aria-label={device.name}>
      <div className="bar">
        <strong className="cut" title={device.name}>
          {device.name}
        </strong>
        <DeviceStateBadge state={state} />
      </div>
      <div className="bar device-actions">
        {state.name === 'connected' && (
          <Button icon={<Activity />} onClick={() => void run(bench().ping({ id }))}>
            {t('devices.ping')}
          </Button>
        )}
        {state.name === 'connecting' && (
          <Button icon={<X />} onClick={() => void run(bench().disconnectDevice({ id }))}>
            {t('cancel')}
          </Button>
        )}
        {state.name === 'connected' && (
          <Button icon={<Unplug />} onClick={() => void run(bench().disconnectDevice({ id }))}>
            {t('devices.disconnect')}
          </Button>
        )}
        {state.name === 'disconnected' && !reason && (
          <Button icon={<Plug />} onClick={() => void connect()}>
            {t('devices.connect')}
          </Button>
        )}
        {state.name === 'disconnected' && !wrongPassword && (
          <Button icon={<KeyRound />} aria-expanded={askPassword} onClick={() => setAskPassword(!askPassword)}>
            {t('devices.otherPassword')}
          </Button>
        )}
        <Button icon={<Trash2 />} onClick={() => void run(bench().removeDevice({ id }))}>
          {t('devices.remove')}
        </Button>
      </div>
      {reason && (
        <ErrorNotice error={reason}>
          {!wrongPassword && <Button onClick={() => void connect()}>{t('devices.tryAgain')}</Button>}
        </ErrorNotice>
      )}
      {state.name === 'disconnected' && (wrongPassword || askPassword) && (
        <PasswordForm
          label={t(wrongPassword ? 'devices.enterPassword' : 'devices.otherPassword')}
          onConnect={connect}
        />
      )}
      {error && <ErrorNotice error={error} />}
      <Facts device={device} />
      <ServerInfo text={device.serverInfo} />
    </div>
  );
}

/** Another password, for a device that is not connected; the way on where the last one was wrong. */
function PasswordForm({ label, onConnect }: { label: string; onConnect: (passwd: string) => Promise<void> }) {
  const t = useT();
  const [passwd, setPasswd] = useState('');
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
      <dt>{t('devices.clientId')}</dt>
      <dd className="mono selectable">{device.clientId ?? '–'}</dd>
      <dt>{t('devices.roundTrip')}</dt>
      <dd>{device.rttMs === null ? '–' : <Num value={device.rttMs} as={duration} unit="ms" />}</dd>
      <dt>{t('pane.subscriptions')}</dt>
      <dd>{exact(device.subscriptions.length)}</dd>
    </dl>
  );
}

function ServerInfo({ text }: { text: string | null }) {
  const t = useT();
  const [raw, setRaw] = useState(false);
  const parsed = useMemo(() => (text === null || raw ? undefined : parseParam(text)), [text, raw]);
  return (
    <div className="server-info">
      <h2>{t('devices.serverInfo')}</h2>
      {text === null && <p className="muted">{t('devices.noServerInfo')}</p>}
      {parsed && <JsonTree label={t('devices.serverInfo')} parsed={parsed} onShowText={() => setRaw(true)} />}
      {text !== null && !parsed && <pre className="mono selectable">{text}</pre>}
    </div>
  );
}
