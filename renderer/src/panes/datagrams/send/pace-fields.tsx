import { useState } from 'react';
import { useT } from '../../../i18n.ts';
import type { TabDraft } from '../../../state/datagram-drafts.ts';
import { Select } from '../../../ui/select.tsx';

const LEAST_RATE = 0.001;
const MOST_RATE = 100_000;
const MOST_COUNT = 1_000_000_000;

interface CountProps {
  count: number | null;
  onChange: (count: number | null) => void;
}

/** How often; empty: until it is stopped. */
export function Count({ count, onChange }: CountProps) {
  const t = useT();
  return (
    <NumberField
      label={t('datagrams.count')}
      unit={t('datagrams.times')}
      value={count}
      placeholder="∞"
      isValid={(value) => Number.isInteger(value) && value >= 1 && value <= MOST_COUNT}
      onChange={onChange}
    />
  );
}

interface PaceProps {
  draft: TabDraft;
  onChange: (change: Partial<TabDraft>) => void;
}

export function Pace({ draft, onChange }: PaceProps) {
  const t = useT();
  return (
    <>
      <Select
        label={t('datagrams.pace')}
        value={draft.pace}
        options={[
          { value: 'rate', label: t('datagrams.pace.rate') },
          { value: 'fast', label: t('datagrams.pace.fast') },
        ]}
        onChange={(pace) => onChange({ pace })}
      />
      {draft.pace === 'rate' && <RateField draft={draft} onChange={onChange} />}
    </>
  );
}

export function FilePace({ draft, onChange }: PaceProps) {
  const t = useT();
  return (
    <>
      <Select
        label={t('datagrams.pace')}
        value={draft.filePace}
        options={[
          { value: 'delays', label: t('datagrams.pace.delays') },
          { value: 'rate', label: t('datagrams.pace.rate') },
          { value: 'fast', label: t('datagrams.pace.fast') },
        ]}
        onChange={(filePace) => onChange({ filePace })}
      />
      {draft.filePace === 'rate' && <RateField draft={draft} onChange={onChange} />}
      <Check
        label={t('datagrams.loop')}
        checked={draft.loop}
        onChange={(loop) => onChange({ loop })}
        title={t('datagrams.loopHint')}
      />
      <Check
        label={t('datagrams.skipWrong')}
        checked={draft.skipWrong}
        onChange={(skipWrong) => onChange({ skipWrong })}
        title={t('datagrams.skipWrongHint')}
      />
    </>
  );
}

function RateField({ draft, onChange }: PaceProps) {
  const t = useT();
  return (
    <NumberField
      label={t('datagrams.rate')}
      unit={t('datagrams.perSecond')}
      value={draft.perSecond}
      isValid={(value) => value >= LEAST_RATE && value <= MOST_RATE}
      onChange={(perSecond) => perSecond !== null && onChange({ perSecond })}
    />
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  title: string;
  onChange: (checked: boolean) => void;
}

function Check({ label, checked, title, onChange }: CheckProps) {
  return (
    <label className="check" title={title}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface NumberFieldProps {
  label: string;
  unit: string;
  value: number | null;
  placeholder?: string;
  isValid: (value: number) => boolean;
  onChange: (value: number | null) => void;
}

/** What is typed stays until it is left; the last number that made sense counts. Empty is null, where that is a value. */
function NumberField({ label, unit, value, placeholder, isValid, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : String(value));
  const isWrong = (text: string) => (text === '' ? placeholder === undefined : !isValid(Number(text)));
  return (
    <span className="number-field">
      <input
        className="input number"
        aria-label={label}
        title={label}
        inputMode="decimal"
        placeholder={placeholder}
        value={shown}
        aria-invalid={isWrong(shown.trim())}
        onChange={(event) => {
          const text = event.target.value.trim();
          setTyped(event.target.value);
          if (!isWrong(text)) onChange(text === '' ? null : Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      <span className="muted" aria-hidden>
        {unit}
      </span>
    </span>
  );
}
