import type { Oddity, Tap, TapConnection, TapEvent } from '@vsoa-testbench/core';
import type { CaptureFormat, CaptureWarning } from '../contract.ts';

/** What one line of the traffic is about. */
export type TrafficContent =
  /** `odd` is null where there is nothing to say about it. */
  { kind: 'PACKET'; bytes: Uint8Array; sent: boolean; quick: boolean; odd: Oddity | null } | TapEvent;

/** One line of the traffic on its way to a file. Its bytes are read before the next one is asked for. */
export interface SavedPacket {
  index: number;
  /** Epoch ms with fractions. */
  time: number;
  connection: TapConnection;
  content: TrafficContent;
  marked: boolean;
  /** Of a request its reply, of a reply its request; for JSON Lines and CSV. */
  pair: { index: number; rttMs: number } | null;
}

export interface SaveOptions {
  format: CaptureFormat;
  /** The promise rejects with its reason, and nothing is left on the disk. */
  signal?: AbortSignal | undefined;
  /** Packets written so far. */
  onProgress?: ((packets: number) => void) | undefined;
}

/**
 * Where the traffic of a file goes. Connections have ids that are unique in the file; their addresses may become known
 * after their first packet, in the same object.
 */
export interface CaptureSink extends Required<Omit<Tap, 'receivedTogether'>> {
  /** What was handed over last is marked. */
  mark(): void;
  /**
   * Bytes of a stream, so far from the first byte of that direction that is known (less than 0: before it). They may come
   * again, or in another order, and are valid during the call. `STREAM_CLOSE` says how many there were.
   */
  streamBytes?(bytes: Uint8Array, offset: number, sent: boolean, connection: TapConnection): void;
}

export interface OpenOptions {
  sink: CaptureSink;
  /** The promise rejects with its reason; what was handed over stays. */
  signal?: AbortSignal | undefined;
  /** Bytes of the file. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** All there is to say about the file so far, each time that changes. At most 100. */
  onWarnings?: ((warnings: CaptureWarning[]) => void) | undefined;
}
