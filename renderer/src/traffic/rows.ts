import { bench, value } from '../bench.ts';
import { useView } from '../state/traffic.ts';
import { RowCache } from './row-cache.ts';

/** Rows of the one view there is. */
export const rowCache = new RowCache((from, to) =>
  value(bench().trafficRows({ view: useView.getState().id, from, to })),
);
