import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { useT } from '../i18n.ts';
import { IconButton } from './button.tsx';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
}

export function Field({ label, ...input }: FieldProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input spellCheck={false} autoComplete="off" {...input} id={id} className={`input ${input.className ?? ''}`} />
    </Labelled>
  );
}

/** A password with an eye to look at it. */
export function PasswordField({ label, ...input }: FieldProps) {
  const t = useT();
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Labelled id={id} label={label}>
      <span className="input-with-button">
        <input autoComplete="off" {...input} id={id} type={shown ? 'text' : 'password'} className="input" />
        <IconButton
          icon={shown ? <EyeOff /> : <Eye />}
          label={t(shown ? 'hidePassword' : 'showPassword')}
          onClick={() => setShown(!shown)}
        />
      </span>
    </Labelled>
  );
}

interface LabelledProps {
  id: string;
  label: string;
  children: ReactNode;
}

function Labelled({ id, label, children }: LabelledProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

/** What is wrong with an input; the input names it in `aria-describedby`. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <span id={id} className="field-error" role="alert">
      <CircleAlert />
      {children}
    </span>
  );
}
