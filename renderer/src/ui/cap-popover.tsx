import { Settings2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { Field } from './field.tsx';
import { Popover } from './popover.tsx';

const MIB = 1_048_576;
const MOST_MIB = 65_536;

interface CapPopoverProps {
  /** Of the button, and the heading. */
  title: string;
  field: string;
  apply: string;
  /** Bytes of memory that something may take now. */
  cap: number;
  /** What so many bytes would mean. */
  meaning: (bytes: number) => string;
  onApply: (bytes: number) => void;
}

/** How much memory something may take, 1 MiB to 64 GiB. */
export function CapPopover({ title, ...form }: CapPopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={<Settings2 />} label={title} />}
      title={title}
      open={open}
      onOpenChange={setOpen}
    >
      <CapForm {...form} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function CapForm({
  field,
  apply,
  cap,
  meaning,
  onApply,
  onDone,
}: Omit<CapPopoverProps, 'title'> & { onDone: () => void }) {
  const [text, setText] = useState(() => String(Math.round(cap / MIB)));
  const mib = Math.round(Number(text));
  const ready = mib >= 1 && mib <= MOST_MIB;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    onApply(mib * MIB);
    onDone();
  };
  return (
    <form className="cap-form" onSubmit={submit}>
      <Field
        label={field}
        inputMode="numeric"
        value={text}
        aria-invalid={!ready}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="muted">{meaning(ready ? mib * MIB : cap)}</p>
      <Button kind="primary" type="submit" disabled={!ready}>
        {apply}
      </Button>
    </form>
  );
}
