import type { LiveBytes } from '../contract.ts';

/** The newest bytes of a stream, by their offset in it. */
export class NewestBytes {
  readonly #ring: Buffer;
  #end = 0;

  constructor(capacity: number) {
    this.#ring = Buffer.allocUnsafe(capacity);
  }

  push(bytes: Uint8Array): void {
    const { length: capacity } = this.#ring;
    const kept = bytes.subarray(Math.max(0, bytes.length - capacity));
    const at = (this.#end + bytes.length - kept.length) % capacity;
    const first = kept.subarray(0, capacity - at);
    this.#ring.set(first, at);
    this.#ring.set(kept.subarray(first.length), 0);
    this.#end += bytes.length;
  }

  /** A copy of at most `length` bytes from an offset, or from the first one there is; with null of the newest. */
  read(from: number | null, length: number): LiveBytes {
    const { length: capacity } = this.#ring;
    const end = this.#end;
    const first = Math.max(0, end - capacity);
    const start = Math.min(end, Math.max(first, from ?? end - length));
    const size = Math.min(length, end - start);
    const bytes = new Uint8Array(size);
    const at = start % capacity;
    const before = this.#ring.subarray(at, Math.min(capacity, at + size));
    bytes.set(before);
    bytes.set(this.#ring.subarray(0, size - before.length), before.length);
    return { first, end, from: start, bytes };
  }
}
