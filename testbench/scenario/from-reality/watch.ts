import { setImmediate as turn } from 'node:timers/promises';
import {
  decodePacket,
  Flag,
  type JsonValue,
  PacketType,
  type PacketView,
  type TapConnection,
} from '@vsoa-testbench/core';
import { type Chunk, HEADER, OTHER, OtherType, QUICK, SENT } from '../../traffic/chunk.ts';
import { awaitsReply } from '../../traffic/pairs.ts';
import type { Source } from '../../traffic/source.ts';
import { jsonIn } from './literal.ts';
import { Budget, SeenEcu } from './observed.ts';
import { readPositions } from './positions.ts';
import { serverOf } from './servers.ts';
import type { KeptStreams } from './stream-bytes.ts';

/** Others get their turn after so long, ms. */
const SLICE = 5;
const ROWS_BETWEEN_LOOKS = 64;
/** A request without an answer at the end of the traffic may still have got one, ms. */
const MAY_COME = 2_000;

export interface Seen {
  ecus: SeenEcu[];
  /** What position servers answered. */
  positions: Map<string, string>;
  /** Packets that were no longer there when they were to be looked at. */
  evicted: number;
}

/**
 * Goes through traffic once, and gathers what each server did; all of them, or those at `addresses`. What is written
 * while it runs is left out. The loop is never held up for more than a few ms.
 */
export async function watchTraffic(
  source: Source,
  addresses?: ReadonlySet<string>,
  streams?: KeptStreams,
): Promise<Seen> {
  const { log, pairs } = source;
  const { end } = log;
  while (!pairs.advance(sliceOver()) && pairs.end < end) await turn();
  const walk = new Walk(source, addresses, streams);
  let isOver = sliceOver();
  for (let index = log.first; index < end; index++) {
    if (index % ROWS_BETWEEN_LOOKS === 0 && isOver()) {
      await turn();
      isOver = sliceOver();
    }
    if (index < log.first) {
      walk.evicted += log.first - index;
      index = log.first;
    }
    const chunk = log.chunkOf(index);
    if (chunk) walk.look(chunk, index - chunk.first);
  }
  return { ecus: walk.ecus, positions: walk.positions, evicted: walk.evicted };
}

class Walk {
  evicted = 0;
  readonly positions = new Map<string, string>();
  readonly #source: Source;
  readonly #addresses: ReadonlySet<string> | undefined;
  readonly #streams: KeptStreams | undefined;
  readonly #budget = new Budget();
  readonly #ecus = new Map<string, SeenEcu>();
  /** Of a connection that the bench has both ends of, only the client's side is looked at. */
  readonly #ofClients: ReadonlySet<string>;
  readonly #last: number;

  constructor(source: Source, addresses: ReadonlySet<string> | undefined, streams: KeptStreams | undefined) {
    this.#source = source;
    this.#streams = streams;
    this.#addresses = addresses;
    this.#last = source.log.span?.to ?? 0;
    const clients = source.log.connections.filter(({ role }) => role === 'client');
    this.#ofClients = new Set(clients.map(serverOf));
  }

