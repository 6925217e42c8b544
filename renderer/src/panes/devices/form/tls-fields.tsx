import { useT } from '../../../i18n.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Check, type FormProps, PemField, SecretField, SecretNotes, withSecret } from './parts.tsx';

const VERIFY = ['required', 'optional', 'none'] as const;

export function TlsFields(form: FormProps) {
  const t = useT();
  const { draft, change, stored } = form;
  const { tls, secrets } = draft;
  const set = (part: Partial<typeof tls>) => change({ tls: { ...tls, ...part } });
  const keyStored = stored.key && secrets.key === undefined;
  return (
    <fieldset className="form-group">
      <legend>{t('devices.tls')}</legend>
      <Check
        label={t('devices.tlsUse')}
        checked={tls.enabled}
        onChange={(event) => set({ enabled: event.target.checked })}
      />
      {tls.enabled && (
        <>
          <span className="form-note">{t('devices.tlsNoQuick')}</span>
          <PemField
            {...form}
            field="ca"
            label={t('devices.ca')}
            hint={t('devices.caHint')}
            value={tls.ca}
            onValue={(ca) => set({ ca })}
          >
            {tls.ca !== '' && (
              <Check
                label={t('devices.defaultCertificates')}
                checked={tls.defaultCertificates}
                onChange={(event) => set({ defaultCertificates: event.target.checked })}
              />
            )}
          </PemField>
          <div className="form-row">
            <div className="field">
              <span className="field-label">{t('devices.verify')}</span>
              <Select
                label={t('devices.verify')}
                value={tls.verify}
                options={VERIFY.map((value) => ({ value, label: t(`devices.verify.${value}`) }))}
                onChange={(verify) => set({ verify })}
              />
            </div>
            <Field
              label={t('devices.hostname')}
              className="mono"
              placeholder={t('devices.hostnameHint')}
              value={tls.hostname}
              onChange={(event) => set({ hostname: event.target.value })}
            />
          </div>
          <PemField
            {...form}
            field="cert"
            label={t('devices.cert')}
            hint={t('devices.certHint')}
            value={tls.cert}
            onValue={(cert) => set({ cert })}
          />
          <PemField
            {...form}
            field="key"
            label={t('devices.key')}
            hint={t(keyStored ? 'devices.stored' : 'devices.keyHint')}
            value={secrets.key ?? ''}
            onValue={(key) => change({ secrets: withSecret(draft, 'key', key) })}
          >
            <SecretNotes {...form} name="key" label={t('devices.key')} />
          </PemField>
          <SecretField {...form} name="passphrase" label={t('devices.passphrase')} />
        </>
      )}
    </fieldset>
  );
}
