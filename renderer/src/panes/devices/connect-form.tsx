import { Plug, SlidersHorizontal } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field, FieldError, PasswordField } from '../../ui/field.tsx';
import { DemoButton } from './demo-button.tsx';
import { DeviceDialog } from './form/device-dialog.tsx';
import { newDraft, withScheme } from './form/draft.ts';

export function ConnectForm() {
  const t = useT();
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [passwd, setPasswd] = useState('');
  const [error, setError] = useState<BenchError | null>(null);
  const [optionsOpen, setOptionsOpen] = useState(false);
  const any = useDevices((state) => state.devices.length > 0);
  const aboutUrl = error?.code === 'INVALID_URL' || error?.code === 'BAD_REQUEST';

  const clear = () => {
    setUrl('');
    setName('');
    setPasswd('');
    setError(null);
  };
  const connect = async (event: FormEvent) => {
    event.preventDefault();
    const result = await bench().addDevice({
      url: withScheme(url),
      ...(name.trim() && { name: name.trim() }),
      ...(passwd && { passwd }),
    });
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    useSelection.getState().selectDevice(result.value.id);
    clear();
  };
  const closeOptions = (saved: boolean) => {
    setOptionsOpen(false);
    if (saved) clear();
  };

  return (
    <>
      <form className="connect-form" aria-label={t('devices.connectForm')} onSubmit={(event) => void connect(event)}>
        <div className="connect-url">
          <Field
            label={t('devices.url')}
            className="mono"
            placeholder="vsoa://192.168.1.10:3000"
            value={url}
            aria-invalid={aboutUrl}
            aria-describedby={aboutUrl ? 'url-error' : undefined}
            onChange={(event) => {
              setUrl(event.target.value);
              setError(null);
            }}
            data-focus-first
          />
        </div>
        <Field
          label={t('devices.name')}
          placeholder={t('optional')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField
          label={t('devices.password')}
          placeholder={t('optional')}
          value={passwd}
          onChange={(event) => setPasswd(event.target.value)}
        />
        <div className="connect-buttons">
          <Button type="submit" kind="primary" icon={<Plug />} disabled={url.trim() === ''}>
            {t('devices.connect')}
          </Button>
          <Button icon={<SlidersHorizontal />} onClick={() => setOptionsOpen(true)}>
            {t('devices.options')}
          </Button>
          {any && <DemoButton />}
        </div>
        {aboutUrl && <FieldError id="url-error">{t('devices.urlWrong')}</FieldError>}
        {error && !aboutUrl && <ErrorNotice error={error} />}
      </form>
      {optionsOpen && <DeviceDialog start={newDraft({ url, name, passwd })} onClose={closeOptions} />}
    </>
  );
}
