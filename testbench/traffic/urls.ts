import { randomBytes } from 'node:crypto';

const MAX_PROBES = 16;
/** A longer url is rare, and would fill the table at the cost of many others. */
const MAX_URL_BYTES = 1_024;
const RECENT = 256;

/** Stands for a url that is not in the table; its bytes are still in its packet. */
export const NOT_INTERNED = 0;

/**
 * Numbers for urls, so that a column can hold them. A known url is found by the hash of its bytes; no string is made.
 * Bounded, whatever a peer sends: once `maxUrls` or `maxBytes` is reached, new urls answer `NOT_INTERNED`; and the
 * hash is seeded and gives up after a few probes, so that urls made to collide cannot slow the others down.
 */
export class UrlTable {
  readonly #maxUrls: number;
  readonly #maxBytes: number;
  readonly #seed = randomBytes(4).readUInt32LE();
  readonly #mask: number;
  readonly #slots: Uint32Array;
  readonly #hashes: Uint32Array;
  readonly #starts: Uint32Array;
  /** A few urls that came last, by what is quickly read of them. */
  readonly #recent = new Uint32Array(RECENT);
  #arena: Uint8Array = new Uint8Array(16_384);
  #texts: (string | undefined)[] = [];
  #count = 0;
  #generation = 0;

  constructor({ maxUrls = 65_536, maxBytes = 8 * 1_048_576 } = {}) {
    this.#maxUrls = maxUrls;
    this.#maxBytes = maxBytes;
    const slots = 2 ** Math.ceil(Math.log2(maxUrls * 2));
    this.#mask = slots - 1;
    this.#slots = new Uint32Array(slots);
    this.#hashes = new Uint32Array(maxUrls + 1);
    this.#starts = new Uint32Array(maxUrls + 2);
  }

  get count(): number {
    return this.#count;
  }

  /** More than half full. */
  get isCrowded(): boolean {
    return this.#count > this.#maxUrls / 2 || (this.#starts[this.#count + 1] as number) > this.#maxBytes / 2;
  }

  /** The number of the url in `bytes` from `start` up to `end`. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const place = (length * 31 + (bytes[end - 1] as number) * 7 + (bytes[start + (length >>> 1)] as number)) % RECENT;
    const recent = this.#recent[place] as number;
    if (recent !== NOT_INTERNED && this.#holds(recent, bytes, start, end)) return recent;
    const id = this.#find(bytes, start, end);
    this.#recent[place] = id;
    return id;
  }

  text(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const bytes = this.#arena.subarray(this.#starts[id], this.#starts[id + 1]);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    this.#texts[id] = text;
    return text;
  }

  /** Grows when the numbers are given anew. */
  get generation(): number {
    return this.#generation;
  }

  clear(): void {
    this.#generation++;
    this.#slots.fill(0);
    this.#recent.fill(NOT_INTERNED);
    this.#texts = [];
    this.#count = 0;
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash ^= hash >>> 15;
    hash >>>= 0;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = (hash + probe) & this.#mask;
      const id = this.#slots[slot] as number;
      if (id === NOT_INTERNED) return this.#add(slot, hash, bytes, start, end);
      if (this.#hashes[id] === hash && this.#holds(id, bytes, start, end)) return id;
    }
    return NOT_INTERNED;
  }

  #holds(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[id] as number;
    if ((this.#starts[id + 1] as number) - at !== end - start) return false;
    const arena = this.#arena;
    for (let from = start; from < end; from++, at++) if (arena[at] !== bytes[from]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const id = this.#count + 1;
    const length = end - start;
    const at = this.#starts[id] as number;
    if (id > this.#maxUrls || length > MAX_URL_BYTES || at + length > this.#maxBytes) return NOT_INTERNED;
    this.#reserve(at + length);
    this.#arena.set(bytes.subarray(start, end), at);
    this.#starts[id + 1] = at + length;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    this.#count = id;
    return id;
  }

  #reserve(length: number): void {
    if (length <= this.#arena.length) return;
    const larger = new Uint8Array(this.#arena.length * 2);
    larger.set(this.#arena);
    this.#arena = larger;
  }
}
