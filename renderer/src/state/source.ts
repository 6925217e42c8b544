import type { TrafficStats } from '../../../testbench/contract.ts';
import { useFiles } from './files.ts';
import { useTraffic, useView } from './traffic.ts';

/** Counts of what the list shows: the live traffic, or a capture. */
export function useSourceStats(): TrafficStats {
  const source = useView((view) => view.source);
  const live = useTraffic();
  const capture = useFiles((files) => files.captures.find(({ id }) => id === source));
  return capture?.stats ?? live;
}
