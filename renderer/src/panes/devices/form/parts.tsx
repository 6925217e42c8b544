import { FolderOpen } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import type { BenchError, DeviceField, SecretName } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { useDevices } from '../../../state/devices.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Field, FieldError, PasswordField } from '../../../ui/field.tsx';
import type { Draft } from './draft.ts';

export interface FormProps {
  draft: Draft;
  /** Takes over a part of the draft; what was wrong with it is no longer said. */
  change: (part: Partial<Draft>) => void;
  /** The field that was refused. */
  wrong: DeviceField | null;
  /** Which secrets the device has already. */
  stored: Record<SecretName, boolean>;
}

interface CheckedProps extends ComponentProps<'input'> {
  label: string;
  field: DeviceField;
  wrong: DeviceField | null;
}

/** A field that says below itself what is wrong with it. */
export function CheckedField({ field, wrong, ...input }: CheckedProps) {
  const t = useT();
  const id = useId();
  const isWrong = wrong === field;
  return (
    <div className="form-field" data-field={field}>
      <Field {...input} aria-invalid={isWrong} aria-describedby={isWrong ? id : undefined} />
      {isWrong && <FieldError id={id}>{t(`devices.wrong.${field}`)}</FieldError>}
    </div>
  );
}

/** A password that is there already is not shown: it is kept, replaced, or forgotten. */
export function SecretField({ name, label, ...form }: FormProps & { name: 'passwd' | 'passphrase'; label: string }) {
  const t = useT();
  const id = useId();
  const { draft, change, wrong, stored } = form;
  const isWrong = wrong === name;
  return (
    <div className="form-field" data-field={name}>
      <PasswordField
        label={label}
        placeholder={stored[name] && draft.secrets[name] === undefined ? t('devices.stored') : t('optional')}
        value={draft.secrets[name] ?? ''}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? id : undefined}
        onChange={(event) => change({ secrets: withSecret(draft, name, event.target.value) })}
      />
      {isWrong && name === 'passphrase' && <FieldError id={id}>{t('devices.wrong.passphrase')}</FieldError>}
      <SecretNotes name={name} label={label} {...form} />
    </div>
  );
}

interface PemProps extends FormProps {
  field: 'ca' | 'cert' | 'key';
  label: string;
  hint: string;
  value: string;
  onValue: (pem: string) => void;
  children?: ReactNode;
}

/** A certificate or key: pasted, or from a file. */
export function PemField({ field, label, hint, value, onValue, wrong, children }: PemProps) {
  const t = useT();
  const id = useId();
  const [error, setError] = useState<BenchError | null>(null);
  const refused = wrong === field || error?.field === field;
  const choose = async () => {
    const chosen = await bench().choosePem({ what: field });
    setError(chosen.ok ? null : chosen.error);
    if (chosen.ok && chosen.value) onValue(chosen.value.pem);
  };
  return (
    <div className="form-field pem-field" data-field={field}>
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          className="input mono"
          rows={value === '' ? 1 : 3}
          spellCheck={false}
          autoComplete="off"
          placeholder={hint}
          value={value}
          aria-invalid={refused}
          aria-describedby={refused ? `${id}-error` : undefined}
          onChange={(event) => {
            setError(null);
            onValue(event.target.value);
          }}
        />
      </div>
      <Button
        icon={<FolderOpen />}
        aria-label={t('devices.chooseFileFor', { field: label })}
        onClick={() => void choose()}
      >
        {t('devices.chooseFile')}
      </Button>
      {refused && <FieldError id={`${id}-error`}>{t(`devices.wrong.${field}`)}</FieldError>}
      {error && !refused && <ErrorNotice error={error} />}
      {children}
    </div>
  );
}

/** Whether a secret is there, and how long it will be. */
export function SecretNotes({ name, label, draft, change, stored }: FormProps & { name: SecretName; label: string }) {
  const t = useT();
  const { keepsSecrets } = useDevices((state) => state.workspace);
  const given = draft.secrets[name];
  const there = stored[name] && given === undefined;
  return (
    <>
      {there && (
        <button
          type="button"
          className="link"
          aria-label={t('devices.forgetSecret', { field: label })}
          onClick={() => change({ secrets: { ...draft.secrets, [name]: '' } })}
        >
          {t('devices.forget')}
        </button>
      )}
      {stored[name] && given === '' && <span className="form-note">{t('devices.forgotten')}</span>}
      {!keepsSecrets && (there || (given ?? '') !== '') && (
        <span className="form-note">{t('devices.sessionOnly')}</span>
      )}
    </>
  );
}

export function Check({ label, ...input }: ComponentProps<'input'> & { label: string }) {
  return (
    <label className="form-check">
      <input {...input} type="checkbox" />
      {label}
    </label>
  );
}

/** What was typed and taken away again does not change what is stored. */
export function withSecret({ secrets }: Draft, name: SecretName, value: string): Draft['secrets'] {
  const others = Object.entries(secrets).filter(([other]) => other !== name);
  return { ...Object.fromEntries(others), ...(value !== '' && { [name]: value }) };
}
