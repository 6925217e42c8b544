import type { Answer, CallRecord } from '../../../testbench/contract.ts';
import { EMPTY_DRAFT } from '../../src/state/calls.ts';

export const answer = (change: Partial<Answer> = {}): Answer => ({
  status: 0,
  statusName: 'success',
  tunnelId: 0,
  rttMs: 1.842,
  text: '',
  json: false,
  param: new Uint8Array(),
  data: new Uint8Array(),
  ...change,
});

export const record = (change: Partial<CallRecord> = {}): CallRecord => {
  const draft = change.draft ?? { ...EMPTY_DRAFT, url: '/echo' };
  return {
    id: 'c1',
    time: 0,
    deviceId: 'd1',
    deviceName: 'Gateway',
    host: '127.0.0.1:3000',
    draft,
    sent: { url: draft.url, payload: draft.payload },
    answer: answer(),
    cut: { param: 0, data: 0 },
    error: null,
    tally: { wanted: 1, sent: 1, pending: 0, statuses: [[0, 1]], failures: [], rtt: null, perSecond: 0, elapsedMs: 2 },
    ...change,
  };
};
