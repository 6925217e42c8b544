import type { TrafficRow } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { copyText } from '../copy.ts';
import { exact } from '../format/quantity.ts';
import { announce } from '../state/announce.ts';
import { useSelection } from '../state/selection.ts';
import { announceUndo, toast } from '../state/toasts.ts';
import { useView } from '../state/traffic.ts';
import { goTo, pick, pickedRange, spanNow, useList } from './list.ts';
import { rowCache } from './rows.ts';

/** What can be done with the rows that are chosen, by key, menu and button alike. */

/** Rows that are copied or marked at once; the bench takes no more. */
const MAX_AT_ONCE = 10_000;

/** The row the keyboard is at, where it has been read. */
export function cursorRow(): TrafficRow | undefined {
  const { picked } = useList.getState();
  return picked ? rowCache.row(picked.cursor) : undefined;
}

export async function copyPicked(format: 'json' | 'hex' | 'text'): Promise<void> {
  const range = pickedRange();
  if (!range) return;
  if (range.to - range.from > MAX_AT_ONCE) {
    announce('traffic.copyTooMany', { most: exact(MAX_AT_ONCE) });
    return;
  }
  const text = await bench().trafficText({ view: useView.getState().id, ...range, format });
  if (text.ok) await copyText(text.value);
  else announce(`error.${text.error.code}.title`);
}

/** From a request to its reply, and back. */
export async function jumpToPair(row: TrafficRow | undefined): Promise<void> {
  if (row?.pair) await goTo(row.pair.index);
  else announce(row?.unanswered ? 'traffic.stillUnanswered' : 'traffic.noPair');
}

/** Marks the chosen rows; where the first of them is marked already, takes the marks away. */
export async function toggleMarks(): Promise<void> {
  const range = pickedRange();
  if (!range) return;
  if (range.to - range.from > MAX_AT_ONCE) {
    announce('traffic.markTooMany', { most: exact(MAX_AT_ONCE) });
    return;
  }
  const view = useView.getState().id;
  const first = await bench().trafficRows({ view, from: range.from, to: range.from + 1 });
  if (!first.ok) return;
  const marked = !first.value[0]?.marked;
  const done = await bench().markTraffic({ view, ...range, marked });
  if (!done.ok) return;
  rowCache.refresh();
  useList.setState((list) => ({ marks: list.marks + 1 }));
  announce(marked ? 'traffic.marked' : 'traffic.unmarked', { count: done.value });
}

export const isFailed = (row: TrafficRow): boolean => row.reply && row.status !== 0 && row.type !== 'QOSSETUP';

/** The next row, or the one before, that failed, is unanswered or odd. */
export async function goToProblem(step: 1 | -1): Promise<void> {
  const { first, end } = spanNow();
  const from = useList.getState().picked?.cursor ?? (step === 1 ? first - 1 : end);
  const found = await bench().trafficProblem({ view: useView.getState().id, from, step });
  if (!found.ok) return;
  if (found.value === null) announce('traffic.noProblem');
  else pick(found.value);
}

/** Has the log forget what it holds; that can be taken back until newer packets need the memory. */
export async function clearLog(): Promise<void> {
  useList.setState({ paused: null, following: true, picked: null, reference: null });
  const cleared = await bench().clearTraffic(undefined);
  if (!cleared.ok || cleared.value === 0) return;
  const values = { count: cleared.value, packets: exact(cleared.value) };
  announceUndo({ key: 'traffic.cleared', values }, () => void bringBack());
}

async function bringBack(): Promise<void> {
  const back = await bench().undoClearTraffic(undefined);
  if (!back.ok || !back.value) toast({ key: 'traffic.clearedForGood', tone: 'warning' });
}

/** Times are told relative to the row the keyboard is at. */
export function measureFromHere(): void {
  const row = cursorRow();
  if (row) useList.setState({ reference: row.time });
}

/** Shows a packet that is chosen elsewhere, such as in a link of the inspector. */
export async function showPacket(source: string, index: number): Promise<void> {
  if (source === useView.getState().source) await goTo(index);
  else useSelection.getState().select({ kind: 'packet', source, index });
}
