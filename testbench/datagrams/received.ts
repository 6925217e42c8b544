import { isAscii } from 'node:buffer';
import type { Clock, Message } from '@vsoa-testbench/core';
import type { DatagramRow, ReceivedDatagram, ReceivedDatagrams } from '../contract.ts';
import { preview, toPayload } from '../payload.ts';
import { Rate } from '../rate.ts';
import { Chunk, type Held } from './chunk.ts';
import { packetBytes } from './size.ts';

const PREVIEW = 400;
const URL_PREVIEW = 1_024;
/** Datagrams that one search looks at closely, and bytes that it looks at, so that it never takes long. */
const SEARCHED = 4_000;
const SEARCHED_BYTES = 1_048_576;
const MAX_UNDOS = 20;

export interface ReceivedOptions {
  deviceId: string;
  clock: Clock;
  /** Datagrams held, 100,000 by default. */
  maxCount?: number;
  /** Bytes held, 32 MiB by default; the newest datagram is held whatever its size. */
  maxBytes?: number;
}

/** What was in view before it was cleared. */
interface Cleared {
  first: number;
  evicted: number;
  evictedBytes: number;
}

/**
 * What a device sent by itself as datagrams: the newest of them, within caps. What went is counted. What was cleared is
 * held as long as there is room, so that it can be had back.
 */
export class Received {
  /** Waits to be told. */
  changed = false;
  readonly #options: Required<ReceivedOptions>;
  #chunks: Chunk[] = [];
  #end = 0;
  /** Of those in view; before them may be what was cleared. */
  #first = 0;
  /** Held, in view or not. */
  #bytes = 0;
  readonly #cleared: Cleared[] = [];
  /** What comes next is to stand in a chunk of its own. */
  #apart = false;
  #evicted = 0;
  #evictedBytes = 0;
  #rate: Rate;

  constructor(options: ReceivedOptions) {
    this.#options = { maxCount: 100_000, maxBytes: 33_554_432, ...options };
    this.#rate = new Rate(options.clock.now());
  }

  add(message: Message): void {
    const urlLength = Buffer.byteLength(message.url);
    const bytes = urlLength + message.paramBytes.length + message.data.length;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#apart || !chunk.hasRoom(bytes)) {
      chunk = new Chunk(this.#end, bytes);
      this.#apart = false;
      this.#chunks.push(chunk);
    }
    chunk.add(message, urlLength, this.#options.clock.time());
    this.#end += 1;
    this.#bytes += bytes;
    this.#evict();
  }

  describe(): ReceivedDatagrams {
    const { deviceId, maxBytes, maxCount, clock } = this.#options;
    return {
      deviceId,
      first: this.#first,
      end: this.#end,
      bytes: this.#chunks.reduce((sum, chunk) => sum + (chunk.first >= this.#first ? chunk.used : 0), 0),
      maxBytes,
      maxCount,
      evicted: this.#evicted,
      evictedBytes: this.#evictedBytes,
      perSecond: this.#rate.of(this.#end, clock.now()),
    };
  }

  /** Those that are still held, in the order asked for. */
  rows(indexes: readonly number[]): DatagramRow[] {
    return indexes.flatMap((index) => {
      const held = this.#at(index);
      return held === undefined ? [] : [rowOf(held)];
    });
  }

  whole(index: number): ReceivedDatagram | null {
    const held = this.#at(index);
    if (held === undefined) return null;
    const { time, quick, url, param, data } = held;
    return {
      // Copies, for the memory behind is larger, and would travel with them to the window.
      ...toPayload(new Uint8Array(param), new Uint8Array(data)),
      index,
      time,
      quick,
      url: url.toString(),
      bytes: packetBytes(url.length, param.length, data.length),
    };
  }

  /** Indexes from `from` on whose url or param has the text, in any case; `upTo` is where it stopped looking. */
  find(text: string, from: number): { indexes: number[]; upTo: number } {
    const wanted = text.toLowerCase();
    // Small letters of other scripts have other bytes than the large ones: with those, each is looked at closely.
    const ascii = isAscii(Buffer.from(wanted)) ? wanted : '';
    const indexes: number[] = [];
    let index = Math.max(from, this.#first);
    let looked = 0;
    for (let bytes = 0; index < this.#end && bytes < SEARCHED_BYTES; ) {
      const chunk = this.#chunkOf(index);
      for (const candidate of chunk.candidates(ascii, index)) {
        if (looked >= SEARCHED) return { indexes, upTo: candidate };
        looked += 1;
        const { url, param } = chunk.at(candidate);
        if (has(url, wanted) || has(param, wanted)) indexes.push(candidate);
      }
      bytes += chunk.used;
      index = chunk.end;
    }
    return { indexes, upTo: index };
  }

  clear(): void {
    if (this.#first === this.#end) return;
    this.#cleared.push({ first: this.#first, evicted: this.#evicted, evictedBytes: this.#evictedBytes });
    if (this.#cleared.length > MAX_UNDOS) this.#cleared.shift();
    this.#first = this.#end;
    this.#evicted = 0;
    this.#evictedBytes = 0;
    this.#apart = true;
  }

  /** Undoes the last `clear`: what of it is still held is in view again. Answers how many these are. */
  bringBack(): number {
    const before = this.#cleared.pop();
    if (!before) return 0;
    const from = this.#first;
    this.#first = Math.max(before.first, this.#chunks[0]?.first ?? this.#end);
    this.#evicted += before.evicted;
    this.#evictedBytes += before.evictedBytes;
    return from - this.#first;
  }

  /** Whole chunks go, but never the one that is filled. */
  #evict(): void {
    const { maxBytes, maxCount } = this.#options;
    for (let oldest = this.#chunks[0]; oldest && this.#chunks.length > 1; oldest = this.#chunks[0]) {
      if (this.#bytes <= maxBytes && this.#end - oldest.first <= maxCount) return;
      this.#chunks.shift();
      this.#bytes -= oldest.used;
      this.#count(oldest);
    }
  }

  /** Of what was cleared it is told only where that is brought back. */
  #count({ first, end, count, used }: Chunk): void {
    const cleared = first < this.#first ? this.#cleared.findLast((each) => each.first <= first) : undefined;
    if (cleared) {
      cleared.evicted += count;
      cleared.evictedBytes += used;
    } else if (first >= this.#first) {
      this.#first = end;
      this.#evicted += count;
      this.#evictedBytes += used;
    }
  }

  #at(index: number): Held | undefined {
    if (index < this.#first || index >= this.#end) return undefined;
    return this.#chunkOf(index).at(index);
  }

  #chunkOf(index: number): Chunk {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#chunks[middle] as Chunk).first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low] as Chunk;
  }
}

const has = (bytes: Buffer, wanted: string): boolean => bytes.toString().toLowerCase().includes(wanted);

function rowOf({ index, time, quick, url, param, data }: Held): DatagramRow {
  const start = preview(url, URL_PREVIEW);
  return {
    index,
    time,
    quick,
    url: url.length > URL_PREVIEW ? `${start}…` : start,
    paramLength: param.length,
    dataLength: data.length,
    preview: preview(param, PREVIEW),
  };
}
