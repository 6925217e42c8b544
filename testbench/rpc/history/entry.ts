import { statusName } from '@vsoa-testbench/core';
import * as v from 'valibot';
import { payloadDraft } from '../../contract/payload.ts';
import { requestDraft } from '../../contract/rpc.ts';
import type { Answer, CallRecord, CallSummary, ErrorCode } from '../../contract.ts';
import { asBuffer, toPayload } from '../../payload.ts';

/** Of the file. A change that an older app would misunderstand makes it grow. */
const VERSION = 1;
/** Of an answer, what the history keeps; bytes. */
export const MAX_KEPT = 65_536;

const count = v.pipe(v.number(), v.minValue(0));
const counts = v.array(v.tuple([v.union([v.number(), v.string()]), count]));
const bytes = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.string() }),
  v.object({ kind: v.literal('base64'), text: v.string() }),
]);

/** One line of the file of the history. */
const entry = v.object({
  v: v.literal(VERSION),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  time: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  device: v.object({ id: v.string(), name: v.string(), host: v.string() }),
  draft: requestDraft,
  /** Absent where it was sent as it was written. */
  sent: v.optional(v.object({ url: v.string(), payload: payloadDraft })),
  answer: v.nullable(
    v.object({
      status: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
      tunnelId: count,
      rttMs: count,
      param: bytes,
      data: bytes,
      cut: v.object({ param: count, data: count }),
    }),
  ),
  error: v.nullable(v.object({ code: v.string(), message: v.string(), host: v.optional(v.string()) })),
  tally: v.object({
    wanted: count,
    sent: count,
    statuses: counts,
    failures: counts,
    rtt: v.nullable(v.object({ min: count, mean: count, p50: count, p99: count, max: count })),
    perSecond: count,
    elapsedMs: count,
  }),
});

export type Entry = v.InferOutput<typeof entry>;

export type ReadLine = Entry | 'newer' | 'broken';

export function readLine(line: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'broken';
  }
  if (typeof value === 'object' && value !== null && 'v' in value && Number(value.v) > VERSION) return 'newer';
  const found = v.safeParse(entry, value);
  return found.success ? found.output : 'broken';
}

export const writeLine = (written: Entry): string => `${JSON.stringify(written)}\n`;

/** Of an answer that is too long only the start. */
export function toEntry(record: CallRecord): Entry {
  const { id, time, deviceId, deviceName, host, draft, sent, answer, error, tally } = record;
  const same = sent.url === draft.url && JSON.stringify(sent.payload) === JSON.stringify(draft.payload);
  const { pending: _none, ...counted } = tally;
  return {
    v: VERSION,
    id,
    time,
    device: { id: deviceId, name: deviceName, host },
    draft,
    ...(!same && { sent }),
    answer: answer && keptAnswer(answer, record.cut),
    error: error && { code: error.code, message: error.message, ...(error.host !== undefined && { host: error.host }) },
    tally: counted,
  };
}

export function toRecord({ id, time, device, draft, sent, answer, error, tally }: Entry): CallRecord {
  return {
    id,
    time,
    deviceId: device.id,
    deviceName: device.name,
    host: device.host,
    draft,
    sent: sent ?? { url: draft.url, payload: draft.payload },
    answer: answer && {
      ...toPayload(bytesOf(answer.param), bytesOf(answer.data)),
      status: answer.status,
      statusName: statusName(answer.status),
      tunnelId: answer.tunnelId,
      rttMs: answer.rttMs,
    },
    cut: answer?.cut ?? { param: 0, data: 0 },
    error: error && {
      code: error.code as ErrorCode,
      message: error.message,
      ...(error.host !== undefined && { host: error.host }),
    },
    tally: {
      ...tally,
      pending: 0,
      statuses: tally.statuses as [number, number][],
      failures: tally.failures as [ErrorCode, number][],
    },
  };
}

export function toSummary(from: Entry): CallSummary {
  const { id, time, device, draft, sent, answer, error, tally } = from;
  return {
    id,
    time,
    deviceName: device.name,
    method: draft.method,
    url: sent?.url ?? draft.url,
    sent: tally.sent,
    status: answer?.status ?? null,
    rttMs: tally.wanted > 1 ? (tally.rtt?.mean ?? null) : (answer?.rttMs ?? null),
    error: (error?.code as ErrorCode | undefined) ?? null,
  };
}

/** `cut`: what is missing in it already. */
function keptAnswer({ status, tunnelId, rttMs, text, param, data }: Answer, cut: CallRecord['cut']): Entry['answer'] {
  return {
    status,
    tunnelId,
    rttMs,
    param: text !== null && param.length <= MAX_KEPT ? { kind: 'text', text } : base64(param),
    data: base64(data),
    cut: {
      param: cut.param + Math.max(0, param.length - MAX_KEPT),
      data: cut.data + Math.max(0, data.length - MAX_KEPT),
    },
  };
}

function base64(whole: Uint8Array): { kind: 'base64'; text: string } {
  return { kind: 'base64', text: asBuffer(whole.subarray(0, MAX_KEPT)).toString('base64') };
}

function bytesOf({ kind, text }: { kind: 'text' | 'base64'; text: string }): Uint8Array {
  return new Uint8Array(Buffer.from(text, kind === 'text' ? 'utf8' : 'base64'));
}
