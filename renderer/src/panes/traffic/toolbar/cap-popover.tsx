import { Settings2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { bench } from '../../../bench.ts';
import { bytes } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useTraffic } from '../../../state/traffic.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Popover } from '../../../ui/popover.tsx';

const MIB = 1_048_576;
const MOST_MIB = 65_536;

/** How much memory the live traffic may take. */
export function CapPopover() {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={<Settings2 />} label={t('traffic.settings')} />}
      title={t('traffic.settings')}
      open={open}
      onOpenChange={setOpen}
    >
      <CapForm onDone={() => setOpen(false)} />
    </Popover>
  );
}

function CapForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const { cap, bytes: held } = useTraffic();
  const [text, setText] = useState(() => String(Math.round(cap / MIB)));
  const mib = Math.round(Number(text));
  const ready = mib >= 1 && mib <= MOST_MIB;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    useTrafficSettings.setState({ cap: mib * MIB });
    void bench().setTrafficCap({ bytes: mib * MIB });
    onDone();
  };
  return (
    <form className="cap-form" onSubmit={apply}>
      <Field
        label={t('traffic.capField')}
        inputMode="numeric"
        value={text}
        aria-invalid={!ready}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="muted">
        {t(mib * MIB < held ? 'traffic.capShrinks' : 'traffic.cap', { cap: bytes(ready ? mib * MIB : cap) })}
      </p>
      <Button kind="primary" type="submit" disabled={!ready}>
        {t('traffic.capApply')}
      </Button>
    </form>
  );
}
