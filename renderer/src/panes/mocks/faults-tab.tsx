import { Plus } from 'lucide-react';
import { useState } from 'react';
import { bench } from '../../bench.ts';
import { count } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Num } from '../../ui/num.tsx';
import { done } from './act.ts';
import { AddFaultDialog } from './add-fault-dialog.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { faultWords } from './fault-form.ts';

/** What the ECU does wrong, each switched on and off while it runs. */
export function FaultsTab({ view }: { view: EcuView }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const { faults, leftOut } = view.ecu;
  const add = (
    <Button icon={<Plus />} onClick={() => setAdding(true)}>
      {t('mocks.addFault')}
    </Button>
  );
  const switchTo = async (fault: number, enabled: boolean, name: string) => {
    await done(bench().switchMockFault({ id: view.id, ecu: view.name, fault, enabled }), name);
    view.refresh();
  };
  return (
    <div className="mocks-one">
      {faults.length === 0 ? (
        <EmptyState text={t('mocks.noFaults')}>{add}</EmptyState>
      ) : (
        <>
          <div className="bar">
            <span className="muted cut">{t('mocks.faultsHint')}</span>
            <span className="grow" />
            {add}
          </div>
          <ul className="mocks-faults" aria-label={t('mocks.tab.faults')}>
            {faults.map(({ name, kind, rule, enabled, count: struck }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a fault is its place
              <li key={at}>
                <label className="check">
                  <input
                    type="checkbox"
                    role="switch"
                    aria-checked={enabled}
                    checked={enabled}
                    onChange={(event) => void switchTo(at, event.target.checked, name)}
                  />
                  <span className="cut" title={name}>
                    {name}
                  </span>
                </label>
                <span className="cut">{t(`mocks.fault.${kind as 'drop'}`)}</span>
                <span className="muted cut selectable" title={faultWords(rule, t)}>
                  {faultWords(rule, t)}
                </span>
                <span className="number" title={t('mocks.struck')}>
                  <Num value={struck} as={count} /> ×
                </span>
              </li>
            ))}
          </ul>
          {leftOut.faults > 0 && <p className="mocks-more muted">{t('mocks.moreRows', { count: leftOut.faults })}</p>}
        </>
      )}
      {adding && <AddFaultDialog view={view} onClose={() => setAdding(false)} />}
    </div>
  );
}
