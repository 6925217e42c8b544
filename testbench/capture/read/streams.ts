import { formatEndpoint } from '../address.ts';
import { TcpFlag } from '../tcp-flag.ts';
import type { CaptureSink } from '../types.ts';
import { type ConnectionIds, connectionBetween, type FoundConnection } from './connections.ts';
import { directionKey, keepBelow, type Segment } from './segment.ts';

/** Ports that are waited for, and streams that are open, at one time. */
const MOST = 10_000;

interface Direction {
  first: number | undefined;
  /** The furthest that was sent, and how far that is from the first: beyond 4 GiB the numbers begin again. */
  next: number;
  length: number;
  ended: boolean;
}

interface Stream {
  connection: FoundConnection;
  tunnelId: number;
  isOpen: boolean;
  keys: [string, string];
  client: Direction;
  server: Direction;
}

/** The streams of a file: connections to ports that an RPC answered with TUNNEL. They carry plain bytes, which are counted, and handed over to who wants them. */
export class StreamWatch {
  readonly #sink: CaptureSink;
  readonly #ids: ConnectionIds;
  readonly #expected = new Set<string>();
  readonly #streams = new Map<string, { stream: Stream; direction: Direction }>();

  constructor(sink: CaptureSink, ids: ConnectionIds) {
    this.#sink = sink;
    this.#ids = ids;
  }

  /** A client may connect to this server. */
  expect(server: string): void {
    keepBelow(this.#expected, MOST);
    this.#expected.add(server);
  }

  /** Whether a connection nobody has seen yet is a stream; its first segment is taken then. */
  isExpected(key: string, segment: Segment): boolean {
    if (this.#expected.size === 0) return false;
    const from = formatEndpoint(segment.from);
    const to = formatEndpoint(segment.to);
    const toServer = this.#expected.has(to);
    if (!toServer && !this.#expected.has(from)) return false;
    // Exactly one client is accepted.
    this.#expected.delete(toServer ? to : from);
    const back = directionKey(segment.to, segment.from);
    if (toServer) this.#open(from, to, key, back);
    else this.#open(to, from, back, key);
    return this.take(key, segment);
  }

  /** True where the segment belongs to a stream. */
  take(key: string, { seq, flags, bytes, length, time }: Segment): boolean {
    const found = this.#streams.get(key);
    if (!found) return false;
    const { stream, direction } = found;
    const start = flags & TcpFlag.SYN ? (seq + 1) >>> 0 : seq;
    const end = (start + length) >>> 0;
    if (direction.first === undefined) Object.assign(direction, { first: start, next: start });
    // A FIN takes a sequence number too, so that what only acknowledges stands after it.
    const says = length > 0 || (flags & TcpFlag.FIN) !== 0;
    if (bytes.length > 0) {
      const offset = direction.length + ((start - direction.next) | 0);
      this.#sink.streamBytes?.(bytes, offset, direction === stream.client, stream.connection);
    }
    const more = (end - direction.next) | 0;
    if (says && more > 0) {
      direction.next = end;
      direction.length += more;
    }
    const linked = direction === stream.server && (flags & TcpFlag.SYN) !== 0;
    if (!stream.isOpen && (linked || length > 0)) {
      stream.isOpen = true;
      this.#sink.other({ kind: 'STREAM_OPEN', tunnelId: stream.tunnelId }, stream.connection, time);
    }
    if (flags & TcpFlag.FIN) direction.ended = true;
    if (flags & TcpFlag.RST) this.#close(stream, 'CONNECTION_LOST', time);
    else if (stream.client.ended && stream.server.ended) this.#close(stream, undefined, time);
    return true;
  }

  #open(client: string, server: string, toServer: string, toClient: string): void {
    keepBelow(this.#streams, MOST * 2);
    const stream: Stream = {
      connection: connectionBetween(this.#ids.take(), client, server, false),
      tunnelId: Number(server.slice(server.lastIndexOf(':') + 1)),
      isOpen: false,
      keys: [toServer, toClient],
      client: { first: undefined, next: 0, length: 0, ended: false },
      server: { first: undefined, next: 0, length: 0, ended: false },
    };
    this.#streams.set(toServer, { stream, direction: stream.client });
    this.#streams.set(toClient, { stream, direction: stream.server });
  }

  #close(
    { connection, tunnelId, isOpen, client, server, keys }: Stream,
    error: string | undefined,
    time: number,
  ): void {
    for (const key of keys) this.#streams.delete(key);
    if (!isOpen) return;
    const counts = { sentBytes: client.length, receivedBytes: server.length };
    this.#sink.other({ kind: 'STREAM_CLOSE', tunnelId, ...counts, error }, connection, time);
  }
}
