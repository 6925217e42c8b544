import { Settings2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { bench } from '../../bench.ts';
import { bytes } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { usePlots } from '../../state/plots.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';

const MIB = 1_048_576;
const MOST_MIB = 65_536;

/** How much memory the values of all series may take. */
export function CapPopover() {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={<Settings2 />} label={t('plots.memory')} />}
      title={t('plots.memory')}
      open={open}
      onOpenChange={setOpen}
    >
      <CapForm onDone={() => setOpen(false)} />
    </Popover>
  );
}

function CapForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const { cap } = usePlots(({ data }) => data);
  const [text, setText] = useState(() => String(Math.round(cap / MIB)));
  const mib = Math.round(Number(text));
  const ready = mib >= 1 && mib <= MOST_MIB;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    void bench().setPlotsCap({ bytes: mib * MIB });
    onDone();
  };
  return (
    <form className="cap-form" onSubmit={apply}>
      <Field
        label={t('plots.capField')}
        inputMode="numeric"
        value={text}
        aria-invalid={!ready}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="muted">{t('plots.capWhat', { cap: bytes(ready ? mib * MIB : cap) })}</p>
      <Button kind="primary" type="submit" disabled={!ready}>
        {t('plots.capApply')}
      </Button>
    </form>
  );
}
