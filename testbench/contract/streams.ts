import * as v from 'valibot';
import { command, id, index, milliseconds, shortText } from './command.ts';
import type { BenchError } from './errors.ts';
import { type ChosenFile, type ChosenPlace, chosenFile, chosenPlace } from './files.ts';
import { payloadDraft } from './payload.ts';

/** How a stream is come by. */
const streamSource = v.variant('kind', [
  /**
   * A call whose answer carries a tunnel id. Its param may say what will come: an object with `name`, `size` (bytes) and
   * `sha256` (hex), each of them optional. In the call `{{$fileName}}` and `{{$fileSize}}` are those of the file to send.
   */
  v.object({
    kind: v.literal('call'),
    url: shortText,
    method: v.picklist(['GET', 'SET']),
    payload: payloadDraft,
    timeoutMs: milliseconds,
  }),
  v.object({
    kind: v.literal('tunnel'),
    tunnelId: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
  }),
]);

/** What becomes of the bytes that come. */
const streamTarget = v.variant('kind', [
  /** The newest `LIVE_BYTES` can be looked at. */
  v.object({ kind: v.literal('live') }),
  /** Where there is a file already, the user is asked, save where the dialog has asked. */
  v.object({ kind: v.literal('file'), file: chosenPlace }),
  /** Under the name that the device proposes. */
  v.object({ kind: v.literal('folder'), folder: chosenPlace, ifExists: v.picklist(['ask', 'number', 'replace']) }),
]);

/** A transfer as the user writes it. */
export const transferDraft = v.object({
  deviceId: id,
  source: streamSource,
  receive: streamTarget,
  send: v.nullable(chosenFile),
  /** Without a byte in either direction for as long, the transfer fails with `TIMEOUT`; null: it waits for ever. */
  idleMs: v.nullable(milliseconds),
});

export type StreamSource = v.InferOutput<typeof streamSource>;
export type StreamTarget = v.InferOutput<typeof streamTarget>;
export type TransferDraft = v.InferOutput<typeof transferDraft>;

/** Of a live stream; older ones are gone. */
export const LIVE_BYTES = 1_048_576;
/** That are listed; beyond it the oldest that has ended is forgotten. */
export const MAX_TRANSFERS = 100;

/** All times are epoch ms. */
export type TransferState = { since: number } & (
  | /** The call is on its way. */
  { name: 'asking' }
  /** The connection is being made. */
  | { name: 'linking' }
  | { name: 'running' }
  /** The device waits: nothing is read or sent, and nothing lost. */
  | { name: 'paused' }
  /** All is through, and on its way to the disk. */
  | { name: 'finishing' }
  /** All is through, and where it belongs is another file: `decideTransfer`. */
  | { name: 'deciding'; taken: string }
  | { name: 'done' }
  | { name: 'failed'; reason: BenchError }
  | { name: 'cancelled' }
  /** The app ended before it did. */
  | { name: 'interrupted' }
);

/** One direction. */
export interface StreamFlow {
  bytes: number;
  /** Where it is known. */
  total: number | null;
  /** Bytes a second, over about the last second; over all of it once it has ended. */
  rate: number;
  /** SHA-256 of the bytes, as hex, once they have all gone through. */
  sha256: string | null;
}

export interface Transfer {
  id: string;
  deviceId: string;
  /** As it was called when this began. */
  deviceName: string;
  source: { kind: 'call'; url: string; method: 'GET' | 'SET' } | { kind: 'tunnel' };
  /** Null until it is known. */
  tunnelId: number | null;
  receive: StreamTarget;
  send: ChosenFile | null;
  state: TransferState;
  received: StreamFlow;
  sent: StreamFlow;
  /** What the device has said would come. `name` is as it was said, unlike that of `file`. */
  announced: { name: string | null; size: number | null; sha256: string | null };
  /** Where the bytes are that have come. `partial`: not all of them, or not where they belong. */
  file: { path: string; name: string; partial: boolean } | null;
  startedAt: number;
  endedAt: number | null;
}

/** A part of the newest bytes of a live stream; offsets count from its first byte. */
export interface LiveBytes {
  /** Of those that can still be read. */
  first: number;
  end: number;
  /** Of `bytes`; later than was asked for where that is gone. */
  from: number;
  bytes: Uint8Array;
}

/** What the bench tells of streams. */
export interface StreamEvents {
  /** All transfers, the newest first, where any of them changed. */
  transfers?: Transfer[];
}

const one = v.object({ id });

/** Those about one transfer fail with `NO_SUCH_TRANSFER`; what its state does not allow is left undone. */
export const streamCommands = {
  /** Asks the user where to write; `name` is proposed. Null where nothing was chosen. */
  chooseStreamTarget: command<ChosenPlace | null>()(v.object({ name: shortText })),
  chooseStreamFolder: command<ChosenPlace | null>()(v.undefined()),

  /** Answers as soon as it has begun. Fails with `NO_SUCH_DEVICE`, `TOO_MANY`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`. */
  startTransfer: command<Transfer>()(transferDraft),
  /** As it was written, for another one like it. */
  transferDraft: command<TransferDraft>()(one),
  pauseTransfer: command<void>()(one),
  resumeTransfer: command<void>()(one),
  /** Ends it at once; the device sees a reset. What has come stays in the partial file. */
  cancelTransfer: command<void>()(one),
  /** Of one that only receives: ends it in good order, and takes what has come for all there is. */
  stopTransfer: command<void>()(one),
  /** Once more from the beginning, in place of what it was; its partial file is written anew. */
  restartTransfer: command<void>()(one),
  decideTransfer: command<void>()(v.object({ id, how: v.picklist(['replace', 'number']) })),
  /** From the list, files stay. One that runs is cancelled. */
  removeTransfer: command<void>()(one),
  bringBackTransfer: command<void>()(one),
  /** In the system's view of its folder. */
  showTransferFile: command<void>()(one),
  /** At most `length` bytes from the offset; of the newest that many where `from` is null. */
  liveBytes: command<LiveBytes>()(
    v.object({ id, from: v.nullable(index), length: v.pipe(index, v.maxValue(LIVE_BYTES)) }),
  ),
} as const;
