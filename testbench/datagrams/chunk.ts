import type { Message } from '@vsoa-testbench/core';

const ROWS = 1_024;
/** Memory for bytes grows from the one to the other; a larger datagram gets a chunk of its own. */
const FIRST_BYTES = 16_384;
const BYTES = 262_144;

/** A stretch of the datagrams of a device: their bytes one behind the other, and beside them what a list shows. */
export class Chunk {
  /** Index of its first datagram. */
  readonly first: number;
  count = 0;
  /** Of the bytes, those in use. */
  used = 0;
  #bytes: Buffer;
  readonly #times = new Float64Array(ROWS);
  readonly #offsets = new Uint32Array(ROWS);
  readonly #urlLengths = new Uint32Array(ROWS);
  readonly #paramLengths = new Uint32Array(ROWS);
  readonly #dataLengths = new Uint32Array(ROWS);
  readonly #quick = new Uint8Array(ROWS);

  /** With room for at least `bytes`. */
  constructor(first: number, bytes: number) {
    this.first = first;
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, bytes));
  }

  get end(): number {
    return this.first + this.count;
  }

  hasRoom(bytes: number): boolean {
    return this.count < ROWS && this.used + bytes <= Math.max(BYTES, this.#bytes.length);
  }

  /** There must be room. */
  add(message: Message, urlLength: number, time: number): void {
    const row = this.count;
    const { paramBytes, data } = message;
    this.#reserve(urlLength + paramBytes.length + data.length);
    this.#times[row] = time;
    this.#quick[row] = message.quick ? 1 : 0;
    this.#offsets[row] = this.used;
    this.#urlLengths[row] = urlLength;
    this.#paramLengths[row] = paramBytes.length;
    this.#dataLengths[row] = data.length;
    this.#bytes.write(message.url, this.used);
    this.#bytes.set(paramBytes, this.used + urlLength);
    this.#bytes.set(data, this.used + urlLength + paramBytes.length);
    this.used += urlLength + paramBytes.length + data.length;
    this.count += 1;
  }

  /** Views of the memory here; the index must be one of here. */
  at(index: number): Held {
    const row = index - this.first;
    const urlStart = this.#offsets[row] as number;
    const paramStart = urlStart + (this.#urlLengths[row] as number);
    const dataStart = paramStart + (this.#paramLengths[row] as number);
    return {
      index,
      time: this.#times[row] as number,
      quick: this.#quick[row] === 1,
      url: this.#bytes.subarray(urlStart, paramStart),
      param: this.#bytes.subarray(paramStart, dataStart),
      data: this.#bytes.subarray(dataStart, dataStart + (this.#dataLengths[row] as number)),
    };
  }

  /**
   * Indexes from `from` on whose bytes may have the text, which is ASCII in small letters; with '' all. Some that do not
   * have it in one of their parts are among them.
   */
  *candidates(wanted: string, from: number): Generator<number> {
    const start = this.#offsets[from - this.first] as number;
    const text = this.#bytes.toString('latin1', start, this.used).toLowerCase();
    let row = from - this.first;
    for (let at = text.indexOf(wanted); at >= 0; ) {
      while (row + 1 < this.count && (this.#offsets[row + 1] as number) <= start + at) row += 1;
      yield this.first + row;
      row += 1;
      if (row >= this.count) return;
      at = text.indexOf(wanted, (this.#offsets[row] as number) - start);
    }
  }

  #reserve(bytes: number): void {
    const wanted = this.used + bytes;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, Math.min(BYTES, this.#bytes.length * 2)));
    this.#bytes.copy(larger, 0, 0, this.used);
    this.#bytes = larger;
  }
}

/** A datagram in memory. */
export interface Held {
  index: number;
  time: number;
  quick: boolean;
  url: Buffer;
  param: Buffer;
  data: Buffer;
}
