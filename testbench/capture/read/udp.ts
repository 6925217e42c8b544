import { HEADER_LENGTH, PacketType } from '@vsoa-testbench/core';
import { type Endpoint, formatEndpoint } from '../address.ts';
import type { CaptureSink } from '../types.ts';
import { type ConnectionIds, connectionBetween, type FoundConnection } from './connections.ts';
import { declaredLength, isPlausible, MAGIC } from './header.ts';
import type { IpPayload } from './ip.ts';
import { contentOddity, senderOf } from './packet.ts';
import { POSITION_PORT, positionKind } from './position.ts';
import { directionKey, keepBelow } from './segment.ts';

const HEADER = 8;
/** Flows, and clients, that are remembered. */
const MOST = 20_000;

/** One UDP packet, valid during the call. */
interface Datagram {
  from: Endpoint;
  to: Endpoint;
  bytes: Buffer;
  length: number;
  time: number;
}

interface Flow {
  connection: FoundConnection;
  /** Its packets go from the client to the server; undefined where it is not known who is who, or both. */
  sent: boolean;
  kind: 'quick' | 'position';
}

/** Finds quick packets and position queries among the UDP packets of a file. */
export class UdpTraffic {
  readonly #sink: CaptureSink;
  readonly #ids: ConnectionIds;
  /** By direction. */
  readonly #flows = new Map<string, Flow>();
  /** The keys of flows, by the address of their client. */
  readonly #keys = new Map<string, string[]>();
  /** By the address where a client said that it hears quick packets. */
  readonly #announced = new Map<string, FoundConnection>();
  /** Packets that are neither. */
  other = 0;

  constructor(sink: CaptureSink, ids: ConnectionIds) {
    this.#sink = sink;
    this.#ids = ids;
  }

  /**
   * The two of a connection have agreed upon its addresses for quick packets. What was on the client's address before is
   * over.
   */
  announce(connection: FoundConnection): void {
    const client = connection.quickLocal;
    for (const key of this.#keys.get(client) ?? []) this.#flows.delete(key);
    this.#keys.delete(client);
    keepBelow(this.#announced, MOST);
    this.#announced.set(client, connection);
  }

  /** What an IP packet carries. */
  add({ bytes, length, source, target }: IpPayload, time: number): void {
    if (bytes.length < HEADER) return;
    const declared = bytes.readUInt16BE(4) || length;
    const datagram: Datagram = {
      from: { ip: source, port: bytes.readUInt16BE(0) },
      to: { ip: target, port: bytes.readUInt16BE(2) },
      bytes: bytes.subarray(HEADER, Math.max(HEADER, declared)),
      length: declared - HEADER,
      time,
    };
    const flow = this.#flows.get(directionKey(datagram.from, datagram.to)) ?? this.#find(datagram);
    if (!flow) this.other += 1;
    else if (flow.kind === 'position') this.#tellPosition(datagram, flow);
    else this.#tellQuick(datagram, flow);
  }

  #find(datagram: Datagram): Flow | undefined {
    const from = formatEndpoint(datagram.from);
    const to = formatEndpoint(datagram.to);
    return this.#findAnnounced(datagram, from, to) ?? this.#findQuick(datagram) ?? this.#findPosition(datagram);
  }

  #findAnnounced(datagram: Datagram, from: string, to: string): Flow | undefined {
    for (const sent of [true, false]) {
      const [client, server] = sent ? [from, to] : [to, from];
      const connection = this.#announced.get(client);
      if (connection?.quickRemote === server) return this.#remember(datagram, connection, sent, 'quick');
    }
    return undefined;
  }

  /** Where nobody announced anything, only what is a quick packet through and through. */
  #findQuick(datagram: Datagram): Flow | undefined {
    const { bytes, length } = datagram;
    if (bytes.length < HEADER_LENGTH || !isPlausible(bytes, 0) || declaredLength(bytes, 0) !== length) return undefined;
    const type = bytes.readUInt8(1);
    if (type !== PacketType.PUBLISH && type !== PacketType.DATAGRAM) return undefined;
    const sent = senderOf(bytes, true) === 'client';
    return this.#remember(datagram, this.#connect(datagram, sent), sent, 'quick');
  }

  #findPosition(datagram: Datagram): Flow | undefined {
    const toServer = datagram.to.port === POSITION_PORT;
    if (!toServer && positionKind(datagram.bytes) !== 'query') return undefined;
    return this.#remember(datagram, this.#connect(datagram, true), true, 'position');
  }

  #connect({ from, to }: Datagram, sent: boolean): FoundConnection {
    const [client, server] = sent ? [from, to] : [to, from];
    return connectionBetween(this.#ids.take(), formatEndpoint(client), formatEndpoint(server), true);
  }

  #remember({ from, to }: Datagram, connection: FoundConnection, sent: boolean, kind: Flow['kind']): Flow {
    keepBelow(this.#flows, MOST);
    keepBelow(this.#keys, MOST);
    const flow = { connection, sent, kind };
    const keys = [directionKey(from, to), directionKey(to, from)] as const;
    this.#flows.set(keys[0], flow);
    this.#flows.set(keys[1], { connection, sent: !sent, kind });
    this.#keys.set(connection.quickLocal, [...keys]);
    return flow;
  }

  #tellPosition({ bytes, time }: Datagram, { connection, sent }: Flow): void {
    const malformed = positionKind(bytes) === undefined;
    this.#sink.other({ kind: 'POSITION', bytes, sent, malformed }, connection, time);
  }

  #tellQuick({ bytes, length, time }: Datagram, { connection, sent }: Flow): void {
    const reason = wrongWith(bytes, length) ?? contentOddity(bytes, true);
    if (reason) this.#sink.odd(bytes, reason, true, connection, time, sent);
    else this.#sink.packet(bytes, 0, bytes.length, sent, true, connection, time);
  }
}

/** What makes it no packet; one that was captured in part is shorter than it says. */
function wrongWith(bytes: Buffer, length: number): 'BAD_MAGIC' | 'BAD_LENGTH' | undefined {
  if (bytes.length > 0 && bytes[0] !== MAGIC) return 'BAD_MAGIC';
  const fits = bytes.length === length && length >= HEADER_LENGTH && declaredLength(bytes, 0) === length;
  return fits ? undefined : 'BAD_LENGTH';
}
