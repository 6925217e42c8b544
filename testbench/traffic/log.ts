import type { Oddity, Tap, TapConnection } from '@vsoa-testbench/core';
import type { TrafficStats } from '../contract.ts';
import { Rate } from '../rate.ts';
import { Chunk, QUICK, SENT } from './chunk.ts';
import { UrlTable } from './urls.ts';

const MIB = 1_048_576;
const DEFAULT_CAP = 512 * MIB;
/** A packet of less than this many bytes on average fills the columns of a chunk before its bytes. */
const BYTES_PER_ROW = 64;

/** In the order of their bits in the column `oddity`. */
export const ODDITIES = [
  'BAD_MAGIC',
  'BAD_LENGTH',
  'UNALIGNED',
  'UNKNOWN_TYPE',
  'WRONG_CHANNEL',
  'STRANGER',
  'BAD_UTF8',
  'UNEXPECTED_REPLY',
  'BEFORE_HANDSHAKE',
] as const satisfies readonly Oddity[];

export interface LogOptions {
  /** Bytes of memory for packets and their columns, 512 MiB by default. The table of urls (at most 10 MiB) comes on top. */
  cap?: number;
  /** Called when the log has changed, and not again until `rearm`. */
  onChange?: () => void;
  /** Monotonic ms, for the rates. */
  now?: () => number;
}

/**
 * Every packet the bench sent or received, in columns over chunks of raw bytes. Appending reads the header, copies the
 * bytes and writes the columns; no object is made. Over the cap the oldest chunk goes, and is counted. The index of a
 * packet is its place since the log was made, and stays the same whatever is evicted or cleared.
 */
export class TrafficLog implements Tap {
  readonly urls = new UrlTable();
  readonly #connections = new Map<number, { connection: TapConnection; last: number }>();
  readonly #onChange: () => void;
  readonly #now: () => number;
  readonly #packetRate: Rate;
  readonly #byteRate: Rate;
  #recent: { connection: TapConnection; last: number } | undefined;
  #armed = true;
  #chunks: Chunk[] = [];
  #cap: number;
  #size = 0;
  #end = 0;
  #first = 0;
  #totalBytes = 0;
  #evictedPackets = 0;
  #evictedBytes = 0;
  #odd = 0;

  constructor({ cap = DEFAULT_CAP, onChange = () => {}, now = () => performance.now() }: LogOptions = {}) {
    this.#cap = cap;
    this.#onChange = onChange;
    this.#now = now;
    this.#packetRate = new Rate(now());
    this.#byteRate = new Rate(now());
  }

  /** Index of the oldest packet still held. */
  get first(): number {
    return this.#first;
  }

  /** One past the newest. */
  get end(): number {
    return this.#end;
  }

  get cap(): number {
    return this.#cap;
  }

  set cap(bytes: number) {
    this.#cap = bytes;
    while (this.#size > bytes && this.#chunks.length > 0) this.#evict();
    this.#changed();
  }

  packet(bytes: Uint8Array, sent: boolean, quick: boolean, connection: TapConnection, time: number): void {
    this.#append(bytes, (sent ? SENT : 0) | (quick ? QUICK : 0), 0, connection, time);
  }

  odd(bytes: Uint8Array, reason: Oddity, quick: boolean, connection: TapConnection, time: number, sent: boolean): void {
    this.#odd++;
    this.#append(bytes, (sent ? SENT : 0) | (quick ? QUICK : 0), 1 << ODDITIES.indexOf(reason), connection, time);
  }

  /** Lets `onChange` be called again. */
  rearm(): void {
    this.#armed = true;
  }

  /** The chunk that holds the packet, undefined where it was evicted or is not there yet. */
  chunkOf(index: number): Chunk | undefined {
    if (index < this.#first || index >= this.#end) return undefined;
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle] as Chunk).first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }

  /** Undefined where all packets of the connection are gone. */
  connection(id: number): TapConnection | undefined {
    return this.#connections.get(id)?.connection;
  }

  /** Forgets all packets and counts; the indices go on. */
  clear(): void {
    this.#chunks = [];
    this.#connections.clear();
    this.#recent = undefined;
    this.urls.clear();
    this.#size = 0;
    this.#first = this.#end;
    this.#evictedPackets = 0;
    this.#evictedBytes = 0;
    this.#odd = 0;
    this.#changed();
  }

  stats(): TrafficStats {
    const now = this.#now();
    return {
      first: this.#first,
      end: this.#end,
      bytes: this.#size,
      cap: this.#cap,
      evictedPackets: this.#evictedPackets,
      evictedBytes: this.#evictedBytes,
      odd: this.#odd,
      packetsPerSecond: this.#packetRate.of(this.#end, now),
      bytesPerSecond: this.#byteRate.of(this.#totalBytes, now),
    };
  }

  #append(bytes: Uint8Array, kind: number, oddity: number, connection: TapConnection, time: number): void {
    let chunk = this.#chunks.at(-1);
    if (!chunk?.hasRoom(bytes.length)) chunk = this.#nextChunk(bytes.length);
    if (this.#recent?.connection !== connection) this.#recent = this.#remember(connection);
    this.#recent.last = this.#end++;
    this.#totalBytes += bytes.length;
    if (chunk) chunk.append(bytes, kind, oddity, connection.id, time, this.urls);
    else this.#lost(1, bytes.length);
    if (this.#armed) this.#changed();
  }

  /** Undefined where not even an empty log has room for the packet under the cap. */
  #nextChunk(packetLength: number): Chunk | undefined {
    const regular = Math.min(MIB, Math.max(4_096, Math.floor(this.#cap / 16)));
    const bytes = Math.max(packetLength, regular);
    const last = this.#chunks.at(-1);
    const rows = packetLength > regular ? 1 : expectedRows(regular, last);
    if (last) {
      this.#size -= last.size;
      last.seal();
      this.#size += last.size;
    }
    const size = Chunk.size(bytes, rows);
    let spare: Uint8Array | undefined;
    while (this.#size + size > this.#cap && this.#chunks.length > 0) spare = this.#evict();
    if (size > this.#cap) return undefined;
    const chunk = new Chunk(this.#end, spare?.length === bytes ? spare : allocate(bytes), rows);
    this.#chunks.push(chunk);
    this.#size += size;
    return chunk;
  }

  /** Answers the memory of the chunk, for the next one: fresh memory costs more than what is written to it. */
  #evict(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    if (!chunk) return undefined;
    this.#size -= chunk.size;
    this.#lost(chunk.count, chunk.used);
    for (const [id, { last }] of this.#connections) if (last < this.#first) this.#connections.delete(id);
    this.#recent = undefined;
    return chunk.bytes;
  }

  #lost(packets: number, bytes: number): void {
    this.#first += packets;
    this.#evictedPackets += packets;
    this.#evictedBytes += bytes;
  }

  #remember(connection: TapConnection): { connection: TapConnection; last: number } {
    let entry = this.#connections.get(connection.id);
    if (!entry) {
      entry = { connection, last: this.#end };
      this.#connections.set(connection.id, entry);
    }
    return entry;
  }

  #changed(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#onChange();
  }
}

/** About as many packets as the last chunk took: of large packets few fit in. */
function expectedRows(bytes: number, last: Chunk | undefined): number {
  const most = Math.ceil(bytes / BYTES_PER_ROW);
  return last ? Math.min(most, Math.max(Math.ceil(most / 64), Math.ceil(last.count * 1.25))) : most;
}

/** A plain Uint8Array, whose slice() copies; not zeroed. */
function allocate(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}
