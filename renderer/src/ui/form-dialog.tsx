import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { BenchError, Result } from '../../../testbench/contract.ts';
import { useT } from '../i18n.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';

interface FormDialogProps {
  title: string;
  /** What its button says. */
  submit: string;
  /** What is filled in can be taken. */
  ready?: boolean;
  /** Closes it, but where it answers an error: that is shown, and what was filled in stays. */
  onSubmit: () => Promise<Result<unknown>> | void;
  onClose: () => void;
  children: ReactNode;
}

/** A few fields to fill in, of which the first, as a rule a name, is selected to be typed over. */
export function FormDialog(props: FormDialogProps) {
  return (
    <Dialog title={props.title} open onOpenChange={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ title, submit, ready = true, onSubmit, onClose, children }: FormDialogProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<BenchError | null>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const take = async (event: FormEvent) => {
    event.preventDefault();
    const taken = await onSubmit();
    if (taken?.ok === false) setError(taken.error);
    else onClose();
  };
  return (
    <form ref={form} className="device-form" aria-label={title} onSubmit={(event) => void take(event)}>
      {children}
      {error && <ErrorNotice error={error} />}
      <div className="form-buttons">
        <Button type="submit" kind="primary" disabled={!ready}>
          {submit}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
