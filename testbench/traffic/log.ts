import { Flag, type Oddity, type Tap, type TapConnection, type TapEvent } from '@vsoa-testbench/core';
import type { TrafficStats } from '../contract.ts';
import { Rate } from '../rate.ts';
import { Chunk, newMemory, type OtherRow, OtherType, packetLength, QUICK, ROW_BYTES, SENT } from './chunk.ts';
import { Copying } from './copying.ts';
import { UrlTable } from './urls.ts';

const MIB = 1_048_576;
const DEFAULT_CAP = 512 * MIB;
/** So many bytes have packets of which nothing is known yet. */
const EXPECTED_BYTES = 100;
/** Of larger ones less is gained than is lost where small ones follow. */
const LEAST_BYTES = 20;
const MOST_BYTES = 1_000;
/** For packets that are a little smaller than those before; few enough that a full chunk need not give back the rest. */
const SPARE_ROWS = 1.05;
/** What is known of a connection takes about this much, counted under the cap. */
const CONNECTION_BYTES = 512;
/** Strangers can make up as many as they like; of the packets of more than these the ends are not known. */
const MAX_CONNECTIONS = 65_536;
const NOTHING = new Uint8Array();
/** As many clearings can be taken back as there are undos. */
const MOST_CLEARED = 20;

/** Of packets, in the order of their bits in the column `oddity`. */
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
export const ALL_ODDITIES = [...ODDITIES, 'BAD_POSITION'] as const;
const BAD_POSITION = 1 << ALL_ODDITIES.indexOf('BAD_POSITION');

export interface LogOptions {
  /** Bytes of memory for packets, their columns and what is known of their connections, 512 MiB by default. The table of urls (at most 10 MiB) comes on top. */
  cap?: number;
  /** Called when the log has changed, and not again until `rearm`. */
  onChange?: () => void;
  /** Monotonic ms, for the rates. */
  now?: () => number;
}

interface KnownConnection {
  connection: TapConnection;
  /** Index of its newest packet. */
  last: number;
}

/** What was held when the log was cleared; its memory counts under the cap, and is the first to go. */
interface Cleared {
  chunks: Chunk[];
  connections: Map<number, KnownConnection>;
  first: number;
  size: number;
  evictedPackets: number;
  evictedBytes: number;
  odd: number;
  malformed: number;
}

/**
 * Every packet the bench sent or received, in columns over chunks of raw bytes. Appending reads the header, copies the
 * bytes and writes the columns; no object is made. Over the cap the oldest chunk goes, and is counted. The index of a
 * packet is its place since the log was made, and stays the same whatever is evicted or cleared.
 */
