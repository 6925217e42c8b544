import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useT } from '../i18n.ts';
import { IconButton } from './button.tsx';

interface DialogProps {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
  /** For a list of some columns. */
  wide?: boolean;
}

export function Dialog({ title, open, onOpenChange, children, wide }: DialogProps) {
  const t = useT();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        {/* On its button, the focus would open a tooltip, and Esc would close that and leave the dialog. */}
        <Base.Popup
          ref={popup}
          className="dialog"
          data-wide={wide || undefined}
          initialFocus={popup}
          onKeyDownCapture={(event) => {
            if (event.key === 'Escape' && !catchesKeys(event.target)) onOpenChange(false);
          }}
        >
          <Base.Title>{title}</Base.Title>
          {children}
          <div className="dialog-close">
            <IconButton icon={<X />} label={t('close')} keys="Escape" onClick={() => onOpenChange(false)} />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Whether it stands in what takes every key for itself, as where a shortcut is chosen. */
export const catchesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-catches-keys]') !== null;
