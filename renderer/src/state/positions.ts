import { create } from 'zustand';
import type { PositionsStatus } from '../../../testbench/contract.ts';

/** Written by the events of the bench. */
export const usePositions = create<PositionsStatus>()(() => ({
  host: '127.0.0.1',
  port: 3_000,
  autostart: false,
  entries: [],
  running: null,
  error: null,
  queries: 0,
  notFound: 0,
  malformed: 0,
  dropped: 0,
}));
