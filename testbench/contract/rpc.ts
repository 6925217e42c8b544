import * as v from 'valibot';
import { command, id, index, milliseconds, payloadBytes, shortText } from './command.ts';
import type { Answer } from './devices.ts';
import type { BenchError, ErrorCode } from './errors.ts';
import type { ChosenFile } from './files.ts';
import { type PayloadDraft, payloadDraft } from './payload.ts';

/** A call as the user writes it; `{{variables}}` in url and payload are replaced when it is sent. */
export const requestDraft = v.object({
  url: shortText,
  method: v.picklist(['GET', 'SET']),
  payload: payloadDraft,
  /** Of each call. */
  timeoutMs: milliseconds,
  repeat: v.object({
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000_000)),
    /** Calls are sent at this rate, whether the ones before are answered or not; null: one after the other. */
    perSecond: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(100_000))),
  }),
});

export type RequestDraft = v.InferOutput<typeof requestDraft>;

/** What came of the calls of one request. */
export interface CallTally {
  /** How many are to be sent. */
  wanted: number;
  sent: number;
  /** How many wait for their answer. */
  pending: number;
  /** Answers by their status, those with the smallest first. */
  statuses: [status: number, count: number][];
  /** Calls without an answer by the reason. */
  failures: [code: ErrorCode, count: number][];
  /** Null before the first answer. */
  rtt: RoundTripSummary | null;
  /** At which they were sent, up to the last one. */
  perSecond: number;
  /** Since the first was sent, ms. */
  elapsedMs: number;
}

/** ms. The percentiles are at most 5 % too high; the others are exact. */
export interface RoundTripSummary {
  min: number;
  mean: number;
  p50: number;
  p99: number;
  max: number;
}

/** A call, or a request that is repeated, that has not ended. */
export interface RunningCall {
  id: string;
  deviceId: string;
  /** Epoch ms. */
  startedAt: number;
  url: string;
  method: 'GET' | 'SET';
  timeoutMs: number;
  tally: CallTally;
}

/** A call, or a request that was repeated, that has ended. */
export interface CallRecord {
  id: string;
  /** When it was started, epoch ms. */
  time: number;
  deviceId: string;
  /** As the device was called then. */
  deviceName: string;
  /** `host:port` */
  host: string;
  /** As it was written. */
  draft: RequestDraft;
  /** As the first was sent, without variables; values of secrets are dots. */
  sent: { url: string; payload: PayloadDraft };
  /** The last one; null where none came. */
  answer: Answer | null;
  /** Bytes of the answer that the history has not kept. */
  cut: { param: number; data: number };
  /** Why the last call has no answer, or why not all were sent; null where all is well. `ABORTED`: the user cancelled it. */
  error: BenchError | null;
  tally: CallTally;
}

/** A line of the history. */
export interface CallSummary {
  id: string;
  time: number;
  deviceName: string;
  method: 'GET' | 'SET';
  /** As it was sent. */
  url: string;
  /** How many were sent. */
  sent: number;
  /** Of the last answer. */
  status: number | null;
  /** Of the last answer, ms; of several calls their mean. */
  rttMs: number | null;
  error: ErrorCode | null;
}

export interface CallHistory {
  /** Grows with each change. */
  version: number;
  total: number;
  /** Lines of its file that made no sense, such as one that was torn by a crash. */
  leftOut: number;
  /** A newer version of the app wrote the file: nothing is saved. */
  newer: boolean;
  /** Why it could not be read, or the last call not be saved. */
  error: BenchError | null;
}

/** A url that can be called, and where it is known from. */
export interface KnownUrl {
  url: string;
  /** With which it was called and answered with success. */
  methods: ('GET' | 'SET')[];
  from: 'history' | 'saved' | 'topic' | 'info' | 'answer';
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** What was seen at one place of JSON. */
export interface JsonShape {
  kinds: JsonKind[];
  /** Of objects. */
  keys?: Record<string, JsonShape>;
  /** Of arrays, all as one. */
  items?: JsonShape;
  /** Values as JSON text, the newest first; of texts, numbers and booleans. */
  examples?: string[];
}

/** What the bench tells of calls. */
export interface RpcEvents {
  /** All that run, where any of them changed. */
  runningCalls?: RunningCall[];
  callHistory?: CallHistory;
}

const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(10_000));

export const rpcCommands = {
  /**
   * Sends a draft, once or as often as it says, and answers when the last call has ended; how it goes is told by
   * events. `callId` names it for `cancelCall`. What is wrong with the draft fails at once, with the `part` that is
   * wrong, as does `NOT_CONNECTED`; what happens to calls is in the record.
   */
  call: command<CallRecord>()(v.object({ id, callId: id, draft: requestDraft })),
  /** Nothing is sent any more, and what waits for an answer waits no longer. Nothing happens where it has ended. */
  cancelCall: command<void>()(v.object({ callId: id })),
  /** The newest answer of a call that runs; null where there is none yet. */
  newestAnswer: command<Answer | null>()(v.object({ callId: id })),

  /** The history, newest first, of those in whose url, device, param or error there is `search`. */
  callHistory: command<{ total: number; calls: CallSummary[] }>()(
    v.object({ search: shortText, from: index, to: index }),
  ),
  /** Fails with `NO_SUCH_CALL`. */
  readCall: command<CallRecord>()(v.object({ id })),
  /** Those that are not there are no error. */
  deleteCalls: command<void>()(v.object({ ids })),
  /** The whole history. */
  clearCalls: command<void>()(v.undefined()),
  /** Undoes the last `deleteCalls` or `clearCalls` that was not undone, of the last 20. Answers how many came back. */
  bringBackCalls: command<number>()(v.undefined()),

  /** Urls in which there is `typed`, the likeliest first; at most 50. */
  suggestUrls: command<KnownUrl[]>()(v.object({ deviceId: v.nullable(id), typed: shortText })),
  /** What was in params that were sent to this url, and in its answers; null where nothing is known. */
  paramShape: command<JsonShape | null>()(v.object({ url: shortText })),

  /** Asks the user for the file of a payload's data; null where none was chosen. */
  chooseDataFile: command<ChosenFile | null>()(v.undefined()),
  /** A file that the user dropped on the window. The preload takes the file itself, and gives its path. */
  takeDroppedFile: command<ChosenFile>()(v.object({ path: shortText })),
  /** Asks the user for a file and writes data into it; null where none was chosen. Answers its name. */
  saveData: command<string | null>()(v.object({ name: v.pipe(v.string(), v.maxLength(200)), data: payloadBytes })),
} as const;
