import type { Clock } from '@vsoa-testbench/core';
import type { Answer, BenchError, CallRecord, RequestDraft, RunningCall } from '../contract.ts';
import type { Devices } from '../devices/devices.ts';
import type { DeviceSession } from '../devices/session.ts';
import { BenchFailure } from '../errors.ts';
import type { KnownValues } from '../requests/known-values.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';
import { toAnswer } from './answer.ts';
import { type Prepared, prepare } from './run/prepared.ts';
import { Run } from './run/run.ts';

/** At once, over all devices. */
const MAX_CALLS = 200;

export interface CallsOptions {
  clock: Clock;
  devices: Devices;
  variables: KnownValues;
  files: ChosenFiles;
  /** `running` has changed. */
  onChange: () => void;
}

export interface EndedCall {
  record: CallRecord;
  /** That were in the request. */
  secrets: readonly string[];
}

interface Running {
  call: Omit<RunningCall, 'tally'>;
  run: Run;
}

/** Calls that wait for their answers, by the ids under which the window may cancel them. */
export class Calls {
  readonly #options: CallsOptions;
  /** Null: it is being prepared. */
  readonly #running = new Map<string, Running | null>();
  readonly #cancelled = new Set<string>();
  readonly #work = new Set<Promise<unknown>>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  get running(): RunningCall[] {
    return [...this.#running.values()].flatMap((each) => (each ? [{ ...each.call, tally: each.run.describe() }] : []));
  }

  /** Resolves when the last call has ended. Rejects where none can be sent, `INVALID_ARGUMENT`, `TOO_MANY`. */
  async call(callId: string, deviceId: string, draft: RequestDraft): Promise<EndedCall> {
    if (this.#running.has(callId)) throw new BenchFailure('INVALID_ARGUMENT', `call ${callId} is still running`);
    if (this.#running.size >= MAX_CALLS) throw new BenchFailure('TOO_MANY', `at most ${MAX_CALLS} calls run at once`);
    this.#running.set(callId, null);
    const work = this.#call(callId, deviceId, draft);
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
      this.#running.delete(callId);
      this.#cancelled.delete(callId);
      this.#options.onChange();
    }
  }

  /** Nothing happens where it has ended. */
  cancel(callId: string): void {
    const running = this.#running.get(callId);
    if (running === null) this.#cancelled.add(callId);
    else running?.run.cancel();
  }

  /** Null where there is none yet, or the call has ended. */
  newestAnswer(callId: string): Answer | null {
    const reply = this.#running.get(callId)?.run.newest;
    return reply ? toAnswer(reply) : null;
  }

  /** Cancels all; resolves when they have ended. */
  async close(): Promise<void> {
    for (const callId of this.#running.keys()) this.cancel(callId);
    await Promise.allSettled(this.#work);
  }

  async #call(callId: string, deviceId: string, draft: RequestDraft): Promise<EndedCall> {
    const { clock, devices, variables, files, onChange } = this.#options;
    const device = devices.get(deviceId);
    const prepared = await prepare(draft, { variables, files, raw: device.options.raw });
    // Not connected is told at once, and is no call.
    void device.robot;
    const time = clock.time();
    const { count, perSecond } = draft.repeat;
    const send = (signal: AbortSignal) => callOnce(devices.get(deviceId), draft, prepared, signal);
    const run = new Run({ count, perSecond, clock, send, onChange });
    const { method, timeoutMs } = draft;
    const { url } = prepared.shown;
    this.#running.set(callId, { call: { id: callId, deviceId, startedAt: time, url, method, timeoutMs }, run });
    if (this.#cancelled.has(callId)) run.cancel();
    onChange();
    await run.go();
    const error = run.error && named(run.error, device);
    if (error && isWrongRequest(error, run)) throw asFailure(error);
    const record: CallRecord = {
      id: callId,
      time,
      deviceId,
      deviceName: device.name,
      host: device.host,
      draft,
      sent: prepared.shown,
      answer: run.newest ? toAnswer(run.newest) : null,
      cut: { param: 0, data: 0 },
      error,
      tally: run.describe(),
    };
    return { record, secrets: prepared.secrets };
  }
}

function callOnce(device: DeviceSession, draft: RequestDraft, { next }: Prepared, signal: AbortSignal) {
  const { url, param, data } = next();
  return device.robot.call(url, { method: draft.method, param, data, timeout: draft.timeoutMs, signal });
}

/** Nothing has left the bench: the request itself is wrong, and is no part of the history. */
function isWrongRequest({ code }: BenchError, run: Run): boolean {
  const wrong: ReadonlySet<string> = new Set(['INVALID_URL', 'INVALID_ARGUMENT', 'PACKET_TOO_LARGE']);
  return wrong.has(code) && run.describe().sent === 1;
}

const named = (error: BenchError, device: DeviceSession): BenchError => ({
  host: device.host,
  ...error,
});

function asFailure(error: BenchError): BenchFailure {
  const part = error.code === 'INVALID_URL' ? 'url' : undefined;
  return new BenchFailure(error.code, error.message, { ...error, part });
}
