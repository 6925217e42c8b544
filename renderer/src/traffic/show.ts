import type { BenchError, TrafficView } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useView } from '../state/traffic.ts';
import { standAgain, topNow } from './list.ts';
import { rowCache } from './rows.ts';

type Wish = Pick<TrafficView, 'source' | 'filter' | 'from' | 'to'>;

/** What was asked for last and is not answered yet. */
let asked: Wish | null = null;

/** Shows another part of the traffic: what is not named stays as it is. Answers the error where it cannot be shown. */
export async function showTraffic(change: Partial<Wish>): Promise<BenchError | null> {
  const { source, filter, from, to } = { ...(asked ?? useView.getState()), ...change };
  const wish = { source, filter, from, to };
  asked = wish;
  const result = await bench().setTrafficView(wish);
  if (asked === wish) asked = null;
  if (!result.ok) return result.error;
  // What an event has told already of the same view is newer than this answer.
  if (result.value.id > useView.getState().id) takeView(result.value);
  return null;
}

/** Another source, from its start: a span of time belongs to the source that it was chosen in. */
export const showSource = (source: string): Promise<BenchError | null> => showTraffic({ source, from: null, to: null });

export function takeView(view: TrafficView): void {
  const before = useView.getState();
  if (view.id < before.id) return;
  const topIndex = view.id === before.id ? undefined : rowCache.row(Math.floor(topNow()))?.index;
  useView.setState(view, true);
  if (view.id !== before.id) void standAgain(before, topIndex);
}
