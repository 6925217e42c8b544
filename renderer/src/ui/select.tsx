import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

interface Option<T extends string> {
  value: T;
  label: string;
  icon?: ReactNode;
}

interface SelectProps<T extends string> {
  label: string;
  value: T | null;
  options: Option<T>[];
  placeholder?: string;
  onChange: (value: T) => void;
  disabled?: boolean;
}

export function Select<T extends string>({ label, value, options, placeholder, onChange, disabled }: SelectProps<T>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root
      items={options}
      value={chosen ? chosen.value : null}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled ?? false}
      modal={false}
    >
      <Base.Trigger className="button select" aria-label={chosen ? `${label}: ${chosen.label}` : label}>
        {chosen?.icon}
        <Base.Value className="cut" placeholder={placeholder} />
        <Base.Icon>
          <ChevronsUpDown />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="positioner" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="popup">
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className="popup-item">
                <span>{option.value === value && <Check />}</span>
                <Base.ItemText className="cut">{option.label}</Base.ItemText>
                {option.icon}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
