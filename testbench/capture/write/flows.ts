import type { TapConnection } from '@vsoa-testbench/core';
import { asIPv6, type Endpoint, formatEndpoint, parseEndpoint } from '../address.ts';

/** One connection on one channel, as it is written to a file. */
export interface Flow {
  connection: TapConnection;
  localText: string;
  remoteText: string;
  local: Endpoint;
  remote: Endpoint;
  /** Our end and the peer's as text, where the packets cannot say it. */
  localNote: string | undefined;
  remoteNote: string | undefined;
  tcp: TcpNumbering;
  /** Options of packets with nothing special about them. */
  sentOptions: Buffer | undefined;
  receivedOptions: Buffer | undefined;
}

/**
 * Sequence numbers that come next, of the end with the smaller address and of the other. The bench may run both ends of a
 * connection and then has every packet twice: they share this, or Wireshark would leave out one of the two as sent again.
 */
interface TcpNumbering {
  smaller: number;
  larger: number;
}

/** Addresses for documentation (RFC 5737), so nobody's: what stands for an end that is not known. */
const UNKNOWN_LOCAL = [192, 0, 2, 1];
const UNKNOWN_REMOTE = [192, 0, 2, 2];
/** Flows that are remembered. Of one that comes again after so many others the sequence numbers start anew. */
const MOST = 20_000;

export class Flows {
  readonly #flows = new Map<string, Flow>();
  /** What was last used of a connection: saves most of the work. */
  readonly #normal = new WeakMap<TapConnection, Flow>();
  readonly #quick = new WeakMap<TapConnection, Flow>();
  readonly #numberings = new Map<string, TcpNumbering>();

  /** The sequence number of the next bytes, and that of the peer's. They move on by `length`. */
  static next(flow: Flow, sent: boolean, length: number): { seq: number; ack: number } {
    const { tcp, local, remote } = flow;
    const bySmaller = isSmaller(local, remote) === sent;
    const numbers = bySmaller ? { seq: tcp.smaller, ack: tcp.larger } : { seq: tcp.larger, ack: tcp.smaller };
    const after = (numbers.seq + length) >>> 0;
    if (bySmaller) tcp.smaller = after;
    else tcp.larger = after;
    return numbers;
  }

  of(connection: TapConnection, quick: boolean): Flow {
    const local = quick ? connection.quickLocal : connection.local;
    const remote = quick ? connection.quickRemote : connection.remote;
    const recent = quick ? this.#quick : this.#normal;
    const last = recent.get(connection);
    if (last?.localText === local && last.remoteText === remote) return last;
    const key = `${connection.id}${quick ? 'q' : 'n'}${local} ${remote}`;
    let flow = this.#flows.get(key);
    if (!flow || !sameName(flow.connection, connection)) {
      flow = this.#make(connection, local, remote);
      forgetOldest(this.#flows);
      this.#flows.set(key, flow);
    }
    recent.set(connection, flow);
    return flow;
  }

  #make(connection: TapConnection, localText: string, remoteText: string): Flow {
    // A port of its own keeps two connections whose ends are not known apart.
    const port = 1 + (connection.id % 0xffff);
    let local = parseEndpoint(localText) ?? { ip: Uint8Array.from(UNKNOWN_LOCAL), port };
    let remote = parseEndpoint(remoteText) ?? { ip: Uint8Array.from(UNKNOWN_REMOTE), port };
    if (local.ip.length !== remote.ip.length) {
      local = { ...local, ip: asIPv6(local.ip) };
      remote = { ...remote, ip: asIPv6(remote.ip) };
    }
    return {
      connection,
      localText,
      remoteText,
      local,
      remote,
      localNote: formatEndpoint(local) === localText ? undefined : localText,
      remoteNote: formatEndpoint(remote) === remoteText ? undefined : remoteText,
      tcp: this.#numbering(local, remote),
      sentOptions: undefined,
      receivedOptions: undefined,
    };
  }

  #numbering(local: Endpoint, remote: Endpoint): TcpNumbering {
    const ends = [formatEndpoint(local), formatEndpoint(remote)];
    const key = (isSmaller(local, remote) ? ends : ends.toReversed()).join(' ');
    let numbering = this.#numberings.get(key);
    if (!numbering) {
      numbering = { smaller: 1, larger: 1 };
      forgetOldest(this.#numberings);
      this.#numberings.set(key, numbering);
    }
    return numbering;
  }
}

function forgetOldest(some: Map<string, unknown>): void {
  for (const oldest of some.keys()) {
    if (some.size < MOST) return;
    some.delete(oldest);
  }
}

function isSmaller(one: Endpoint, other: Endpoint): boolean {
  return (Buffer.compare(one.ip, other.ip) || one.port - other.port) < 0;
}

function sameName(one: TapConnection, other: TapConnection): boolean {
  return one === other || (one.label === other.label && one.role === other.role);
}
