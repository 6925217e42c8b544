import type { ComponentProps } from 'react';
import { useT } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { type FaultForm, hasDirection, PACKET_TYPES } from './fault-form.ts';

interface FaultScopeProps {
  form: FaultForm;
  onChange: (part: Partial<FaultForm>) => void;
}

/** Which packets it is for. */
export function FaultScope({ form, onChange }: FaultScopeProps) {
  const t = useT();
  return (
    <div className="form-row">
      <TextField
        label={t('mocks.faultField.url')}
        value={form.url}
        placeholder={t('mocks.any')}
        onChange={(url) => onChange({ url })}
      />
      <ChoiceField
        label={t('mocks.faultField.type')}
        value={form.type || 'any'}
        options={[
          { value: 'any', label: t('mocks.faultAnyType') },
          ...PACKET_TYPES.map((value) => ({ value, label: value })),
        ]}
        onChange={(type) => onChange({ type: type === 'any' ? '' : type })}
      />
      <ChoiceField
        label={t('mocks.faultField.channel')}
        value={form.channel || 'both'}
        options={[
          { value: 'both', label: t('mocks.channel.both') },
          { value: 'normal', label: t('mocks.channel.normal') },
          { value: 'quick', label: t('mocks.channel.quick') },
        ]}
        onChange={(channel) => onChange({ channel: channel === 'both' ? '' : channel })}
      />
      {hasDirection(form.kind) && (
        <ChoiceField
          label={t('mocks.faultField.direction')}
          value={form.direction}
          options={[
            { value: 'sent', label: t('mocks.direction.sent') },
            { value: 'received', label: t('mocks.direction.received') },
          ]}
          onChange={(direction) => onChange({ direction })}
        />
      )}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  placeholder: string;
  numeric?: boolean;
  onChange: (value: string) => void;
}

export function TextField({ numeric = false, onChange, ...field }: TextFieldProps) {
  return (
    <Field
      {...field}
      className="mono"
      inputMode={numeric ? 'decimal' : 'text'}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function ChoiceField<T extends string>(props: ComponentProps<typeof Select<T>>) {
  return (
    <div className="field">
      <span className="field-label" aria-hidden>
        {props.label}
      </span>
      <Select {...props} />
    </div>
  );
}
