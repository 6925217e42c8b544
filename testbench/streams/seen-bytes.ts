import type { Stream } from '@vsoa-testbench/core';
import type { StreamContent } from '../scenario/from-reality/stream-bytes.ts';

/** Bytes of all streams together that are kept. */
const MOST = 16_777_216;
const FIRST = 4_096;

interface Seen {
  bytes: Buffer;
  length: number;
  /** No more of it is kept. */
  closed: boolean;
}

/** What devices sent over the newest streams, for mocks that are made of them: the start of each; the oldest go first. */
export class SeenBytes {
  /** By the id of the connection, the oldest first. */
  readonly #streams = new Map<number, Seen>();
  readonly #most: number;
  #held = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Of a stream that is linked, before anyone takes from it. */
  watch(stream: Stream): void {
    if (stream.connection === undefined) return;
    const seen = { bytes: Buffer.alloc(0), length: 0, closed: false };
    this.#streams.set(stream.connection.id, seen);
    stream.on('data', (chunk: Buffer) => this.#add(seen, chunk));
  }

  /** Of a stream that carried `length` bytes; undefined where nothing of it was kept. */
  of(connection: number, length: number): StreamContent | undefined {
    const seen = this.#streams.get(connection);
    if (seen === undefined || seen.length === 0) return undefined;
    return { bytes: Buffer.from(seen.bytes.subarray(0, Math.min(length, seen.length))), missing: 0 };
  }

  #add(seen: Seen, chunk: Buffer): void {
    if (seen.closed) return;
    const kept = chunk.subarray(0, this.#most - seen.length);
    this.#makeRoom(seen, seen.length + kept.length);
    seen.bytes.set(kept, seen.length);
    seen.length += kept.length;
    seen.closed = seen.length === this.#most;
  }

  #makeRoom(seen: Seen, length: number): void {
    if (length <= seen.bytes.length) return;
    const size = Math.min(this.#most, Math.max(FIRST, length, seen.bytes.length * 2));
    this.#held += size - seen.bytes.length;
    const larger = Buffer.alloc(size);
    larger.set(seen.bytes.subarray(0, seen.length));
    seen.bytes = larger;
    for (const [id, oldest] of this.#streams) {
      if (this.#held <= this.#most) return;
      if (oldest === seen) continue;
      this.#held -= oldest.bytes.length;
      oldest.closed = true;
      this.#streams.delete(id);
    }
  }
}
