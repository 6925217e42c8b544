import { bench } from '../../../bench.ts';
import { loadRecord, useCalls } from '../../../state/calls.ts';

/** Loads the call before (1) or after (-1) the one that a tab shows; where it shows none, the newest. */
export async function stepThroughHistory(tab: string, by: 1 | -1): Promise<void> {
  const all = await bench().callHistory({ search: '', from: 0, to: 10_000 });
  if (!all.ok) return;
  const shown = useCalls.getState().shown[tab];
  const at = all.value.calls.findIndex((call) => shown?.kind === 'record' && call.id === shown.record.id);
  const next = all.value.calls[at < 0 ? 0 : at + by];
  if (next) await loadCall(tab, next.id);
}

/** Loads request and answer of a call of the history. */
export async function loadCall(tab: string, id: string): Promise<void> {
  const result = await bench().readCall({ id });
  if (result.ok) loadRecord(tab, result.value);
}
