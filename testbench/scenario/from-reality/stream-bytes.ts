/** What a server sent over a stream, as far as the capture has it. */
export interface StreamContent {
  /** From the first byte on; 0 where one is not in the capture. */
  bytes: Buffer;
  /** Of `bytes`: not in the capture. */
  missing: number;
}

/** Who kept what servers sent over their streams, by the id of the connection. */
export interface KeptStreams {
  /** Of a stream that carried `length` bytes; undefined where nothing of it was kept. */
  of(connection: number, length: number): StreamContent | undefined;
}

interface Piece {
  offset: number;
  bytes: Buffer;
}

/** Of all streams together. */
const MOST = 67_108_864;

/** Keeps what servers sent over their streams, the first 64 MiB of it. */
export class StreamBytes implements KeptStreams {
  readonly #pieces = new Map<number, Piece[]>();
  #left: number;

  constructor(most = MOST) {
    this.#left = most;
  }

  /** As `CaptureSink.streamBytes`; what the client sends is not kept. */
  readonly add = (bytes: Uint8Array, offset: number, sent: boolean, { id }: { id: number }): void => {
    if (sent || offset < 0 || this.#left <= 0) return;
    const kept = Buffer.from(bytes.subarray(0, this.#left));
    this.#left -= kept.length;
    const pieces = this.#pieces.get(id);
    if (pieces) pieces.push({ offset, bytes: kept });
    else this.#pieces.set(id, [{ offset, bytes: kept }]);
  };

  of(connection: number, length: number): StreamContent | undefined {
    const pieces = this.#pieces.get(connection)?.toSorted((one, other) => one.offset - other.offset);
    if (pieces === undefined) return undefined;
    const end = Math.min(length, Math.max(...pieces.map(({ offset, bytes }) => offset + bytes.length)));
    const whole = Buffer.alloc(end);
    let known = 0;
    let missing = 0;
    for (const { offset, bytes } of pieces) {
      if (offset >= end) break;
      missing += Math.max(0, offset - known);
      bytes.copy(whole, offset);
      known = Math.max(known, offset + bytes.length);
    }
    return { bytes: whole, missing };
  }
}
