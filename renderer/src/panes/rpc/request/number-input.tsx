import { useState } from 'react';

interface NumberInputProps {
  label: string;
  /** Null: empty. */
  value: number | null;
  least: number;
  most: number;
  whole?: boolean;
  placeholder?: string;
  onChange: (value: number) => void;
  /** With this it may be empty. */
  onClear?: () => void;
  disabled?: boolean;
}

/** A number within its range; what is none is marked, and the last one that was stays in force. */
export function NumberInput(props: NumberInputProps) {
  const { label, value, placeholder, onChange, onClear, disabled } = props;
  const [typed, setTyped] = useState<{ text: string; for: number | null } | null>(null);
  const text = typed !== null && typed.for === value ? typed.text : value === null ? '' : String(value);
  const isValid = text.trim() === '' ? onClear !== undefined : isIn(props, text);
  return (
    <input
      className="input number"
      aria-label={label}
      title={label}
      inputMode="decimal"
      placeholder={placeholder}
      value={text}
      disabled={disabled}
      aria-invalid={!isValid}
      onChange={(event) => {
        const next = event.target.value;
        if (next.trim() === '' && onClear) {
          setTyped({ text: next, for: null });
          onClear();
        } else if (isIn(props, next)) {
          setTyped({ text: next, for: Number(next) });
          onChange(Number(next));
        } else setTyped({ text: next, for: value });
      }}
    />
  );
}

function isIn({ least, most, whole }: NumberInputProps, text: string): boolean {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}
