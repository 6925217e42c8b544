import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Answer, BenchError } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { parseHex } from '../format/hex.ts';

interface Draft {
  url: string;
  method: 'GET' | 'SET';
  /** JSON text, or empty for none. */
  param: string;
  /** As typed, hex. */
  data: string;
  timeoutMs: number;
}

export type Outcome =
  | { kind: 'running' }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'failed'; error: BenchError; afterMs: number };

/** Errors on which nothing left the bench: there was no round trip to time, and the same input would fail again. */
const refused: ReadonlySet<BenchError['code']> = new Set([
  'BAD_REQUEST',
  'INVALID_ARGUMENT',
  'INVALID_PARAM',
  'INVALID_URL',
  'PACKET_TOO_LARGE',
]);

export const isRefused = (error: BenchError): boolean => refused.has(error.code);

/** Whether the call went out at all. */
export const wasSent = (error: BenchError): boolean =>
  !isRefused(error) && error.code !== 'NOT_CONNECTED' && error.code !== 'NO_SUCH_DEVICE';

export interface Call extends Draft {
  id: string;
  deviceId: string;
  deviceName: string;
  startedAt: number;
  outcome: Outcome;
}

/** Calls that this session remembers. An answer holds 512 KiB at most, so the history stays under 50 MiB. */
export const MAX_CALLS = 100;

interface Calls {
  draft: Draft;
  /** Newest first. */
  calls: Call[];
  /** The call whose answer is shown. */
  shownId: string | null;
  edit: (change: Partial<Draft>) => void;
  /** Loads a call of the history, request and answer. */
  show: (call: Call) => void;
  forget: () => void;
}

/** A param of more than this is not kept for the next start. */
const MAX_KEPT_DRAFT = 16_384;

export const useCalls = create<Calls>()(
  persist(
    (set) => ({
      draft: { url: '', method: 'GET', param: '', data: '', timeoutMs: 5_000 },
      calls: [],
      shownId: null,
      edit: (change) => set(({ draft }) => ({ draft: { ...draft, ...change } })),
      show: ({ id, url, method, param, data, timeoutMs }) =>
        set({ draft: { url, method, param, data, timeoutMs }, shownId: id }),
      forget: () =>
        set(({ calls }) => ({ calls: calls.filter((call) => call.outcome.kind === 'running'), shownId: null })),
    }),
    {
      name: 'rpc-draft',
      version: 1,
      partialize: ({ draft }) => ({
        draft: draft.param.length + draft.data.length > MAX_KEPT_DRAFT ? { ...draft, param: '', data: '' } : draft,
      }),
    },
  ),
);

/** Sends the draft to a device and keeps the call with its outcome. */
export async function send(device: { id: string; name: string }): Promise<void> {
  const { draft } = useCalls.getState();
  const data = parseHex(draft.data);
  const call: Call = {
    ...draft,
    id: crypto.randomUUID(),
    deviceId: device.id,
    deviceName: device.name,
    startedAt: Date.now(),
    outcome: { kind: 'running' },
  };
  useCalls.setState(({ calls }) => ({ calls: [call, ...calls].slice(0, MAX_CALLS), shownId: call.id }));
  const result = await bench().call({
    id: device.id,
    callId: call.id,
    url: draft.url.trim(),
    method: draft.method,
    param: draft.param.trim() === '' ? '' : draft.param,
    ...(data && data.length > 0 && { data }),
    timeoutMs: draft.timeoutMs,
  });
  settle(
    call.id,
    result.ok
      ? { kind: 'answer', answer: result.value }
      : { kind: 'failed', error: result.error, afterMs: Date.now() - call.startedAt },
  );
}

function settle(id: string, outcome: Outcome): void {
  useCalls.setState(({ calls }) => ({ calls: calls.map((call) => (call.id === id ? { ...call, outcome } : call)) }));
}
