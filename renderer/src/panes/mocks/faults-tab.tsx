import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { bench } from '../../bench.ts';
import { count } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Num } from '../../ui/num.tsx';
import { done } from './act.ts';
import type { EcuView } from './ecu-tabs.tsx';
import { type Changed, FaultDialog } from './fault-dialog.tsx';
import { faultWords, formOf } from './fault-form.ts';

/** What the ECU does wrong, each switched on and off, and changed, while it runs. */
export function FaultsTab({ view }: { view: EcuView }) {
  const t = useT();
  const [open, setOpen] = useState<'new' | Changed | null>(null);
  const { faults, leftOut } = view.ecu;
  const add = (
    <Button icon={<Plus />} onClick={() => setOpen('new')}>
      {t('mocks.addFault')}
    </Button>
  );
  return (
    <div className="mocks-one">
      {faults.length === 0 ? (
        <EmptyState text={t('mocks.noFaults')}>{add}</EmptyState>
      ) : (
        <>
          <div className="bar">
            <span className="muted cut" title={t('mocks.faultsHint')}>
              {t('mocks.faultsHint')}
            </span>
            <span className="grow" />
            {add}
          </div>
          <ul className="mocks-faults" aria-label={t('mocks.tab.faults')}>
            {faults.map((_, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a fault is its place
              <FaultRow key={at} view={view} at={at} onChange={setOpen} />
            ))}
          </ul>
          {leftOut.faults > 0 && <p className="mocks-more muted">{t('mocks.moreRows', { count: leftOut.faults })}</p>}
        </>
      )}
      {open && <FaultDialog view={view} changed={open === 'new' ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

interface FaultRowProps {
  view: EcuView;
  /** Its place in the list. */
  at: number;
  onChange: (changed: Changed) => void;
}

function FaultRow({ view, at, onChange }: FaultRowProps) {
  const t = useT();
  const fault = view.ecu.faults[at];
  if (!fault) return null;
  const { name, kind, rule, enabled, count: struck } = fault;
  const words = faultWords(kind, rule, t);
  const kindName = t(`mocks.fault.${kind as 'drop'}`);
  const form = formOf(kind, name, rule);
  const switchTo = async (on: boolean) => {
    await done(bench().switchMockFault({ id: view.id, ecu: view.name, fault: at, enabled: on }), name);
    view.refresh();
  };
  return (
    <li>
      <label className="check">
        <input
          type="checkbox"
          role="switch"
          aria-checked={enabled}
          checked={enabled}
          onChange={(event) => void switchTo(event.target.checked)}
        />
        <span className="cut" title={name}>
          {name}
        </span>
      </label>
      <span className="cut" title={kindName}>
        {kindName}
      </span>
      <span className="muted cut selectable" title={words}>
        {words}
      </span>
      <span className="number" title={t('mocks.struck')}>
        <Num value={struck} as={count} /> ×
      </span>
      <IconButton
        icon={<Pencil />}
        label={t(form ? 'mocks.changeFault' : 'mocks.faultOnlyInFile', { name })}
        disabled={!form}
        onClick={() => form && onChange({ at, name, form })}
      />
    </li>
  );
}
