/** Stretches of bytes, the oldest of which go first. Each lies in one piece. */
export class ByteRing {
  bytes = new Uint8Array();
  /** Bytes in use. */
  live = 0;
  #head = 0;
  #tail = 0;
  /** Where the upper part ends, while new stretches go before the oldest; -1 while they go behind the newest. */
  #upperEnd = -1;

  /** Where `length` bytes can go, and takes that room; -1 where there is none. */
  place(length: number): number {
    const wraps = this.#upperEnd < 0 && this.bytes.length - this.#head < length;
    if (wraps) {
      if (this.#tail < length) return -1;
      this.#upperEnd = this.#head;
      this.#head = 0;
    } else if (this.#upperEnd >= 0 && this.#tail - this.#head < length) return -1;
    const at = this.#head;
    this.#head += length;
    this.live += length;
    return at;
  }

  /** Gives back the oldest stretch, of which this is the length. */
  drop(length: number): void {
    this.live -= length;
    this.#tail += length;
    if (this.#tail === this.#upperEnd) {
      this.#tail = 0;
      this.#upperEnd = -1;
    }
    if (this.live === 0) this.#restart(0);
  }

  /** Moves into memory of another size, in which all that is in use must fit. `move` copies each stretch and answers the end. */
  resize(size: number, move: (from: Uint8Array, to: Uint8Array) => void): void {
    const from = this.bytes;
    this.bytes = new Uint8Array(size);
    move(from, this.bytes);
    this.#restart(this.live);
  }

  #restart(head: number): void {
    this.#head = head;
    this.#tail = 0;
    this.#upperEnd = -1;
  }
}
