import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  small?: boolean;
}

/** One of a few, all in view: a radio group that looks like one control. */
export function Segmented<T extends string>({ label, value, options, onChange, small }: SegmentedProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      className="segmented"
      data-small={small || undefined}
      value={value}
      onValueChange={(next) => onChange(next)}
    >
      {options.map((option) => (
        <Radio.Root key={option.value} value={option.value} className="segment" aria-label={option.label}>
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
