import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { useT } from '../i18n.ts';
import { IconButton } from './button.tsx';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  error?: string | null;
}

export function Field({ label, error, ...input }: FieldProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} error={error}>
      <input
        spellCheck={false}
        autoComplete="off"
        {...input}
        id={id}
        className={`input ${input.className ?? ''}`}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-error` : undefined}
      />
    </Labelled>
  );
}

/** A password with an eye to look at it. */
export function PasswordField({ label, error, ...input }: FieldProps) {
  const t = useT();
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Labelled id={id} label={label} error={error}>
      <span className="input-with-button">
        <input
          autoComplete="off"
          {...input}
          id={id}
          type={shown ? 'text' : 'password'}
          className="input"
          aria-invalid={Boolean(error)}
          aria-describedby={error ? `${id}-error` : undefined}
        />
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
  error?: string | null | undefined;
  children: ReactNode;
}

function Labelled({ id, label, error, children }: LabelledProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error && (
        <span id={`${id}-error`} className="field-error" role="alert">
          <CircleAlert />
          {error}
        </span>
      )}
    </div>
  );
}