export class TrafficLog implements Required<Tap> {
  readonly urls = new UrlTable();
  readonly #copying = new Copying();
  #connections = new Map<number, KnownConnection>();
  readonly #onChange: () => void;
  readonly #now: () => number;
  readonly #packetRate: Rate;
  readonly #byteRate: Rate;
  #recent: KnownConnection | undefined;
  #armed = true;
  #chunks: Chunk[] = [];
  /** Oldest first. */
  #cleared: Cleared[] = [];
  #cap: number;
  /** Of all that is kept, what was cleared included. */
  #size = 0;
  #end = 0;
  #first = 0;
  #totalBytes = 0;
  #evictedPackets = 0;
  #evictedBytes = 0;
  #odd = 0;
  #malformed = 0;

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
    this.#makeRoom(0);
    this.#changed();
  }

  packet(
    source: Uint8Array,
    start: number,
    end: number,
    sent: boolean,
    quick: boolean,
    connection: TapConnection,
    time: number,
  ): void {
    const kind = (sent ? SENT : 0) | (quick ? QUICK : 0);
    this.#append(source, start, end, kind, 0, connection, time);
  }

  receivedTogether(source: Uint8Array, start: number, end: number, connection: TapConnection, time: number): void {
    for (let at = start; at < end; ) {
      const length = Math.min(end - at, packetLength(source, at));
      const chunk = this.#room(length, connection);
      let next = at + length;
      if (chunk) {
        const before = chunk.count;
        next = chunk.appendReceived(source, at, end, connection.id, time, this.urls);
        this.#end += chunk.count - before - 1;
        this.#totalBytes += next - at - length;
      }
      at = next;
    }
    if (this.#recent) this.#recent.last = this.#end - 1;
    if (this.#armed) this.#changed();
  }

  odd(bytes: Uint8Array, reason: Oddity, quick: boolean, connection: TapConnection, time: number, sent: boolean): void {
    this.#odd++;
    if (reason === 'BAD_MAGIC' || reason === 'BAD_LENGTH') this.#malformed++;
    const kind = (sent ? SENT : 0) | (quick ? QUICK : 0);
    this.#append(bytes, 0, bytes.length, kind, 1 << ODDITIES.indexOf(reason), connection, time);
  }

  /** A stream tells of itself as JSON text: `tunnelId`, and at its end how many bytes went each way, and the error. */
  other(event: TapEvent, connection: TapConnection, time: number): void {
    const type = OtherType[event.kind];
    if (event.kind === 'POSITION') {
      const isAnswer = event.sent === (connection.role === 'server');
      const kind = QUICK | (event.sent ? SENT : 0);
      const what = { kind, type, flags: isAnswer ? Flag.REPLY : 0, tunnelId: 0 };
      if (event.malformed) this.#odd++;
      this.#appendOther(event.bytes, what, event.malformed ? BAD_POSITION : 0, connection, time);
      return;
    }
    const { kind: _, tunnelId, ...rest } = event;
    const json = event.kind === 'STREAM_OPEN' ? NOTHING : Buffer.from(JSON.stringify(rest));
    const kind = connection.role === 'client' ? SENT : 0;
    this.#appendOther(json, { kind, type, flags: 0, tunnelId }, 0, connection, time);
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

  /** Undefined where all packets of the connection are gone, and of those beyond the first 65,536. */
  connection(id: number): TapConnection | undefined {
    return this.#connections.get(id)?.connection;
  }

  get connections(): TapConnection[] {
    return [...this.#connections.values()].map(({ connection }) => connection);
  }

  /** Epoch ms of the earliest and latest packet held; null where there is none. */
  get span(): { from: number; to: number } | null {
    if (this.#chunks.length === 0) return null;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const chunk of this.#chunks) {
      from = Math.min(from, chunk.earliest);
      to = Math.max(to, chunk.latest);
    }
    return { from, to };
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /**
   * Holds no packet any more and counts anew; the indices go on. Until its memory is needed, what went can be brought
   * back by `restore`: answers how many packets that are.
   */
  clear(): number {
    const packets = this.#end - this.#first;
    const isKept = packets > 0 && !this.urls.isCrowded;
    if (isKept) this.#putAside();
    else this.#size = this.#sizeOfCleared();
    // The packets that went need the numbers of their urls; without them there is room for others.
    if (this.urls.isCrowded) {
      this.#cleared = [];
      this.#size = 0;
      this.urls.clear();
    }
    this.#chunks = [];
    this.#connections = new Map();
    this.#recent = undefined;
    this.#first = this.#end;
    this.#evictedPackets = 0;
    this.#evictedBytes = 0;
    this.#odd = 0;
    this.#malformed = 0;
    this.#changed();
    return isKept ? packets : 0;
  }

  /** Brings back what was cleared last, before what came since; false where its memory was needed meanwhile. */
  restore(): boolean {
    const cleared = this.#cleared.pop();
    if (!cleared) return false;
    for (const [id, known] of this.#connections) {
      if (cleared.connections.has(id)) this.#size -= CONNECTION_BYTES;
      cleared.connections.set(id, known);
    }
    this.#connections = cleared.connections;
    this.#recent = undefined;
    this.#chunks = [...cleared.chunks, ...this.#chunks];
    this.#first = cleared.first;
    this.#evictedPackets += cleared.evictedPackets;
    this.#evictedBytes += cleared.evictedBytes;
    this.#odd += cleared.odd;
    this.#malformed += cleared.malformed;
    this.#changed();
    return true;
  }

  stats(): TrafficStats {
    const now = this.#now();
    return {
      first: this.#first,
      end: this.#end,
      packetBytes: this.#chunks.reduce((sum, { used }) => sum + used, 0),
      bytes: this.#size - this.#sizeOfCleared(),
      cap: this.#cap,
      evictedPackets: this.#evictedPackets,
      evictedBytes: this.#evictedBytes,
      odd: this.#odd,
      malformed: this.#malformed,
      packetsPerSecond: this.#packetRate.of(this.#end, now),
      bytesPerSecond: this.#byteRate.of(this.#totalBytes, now),
    };
  }

  #append(
    source: Uint8Array,
    start: number,
    end: number,
    kind: number,
    oddity: number,
    connection: TapConnection,
    time: number,
  ): void {
    const chunk = this.#room(end - start, connection);
    if (chunk) chunk.append(source, start, end, kind, oddity, connection.id, time, this.urls, this.#copying);
    if (this.#armed) this.#changed();
  }

  #appendOther(json: Uint8Array, what: OtherRow, oddity: number, connection: TapConnection, time: number): void {
    this.#room(json.length, connection)?.appendOther(json, what, oddity, connection.id, time);
    this.#changed();
  }

  /** The chunk that takes the next packet; undefined where none does, and then the packet is counted as evicted. */
  #room(length: number, connection: TapConnection): Chunk | undefined {
    const recent = this.#recent?.connection === connection ? this.#recent : this.#remember(connection);
    recent.last = this.#end;
    let chunk = this.#chunks.at(-1);
    if (!chunk?.hasRoom(length)) chunk = this.#nextChunk(length);
    this.#recent = recent;
    this.#end++;
    this.#totalBytes += length;
    if (chunk) return chunk;
    this.#lost(1, length);
    this.#forgetConnections();
    return undefined;
  }

  /** Undefined where not even an empty log has room for the packet under the cap. */
  #nextChunk(length: number): Chunk | undefined {
    const regular = Math.min(MIB, Math.max(4_096, Math.floor(this.#cap / 16)));
    const last = this.#chunks.at(-1);
    const isLarge = length > regular / 2;
    const size = isLarge ? length + ROW_BYTES : regular;
    const rows = isLarge ? 1 : Math.min(expectedRows(size, last), Math.floor((size - length) / ROW_BYTES));
    if (last) {
      this.#size -= last.size;
      last.seal();
      this.#size += last.size;
    }
    const spare = this.#makeRoom(size)?.memory;
    if (this.#size + size > this.#cap) return undefined;
    const memory = spare?.byteLength === size ? spare : newMemory(size);
    const chunk = new Chunk(this.#end, memory, rows);
    this.#chunks.push(chunk);
    this.#size += size;
    return chunk;
  }

  #putAside(): void {
    const last = this.#chunks.at(-1);
    if (last) {
      this.#size -= last.size;
      last.seal();
      this.#size += last.size;
    }
    this.#cleared.push({
      chunks: this.#chunks,
      connections: this.#connections,
      first: this.#first,
      size: this.#size - this.#sizeOfCleared(),
      evictedPackets: this.#evictedPackets,
      evictedBytes: this.#evictedBytes,
      odd: this.#odd,
      malformed: this.#malformed,
    });
    if (this.#cleared.length > MOST_CLEARED) this.#forgetCleared();
  }

  #forgetCleared(): void {
    this.#size -= this.#cleared.shift()?.size ?? 0;
  }

  #sizeOfCleared(): number {
    return this.#cleared.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Has what was cleared go, and then the oldest packets, until so many bytes fit under the cap. Answers a chunk the
   * memory of which is free for the next one.
   */
  #makeRoom(bytes: number): Chunk | undefined {
    let spare: Chunk | undefined;
    while (this.#size + bytes > this.#cap) {
      if (this.#cleared.length > 0) this.#forgetCleared();
      else if (this.#chunks.length > 0) spare = this.#evict();
      else break;
    }
    return spare;
  }

  /** Answers the chunk, the memory of which is free for the next one. */
  #evict(): Chunk | undefined {
    const chunk = this.#chunks.shift();
    if (!chunk) return undefined;
    this.#size -= chunk.size;
    this.#lost(chunk.count, chunk.used);
    this.#forgetConnections();
    return chunk;
  }

  /** Those without a packet. */
  #forgetConnections(): void {
    this.#recent = undefined;
    for (const [id, { last }] of this.#connections) {
      if (last >= this.#first) continue;
      this.#connections.delete(id);
      this.#size -= CONNECTION_BYTES;
    }
  }

  #lost(packets: number, bytes: number): void {
    this.#first += packets;
    this.#evictedPackets += packets;
    this.#evictedBytes += bytes;
  }

  #remember(connection: TapConnection): KnownConnection {
    const known = this.#connections.get(connection.id);
    if (known) return known;
    const entry = { connection, last: this.#end };
    if (this.#connections.size === MAX_CONNECTIONS) return entry;
    this.#connections.set(connection.id, entry);
    this.#size += CONNECTION_BYTES;
    this.#makeRoom(0);
    return entry;
  }

  #changed(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#onChange();
  }
}

/** As many packets as have room where they are as large as those before. */
function expectedRows(size: number, last: Chunk | undefined): number {
  const bytes = last ? last.used / last.count : EXPECTED_BYTES;
  const fitting = size / (Math.min(MOST_BYTES, Math.max(LEAST_BYTES, bytes)) + ROW_BYTES);
  return Math.ceil(fitting * SPARE_ROWS);
}
