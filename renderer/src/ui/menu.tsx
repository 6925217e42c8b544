import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { KeyHint } from './key-hint.tsx';

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

interface Action {
  id: string;
  label: string;
  keys?: string;
  disabled?: boolean;
  /** For text from the wire. */
  mono?: boolean;
  /** A thing that is on or off; the menu stays open for the next one. */
  checked?: boolean;
  run: () => void;
}

export interface ActionGroup {
  id: string;
  label?: string;
  actions: Action[];
}

interface ActionMenuProps {
  trigger: ReactElement;
  groups: ActionGroup[];
}

/** A button that opens a menu of things to do. */
export function ActionMenu({ trigger, groups }: ActionMenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="positioner" sideOffset={4} align="start">
          <Base.Popup className="popup">
            <ActionGroups groups={groups} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ActionContextMenuProps {
  /** Takes the right button, and the menu key. */
  trigger: ReactElement;
  children: ReactNode;
  groups: ActionGroup[];
}

export function ActionContextMenu({ trigger, children, groups }: ActionContextMenuProps) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={trigger}>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="positioner">
          <ContextMenu.Popup className="popup">
            <ActionGroups groups={groups} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

interface PointMenuProps {
  /** Where it opens, px of the window; null: it is closed. */
  at: { x: number; y: number } | null;
  label: string;
  groups: ActionGroup[];
  onClose: () => void;
}

/** A menu at a point, for what has no element of its own to open it: rows of a list, tabs. */
export function PointMenu({ at, label, groups, onClose }: PointMenuProps) {
  // It stays where it is while it closes.
  const [place, setPlace] = useState({ x: 0, y: 0 });
  if (at && at !== place) setPlace(at);
  const anchor = useMemo(() => ({ getBoundingClientRect: () => DOMRect.fromRect(place) }), [place]);
  return (
    <Base.Root open={at !== null && groups.length > 0} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner className="positioner" anchor={anchor} align="start" sideOffset={2}>
          <Base.Popup className="popup" aria-label={label}>
            <ActionGroups groups={groups} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Parts of a context menu are those of a menu. */
function ActionGroups({ groups }: { groups: ActionGroup[] }) {
  return groups.map((group, at) => (
    <Base.Group key={group.id}>
      {at > 0 && <Base.Separator className="popup-separator" />}
      {group.label && <Base.GroupLabel className="popup-label">{group.label}</Base.GroupLabel>}
      {group.actions.map((action) => (
        <ActionItem key={action.id} {...action} />
      ))}
    </Base.Group>
  ));
}

function ActionItem({ label, keys, disabled = false, mono, checked, run }: Action) {
  const content = (
    <>
      <span>{checked && <Check />}</span>
      <span className={mono ? 'mono cut' : undefined}>{label}</span>
      {keys && <KeyHint keys={keys} inName />}
    </>
  );
  return checked === undefined ? (
    <Base.Item className="popup-item" disabled={disabled} onClick={run}>
      {content}
    </Base.Item>
  ) : (
    <Base.CheckboxItem className="popup-item" disabled={disabled} checked={checked} onCheckedChange={run}>
      {content}
    </Base.CheckboxItem>
  );
}
