import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

interface ChoiceMenuProps<T extends string> {
  trigger: ReactElement;
  children?: ReactNode;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** A button that opens a menu to choose one of a few. */
export function ChoiceMenu<T extends string>({ trigger, value, options, onChange }: ChoiceMenuProps<T>) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="positioner" sideOffset={4}>
          <Base.Popup className="popup">
            <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
              {options.map((option) => (
                <Base.RadioItem key={option.value} value={option.value} className="popup-item" closeOnClick>
                  <span>{option.value === value && <Check />}</span>
                  <span>{option.label}</span>
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
