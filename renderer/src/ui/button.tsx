import type { ComponentProps, ReactNode, Ref } from 'react';
import { KeyHint } from './key-hint.tsx';
import { Tip } from './tip.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  /** One primary button in a form; quiet ones stand in toolbars and rows. */
  kind?: 'primary' | 'plain' | 'quiet';
  icon?: ReactNode;
}

export function Button({ kind = 'plain', icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className="button" data-kind={kind}>
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: ReactNode;
  /** The accessible name, and the tooltip. */
  label: string;
  /** Shown in the tooltip, as `KeyHint` writes it. */
  keys?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, keys, ...rest }: IconButtonProps) {
  return (
    <Tip
      tip={
        <>
          {label}
          {keys && <KeyHint keys={keys} />}
        </>
      }
    >
      <button type="button" {...rest} className="icon-button" aria-label={label}>
        {icon}
      </button>
    </Tip>
  );
}
