import * as v from 'valibot';
import { command, id, index, shortText } from './command.ts';
import type { Payload } from './devices.ts';
import type { BenchError } from './errors.ts';
import { type ChosenFile, chosenFile } from './files.ts';
import { payloadDraft } from './payload.ts';

/** A datagram as the user writes it; `{{variables}}` in url and payload are replaced when it is sent. */
const datagramDraft = v.object({
  url: shortText,
  /** Over UDP: at most 65,507 bytes, and none with TLS. */
  quick: v.boolean(),
  payload: payloadDraft,
});

const perSecond = v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(100_000));

const datagramPace = v.variant('kind', [
  /** Keeps to a grid; where it falls behind by more than a second, what is due longer is left out. */
  v.object({ kind: v.literal('rate'), perSecond }),
  /** Each waits for the `delayMs` that its line says, from when the one before was due, and until the device takes it. */
  v.object({ kind: v.literal('delays') }),
  /** One behind the other; where the device takes nothing, it waits. */
  v.object({ kind: v.literal('fast') }),
]);

const datagramWork = v.variant('kind', [
  v.object({
    kind: v.literal('draft'),
    draft: datagramDraft,
    /** Null: until it is stopped. */
    count: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000_000))),
  }),
  v.object({
    kind: v.literal('file'),
    /** JSON Lines, or CSV where its name ends so; see docs/datagrams.md. */
    file: chosenFile,
    /** For lines that do not say it themselves. */
    quick: v.boolean(),
    /** Begins anew at its end, until it is stopped. */
    loop: v.boolean(),
    /** Lines that are wrong are counted and left out; else the whole file is read first, and nothing is sent where one is. */
    skipWrong: v.boolean(),
  }),
]);

export type DatagramDraft = v.InferOutput<typeof datagramDraft>;
export type DatagramPace = v.InferOutput<typeof datagramPace>;
export type DatagramWork = v.InferOutput<typeof datagramWork>;

/** Of a packet, as it would go out now. */
export interface DatagramSize {
  /** Header and pad included. */
  bytes: number;
  limit: number;
}

export interface SentDatagram {
  /** With its variables replaced. */
  url: string;
  bytes: number;
}

/** Sends more than one datagram to a device: runs by itself, and stays listed until it is forgotten. */
export interface DatagramSender {
  id: string;
  deviceId: string;
  /** `count` is null where it goes on until it is stopped. */
  what:
    | { kind: 'draft'; url: string; quick: boolean; count: number | null }
    | { kind: 'file'; name: string; loop: boolean };
  pace: DatagramPace;
  state: /** Looks for wrong lines before the first is sent. */
    | { name: 'checking' }
    | { name: 'running' }
    | { name: 'paused' }
    /** The connection is gone and will be tried again; then it goes on. */
    | { name: 'waiting' }
    | { name: 'ended'; why: 'done' | 'stopped' }
    | { name: 'ended'; why: 'failed'; error: BenchError; problems: ListProblem[] };
  /** Epoch ms. */
  since: number;
  /** Null while it runs. */
  until: number | null;
  sent: number;
  sentBytes: number;
  /** Handed over, and not taken, because too much waits for the device already. */
  notTaken: number;
  /** Left out because their time had passed by more than a second. */
  late: number;
  /** Datagrams a second, over about the last second. */
  perSecond: number;
  /** 0 to 1, of a round where a file is sent again and again; null where there is no end. */
  progress: number | null;
  /** Of a file that is sent again and again, from 1. */
  round: number;
  /** Lines that were left out because they are wrong. */
  wrongLines: number;
}

/** What is wrong with a line of a list. */
export interface ListProblem {
  /** Both from 1; the column counts characters. */
  line: number;
  column: number;
  code: ListProblemCode;
  /** English and technical. */
  message: string;
}

/** The window has words for each. */
export type ListProblemCode =
  | 'NOT_UTF8'
  | 'TOO_LONG'
  | 'NOT_JSON'
  | 'NOT_AN_OBJECT'
  | 'UNKNOWN_FIELD'
  | 'NO_URL'
  | 'BAD_URL'
  | 'BAD_PARAM'
  | 'BAD_DATA'
  | 'BAD_HEX'
  | 'BAD_QUICK'
  | 'BAD_DELAY'
  | 'TOO_LARGE'
  | 'BAD_VARIABLE'
  | 'BAD_QUOTE'
  | 'BAD_HEADER'
  | 'WRONG_COUNT';

