import { type FormEvent, useState } from 'react';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useSourceStats } from '../../state/source.ts';
import { goTo } from '../../traffic/list.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

interface GoToDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** To a packet by its number. */
export function GoToDialog({ open, onOpenChange }: GoToDialogProps) {
  const t = useT();
  return (
    <Dialog title={t('traffic.goTo')} open={open} onOpenChange={onOpenChange}>
      <GoToForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** The dialog is about this one field, and has taken the focus by now. */
const focus = (input: HTMLInputElement | null) => void requestAnimationFrame(() => input?.focus());

function GoToForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const { first, end } = useSourceStats();
  const [text, setText] = useState('');
  const index = Number(text.replaceAll(/[\s,#]/g, ''));
  const ready = text.trim() !== '' && Number.isSafeInteger(index) && index >= first && index < end;
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    onDone();
    void goTo(index);
  };
  return (
    <form className="cap-form" onSubmit={go}>
      <Field
        label={t('traffic.goToField', { first: exact(first), last: exact(Math.max(first, end - 1)) })}
        inputMode="numeric"
        value={text}
        ref={focus}
        aria-invalid={text !== '' && !ready}
        onChange={(event) => setText(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={!ready}>
        {t('traffic.goToGo')}
      </Button>
    </form>
  );
}