  /** Those that said anything. */
  get ecus(): SeenEcu[] {
    return [...this.#ecus.values()];
  }

  look(chunk: Chunk, row: number): void {
    const kind = chunk.columns.kind[row] as number;
    const connection = this.#source.log.connection(chunk.columns.connection[row] as number);
    if (!connection) return;
    if (kind & OTHER) this.#other(chunk, row, connection);
    else if (kind & HEADER) this.#packet(chunk, row, kind, connection);
  }

  #packet(chunk: Chunk, row: number, kind: number, connection: TapConnection): void {
    const address = serverOf(connection);
    if (!this.#isWanted(address) || (connection.role === 'server' && this.#ofClients.has(address))) return;
    const packet = packetIn(chunk, row);
    if (!packet) return;
    const time = chunk.columns.time[row] as number;
    const toServer = ((kind & SENT) !== 0) === (connection.role === 'client');
    const quick = (kind & QUICK) !== 0;
    const isReply = (packet.flags & Flag.REPLY) !== 0;
    const ecu = this.#ecu(address, connection);
    switch (packet.type) {
      case PacketType.SERVINFO:
        if (isReply) ecu.info ??= jsonIn(packet.param);
        else if (hasPassword(packet.param)) ecu.usesPassword = true;
        break;
      case PacketType.RPC:
        if (!isReply) this.#call(ecu, packet, chunk, row, time);
        break;
      case PacketType.SUBSCRIBE:
        if (!isReply) ecu.addSubscribed(packet.url);
        break;
      case PacketType.PUBLISH:
        ecu.addValue(packet.url, { time, quick, ...payloadOf(packet) }, connection.id);
        break;
      case PacketType.DATAGRAM:
        ecu.addDatagram({ url: packet.url, time, quick, toServer, connection: connection.id, ...payloadOf(packet) });
        break;
      default:
    }
  }

  #call(ecu: SeenEcu, request: PacketView, chunk: Chunk, row: number, time: number): void {
    const { columns, first } = chunk;
    const method = request.flags & Flag.SET ? 'SET' : 'GET';
    const distance = columns.pair[row] as number;
    if (distance === 0) {
      const isOpen = !awaitsReply(columns, row) || this.#last - time < MAY_COME;
      if (!isOpen) ecu.addCall(request.url, method, null);
      return;
    }
    const answered = this.#source.log.chunkOf(first + row + distance);
    const at = first + row + distance - (answered?.first ?? 0);
    const reply = answered && packetIn(answered, at);
    if (!reply) return;
    const rttMs = (answered.columns.time[at] as number) - time;
    const tunnelId = reply.flags & Flag.TUNNEL ? reply.tunid : 0;
    const answer = { status: reply.status, tunnelId, rttMs, ...payloadOf(reply) };
    ecu.addCall(request.url, method, { time, request: payloadOf(request), answer });
  }

  /** A stream belongs to the server on the same host that announced its port, which is known at the end. */
  #other(chunk: Chunk, row: number, connection: TapConnection): void {
    const type = chunk.columns.type[row];
    const bytes = chunk.bytesOf(row);
    if (type === OtherType.POSITION) readPositions(bytes, this.positions);
    if (type !== OtherType.STREAM_CLOSE) return;
    const { sentBytes, receivedBytes } = jsonIn(bytes) as { sentBytes: number; receivedBytes: number };
    const [toServer, toClient] = connection.role === 'client' ? [sentBytes, receivedBytes] : [receivedBytes, sentBytes];
    const tunnelId = chunk.columns.tunnelId[row] as number;
    const host = hostOf(serverOf(connection));
    const time = chunk.columns.time[row] as number;
    const content = this.#streams?.of(connection.id, toClient);
    for (const ecu of this.#ecus.values()) {
      if (hostOf(ecu.address) === host) ecu.addStream({ time, tunnelId, toServer, toClient, content });
    }
  }

  #isWanted(address: string): boolean {
    return address !== '' && (this.#addresses?.has(address) ?? true);
  }

  #ecu(address: string, { label }: TapConnection): SeenEcu {
    let ecu = this.#ecus.get(address);
    if (ecu) return ecu;
    ecu = new SeenEcu(address, this.#budget);
    // Of a capture of a network the label says only who talks with whom.
    if (label !== '' && !label.includes(' → ')) ecu.name = label;
    this.#ecus.set(address, ecu);
    return ecu;
  }
}

function packetIn(chunk: Chunk, row: number): PacketView | undefined {
  try {
    return decodePacket(chunk.bytesOf(row));
  } catch {
    // Cut when it was captured, or no packet.
    return undefined;
  }
}

/** Copies: the memory of the log is written to again. */
function payloadOf({ param, data }: PacketView): { param: Buffer; data: Buffer } {
  return { param: Buffer.from(param), data: Buffer.from(data) };
}

function hasPassword(param: Buffer): boolean {
  const json = jsonIn(param) as { [key: string]: JsonValue } | null | undefined;
  return typeof json === 'object' && json !== null && typeof json['passwd'] === 'string' && json['passwd'] !== '';
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'));
}

function sliceOver(): () => boolean {
  const end = performance.now() + SLICE;
  return () => performance.now() > end;
}