/** The start of a list, looked at before it is sent. */
export interface ListPreview {
  datagrams: number;
  /** Those of the first lines, at most `LIST_PREVIEW`. */
  first: ListedDatagram[];
  problems: ListProblem[];
  wrongLines: number;
  /** Bytes of the file that were looked at; it goes on where that is less than the file has. */
  bytes: number;
  /** What the delays of the lines come to, ms. */
  durationMs: number;
}

export interface ListedDatagram {
  line: number;
  url: string;
  quick: boolean;
  bytes: number;
  delayMs: number;
  preview: string;
}

export const LIST_PREVIEW = 20;
/** Problems that are told; the others are counted. */
export const LIST_PROBLEMS = 20;

/** Datagrams that a device sent. Those held have the indexes from `first` up to but not including `end`. */
export interface ReceivedDatagrams {
  deviceId: string;
  first: number;
  end: number;
  /** Bytes held, header not counted, and the caps. */
  bytes: number;
  maxBytes: number;
  maxCount: number;
  /** Went to stay under the caps, since the list was last cleared. */
  evicted: number;
  evictedBytes: number;
  /** Over about the last second. */
  perSecond: number;
}

export interface DatagramRow {
  index: number;
  /** Epoch ms with fractions. */
  time: number;
  quick: boolean;
  /** At most 1,024 characters, with … where it is longer. */
  url: string;
  paramLength: number;
  dataLength: number;
  /** Start of the param as text. */
  preview: string;
}

export interface ReceivedDatagram extends Payload {
  index: number;
  time: number;
  quick: boolean;
  url: string;
  /** Of the packet, header and pad included. */
  bytes: number;
}

/** What the bench tells of datagrams. */
export interface DatagramEvents {
  /** Of all devices from which any came, where one of them changed. */
  datagrams?: ReceivedDatagrams[];
  /** All of them, the oldest first, where one changed. */
  datagramSenders?: DatagramSender[];
}

/** Rows that are read at once. */
const DATAGRAM_ROWS = 500;

export const datagramCommands = {
  /**
   * Fails with the `part` that is wrong, and with `NOT_CONNECTED`, `NO_QUICK_CHANNEL` (with TLS), `PACKET_TOO_LARGE`, or
   * `SEND_TIMEOUT` where the device takes nothing.
   */
  sendDatagram: command<SentDatagram>()(v.object({ id, draft: datagramDraft })),
  /** Of the packet that would be sent now. Fails as `sendDatagram`, but not for the connection, nor for its size. */
  measureDatagram: command<DatagramSize>()(v.object({ id: v.nullable(id), draft: datagramDraft })),
  /**
   * Starts to send, and goes on until it is done, stopped, or the connection is gone for good. Where a draft uses
   * variables that are always there, such as `$counter`, each datagram has its own. Fails as `sendDatagram`, and with
   * `TOO_MANY`.
   */
  startDatagrams: command<DatagramSender>()(v.object({ id, work: datagramWork, pace: datagramPace })),
  pauseDatagrams: command<void>()(v.object({ id, paused: v.boolean() })),
  /** Nothing happens where it has ended. */
  stopDatagrams: command<void>()(v.object({ id })),
  /** Stops it, and takes it out of the list. */
  forgetDatagrams: command<void>()(v.object({ id })),

  /** Asks the user for a list; null where none was chosen. */
  chooseDatagramList: command<ChosenFile | null>()(v.undefined()),
  /** Looks at the first 8 MiB. `id` is the device it is for. */
  previewDatagramList: command<ListPreview>()(v.object({ id: v.nullable(id), file: chosenFile, quick: v.boolean() })),

  /** Those of `indexes` that are still held, at most `DATAGRAM_ROWS`. */
  datagramRows: command<DatagramRow[]>()(v.object({ id, indexes: v.pipe(v.array(index), v.maxLength(DATAGRAM_ROWS)) })),
  /**
   * Indexes from `from` on of those whose url or param has the text, in any case; `upTo` is where it stopped looking,
   * which may be before the end.
   */
  findDatagrams: command<{ indexes: number[]; upTo: number }>()(v.object({ id, text: shortText, from: index })),
  /** Null where it is not held any more. */
  datagram: command<ReceivedDatagram | null>()(v.object({ id, index })),
  clearDatagrams: command<void>()(v.object({ id })),
  /** Undoes the last clearing: shows again what newer ones have not pushed out. Answers how many these are. */
  bringBackDatagrams: command<number>()(v.object({ id })),
} as const;
