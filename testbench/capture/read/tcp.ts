import { formatEndpoint } from '../address.ts';
import { TcpFlag } from '../tcp-flag.ts';
import type { CaptureSink } from '../types.ts';
import { type ConnectionIds, connectionBetween, type FoundConnection } from './connections.ts';
import { Conversation, type ConversationListener } from './conversation.ts';
import type { IpPayload } from './ip.ts';
import { clientQuickPort, contentOddity, serverQuickPort, streamPort } from './packet.ts';
import { directionKey, kept, readSegment, type Segment, withPort } from './segment.ts';
import { StreamWatch } from './streams.ts';
import type { Warnings } from './warnings.ts';

/** Connections that are remembered; of more, those that were silent longest are forgotten. */
const MOST = 10_000;
/** Bytes that all of them keep together. */
const MAX_MEMORY = 64 * 1_048_576;
const SEGMENTS_BETWEEN_LOOKS = 256;

interface Entry {
  conversation: Conversation;
  /** Two of them, by the direction of a segment. */
  keys: [string, string];
  seen: number;
  /** Of each side the number of its SYN. */
  syn: [number | undefined, number | undefined];
  isOther: boolean;
  otherSegments: number;
}

export interface TcpOptions {
  sink: CaptureSink;
  ids: ConnectionIds;
  warnings: Warnings;
  /** Told when a client and its server have agreed upon addresses for quick packets. */
  onQuick: (connection: FoundConnection) => void;
}

/** Finds the VSOA connections among the TCP segments of a file, and the streams that they open. */
export class TcpTraffic {
  readonly #options: TcpOptions;
  readonly #entries = new Map<string, { entry: Entry; side: 0 | 1 }>();
  readonly #streams: StreamWatch;
  #untilLook = SEGMENTS_BETWEEN_LOOKS;
  /** Segments with content of connections that are no VSOA. */
  other = 0;

  constructor(options: TcpOptions) {
    this.#options = options;
    this.#streams = new StreamWatch(options.sink, options.ids);
  }

  /** What an IP packet carries. */
  add(payload: IpPayload, time: number): void {
    const segment = readSegment(payload, time);
    if (!segment) return;
    const key = directionKey(segment.from, segment.to);
    if (this.#streams.take(key, segment)) return;
    const known = this.#entries.get(key);
    if (known && !isAnother(known.entry, known.side, segment)) {
      this.#take(known.entry, known.side, segment);
      return;
    }
    if (known) this.#forget(known.entry);
    if (!this.#streams.isExpected(key, segment)) this.#take(this.#open(key, segment), 0, segment);
  }

  finish(): void {
    for (const { entry, side } of this.#entries.values()) if (side === 0) this.#finish(entry);
    this.#entries.clear();
  }

  #take(entry: Entry, side: 0 | 1, segment: Segment): void {
    const { seq, ack, flags, bytes, length, time } = segment;
    entry.seen = time;
    if (entry.isOther) {
      if (length > 0) this.other += 1;
      return;
    }
    const { conversation } = entry;
    const isSyn = (flags & TcpFlag.SYN) !== 0;
    if (isSyn) {
      entry.syn[side] = seq;
      conversation.begin(side, seq, (flags & TcpFlag.ACK) !== 0);
    }
    if (flags & TcpFlag.ACK) conversation.acked(side === 0 ? 1 : 0, ack, time);
    conversation.segment(side, isSyn ? (seq + 1) >>> 0 : seq, bytes, length, time);
    if (length > 0 && !conversation.isVsoa) entry.otherSegments += 1;
    if (flags & TcpFlag.RST) conversation.finish(time);
    if (conversation.isOther) this.#leave(entry);
    if (--this.#untilLook === 0) this.#bound();
  }

  /** Nobody looks at it any more, and it costs little to know that. */
  #leave(entry: Entry): void {
    entry.isOther = true;
    this.other += entry.otherSegments;
    entry.conversation.finish(entry.seen);
  }

  #open(key: string, { from, to }: Segment): Entry {
    const back = directionKey(to, from);
    const entry: Entry = {
      conversation: new Conversation([kept(from), kept(to)], this.#listener()),
      keys: [key, back],
      seen: 0,
      syn: [undefined, undefined],
      isOther: false,
      otherSegments: 0,
    };
    this.#entries.set(back, { entry, side: 1 });
    this.#entries.set(key, { entry, side: 0 });
    return entry;
  }

  #finish(entry: Entry): void {
    if (entry.isOther) return;
    entry.conversation.finish(entry.seen);
    if (!entry.conversation.isVsoa) this.other += entry.otherSegments;
  }

  #forget(entry: Entry): void {
    this.#finish(entry);
    for (const key of entry.keys) this.#entries.delete(key);
  }

