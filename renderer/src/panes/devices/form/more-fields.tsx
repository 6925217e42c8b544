import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { DeviceColor } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';
import type { NumberField } from './draft.ts';
import { Check, CheckedField, type FormProps } from './parts.tsx';
import { TlsFields } from './tls-fields.tsx';

const COLORS: DeviceColor[] = ['none', 'blue', 'green', 'violet', 'teal', 'orange', 'pink'];
const KEEP_FIELDS: NumberField[] = ['pingMs', 'reconnectMs', 'lostLimit', 'turboMs'];

/** All that most devices do without. */
export function MoreFields(form: FormProps) {
  const t = useT();
  const { draft, change, wrong } = form;
  const shown: NumberField[] = draft.keep ? [...KEEP_FIELDS, 'connectTimeoutMs'] : ['connectTimeoutMs'];
  return (
    <div className="form-more">
      <ColorField value={draft.color} onChange={(color) => change({ color })} />
      <TlsFields {...form} />
      <div className="form-row">
        {shown.map((field) => (
          <CheckedField
            key={field}
            field={field}
            wrong={wrong}
            label={t(`devices.${field}`)}
            inputMode="numeric"
            value={draft.numbers[field]}
            onChange={(event) => change({ numbers: { ...draft.numbers, [field]: event.target.value } })}
          />
        ))}
      </div>
      <CheckedField
        field="positionServers"
        wrong={wrong}
        label={t('devices.positionServers')}
        className="mono"
        placeholder={t('devices.positionServersHint')}
        value={draft.positionServers}
        onChange={(event) => change({ positionServers: event.target.value })}
      />
      <Check label={t('devices.raw')} checked={draft.raw} onChange={(event) => change({ raw: event.target.checked })} />
    </div>
  );
}

function ColorField({ value, onChange }: { value: DeviceColor; onChange: (color: DeviceColor) => void }) {
  const t = useT();
  const id = useId();
  return (
    <div className="field">
      <span className="field-label" id={id}>
        {t('devices.color')}
      </span>
      <RadioGroup aria-labelledby={id} className="swatches" value={value} onValueChange={(color) => onChange(color)}>
        {COLORS.map((color) => (
          <Radio.Root
            key={color}
            value={color}
            className="swatch"
            data-color={color}
            aria-label={t(`color.${color}`)}
            title={t(`color.${color}`)}
          />
        ))}
      </RadioGroup>
    </div>
  );
}
