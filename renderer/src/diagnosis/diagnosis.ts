import { create } from 'zustand';
import type { Diagnosis } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { openDialog } from '../frame/open-dialog.ts';
import { useSettings } from '../state/settings.ts';
import { toast } from '../state/toasts.ts';

/** How the program fares, as the bench tells it. */
export const useDiagnosis = create<Diagnosis>()(() => ({ safeMode: false, mishaps: [] }));

/** Tells the user of each mishap once, with the way to a report. */
export function takeDiagnosis(diagnosis: Diagnosis): void {
  const known = new Set(useDiagnosis.getState().mishaps.map(({ id }) => id));
  useDiagnosis.setState(diagnosis);
  for (const { id, kind, at } of diagnosis.mishaps) {
    if (known.has(id)) continue;
    toast({
      key: `diagnosis.${kind}`,
      values: { time: new Date(at).toLocaleTimeString() },
      tone: kind === 'defect' ? 'error' : 'warning',
      action: { key: 'diagnosis.report', run: () => openDialog('report') },
      forMs: null,
    });
    void bench().mishapTold({ id });
  }
}

/** The dialogs of the system speak as the window does; answers what ends that. */
export function followLanguage(): () => void {
  tellLanguage();
  return useSettings.subscribe(({ language }, before) => {
    if (language !== before.language) tellLanguage();
  });
}

function tellLanguage(): void {
  void bench().setLanguage({ language: useSettings.getState().language });
}