  /** Keeps number and memory of the connections within their limits. */
  #bound(): void {
    this.#untilLook = SEGMENTS_BETWEEN_LOOKS;
    const entries: Entry[] = [];
    let memory = 0;
    for (const { entry, side } of this.#entries.values()) {
      if (side === 1) continue;
      entries.push(entry);
      memory += entry.conversation.memory;
    }
    if (entries.length <= MOST && memory <= MAX_MEMORY) return;
    entries.sort((one, other) => one.seen - other.seen);
    let left = entries.length;
    for (const entry of entries) {
      if (left <= MOST * 0.9 && memory <= MAX_MEMORY / 2) return;
      memory -= entry.conversation.memory;
      left -= 1;
      this.#forget(entry);
    }
  }

  #listener(): ConversationListener {
    const { sink, ids, warnings } = this.#options;
    const totals = { missing: 0, skipped: 0, differ: 0 };
    return {
      found: (client, server) => connectionBetween(ids.take(), formatEndpoint(client), formatEndpoint(server), false),
      packet: (bytes, sent, connection, time) => {
        this.#learn(bytes, connection);
        const odd = contentOddity(bytes, false);
        if (odd) sink.odd(bytes, odd, false, connection, time, sent);
        else sink.packet(bytes, 0, bytes.length, sent, false, connection, time);
      },
      broken: (bytes, reason, sent, connection, time) => sink.odd(bytes, reason, false, connection, time, sent),
      missing: ({ label }, length) => {
        totals.missing += length;
        warnings.add('BYTES_MISSING', `${label}: ${totals.missing} bytes are not in the file`, { about: label });
      },
      skipped: ({ label }, length) => {
        totals.skipped += length;
        const message = `${label}: ${totals.skipped} bytes belong to no packet that has its start in the file`;
        warnings.add('BYTES_MISSING', message, { about: `${label} skipped` });
      },
      differs: ({ label }, length) => {
        totals.differ += length;
        const message = `${label}: ${totals.differ} bytes were sent again and are not the same; what came first is shown`;
        warnings.add('BYTES_DIFFER', message, { about: label });
      },
    };
  }

  /** What a packet says about other ports. */
  #learn(packet: Buffer, connection: FoundConnection): void {
    const client = clientQuickPort(packet);
    const server = serverQuickPort(packet);
    if (client !== undefined) {
      connection.quickLocal = withPort(connection.local, client);
      connection.quickRemote = connection.remote;
    }
    if (server !== undefined) connection.quickRemote = withPort(connection.remote, server);
    if (client !== undefined || server !== undefined) this.#options.onQuick(connection);
    const stream = streamPort(packet);
    if (stream !== undefined) this.#streams.expect(withPort(connection.remote, stream));
  }
}

/** Whether a segment begins a new connection between ports that an old one had. */
function isAnother({ syn, conversation }: Entry, side: 0 | 1, { flags, seq }: Segment): boolean {
  if (!(flags & TcpFlag.SYN) || syn[side] === seq) return false;
  const answers = (flags & TcpFlag.ACK) !== 0;
  return !answers || conversation.hasHeard(side);
}
