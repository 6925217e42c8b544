import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4, isIPv6 } from 'node:net';
import { PacketError } from './errors.ts';
import { MAX_QUICK_PACKET } from './packet/constants.ts';
import { decodePacket, type PacketView } from './packet/view.ts';

/** Bytes that may wait in the socket; beyond, quick packets are dropped, as UDP would. */
const QUEUED_BYTES = 4_194_304;
/** Asked of the kernel, which may give less: bursts wait here until they are read. */
const RECEIVE_BUFFER = 4_194_304;

export type QuickReceiver = (bytes: Buffer, host: string, port: number) => void;

/** A UDP socket that carries quick packets, one in each UDP packet. */
export class QuickSocket {
  readonly #socket: Socket;
  readonly #family: 4 | 6;
  /** What leaves when the tick is over. */
  #waiting: { bytes: Buffer; address: string; port: number }[] = [];
  /** Bytes that this tick may still send. */
  #room = 0;
  #closed = false;

  private constructor(socket: Socket, family: 4 | 6) {
    this.#socket = socket;
    this.#family = family;
    socket.on('message', (bytes, { address, port }) => this.receiver?.(bytes, address, port));
    // A peer whose port is closed shows here. UDP promises nothing, so nothing is lost.
    socket.on('error', () => undefined);
  }

  /** Called for everything that arrives. */
  receiver: QuickReceiver | undefined;

  /** Rejects with the error of Node where the address cannot be bound. Port 0: any. */
  static async bind(host: string, port: number): Promise<QuickSocket> {
    const family = isIPv6(host) ? 6 : 4;
    // Addresses are IP addresses already: answering at once spares a tick and a lookup for each packet.
    const lookup = (name: string, _options: unknown, callback: (error: null, host: string, family: number) => void) =>
      callback(null, name, family);
    const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', lookup });
    try {
      // With such a lookup the socket can be bound before `bind` returns.
      const listening = once(socket, 'listening');
      socket.bind({ port, address: host });
      await listening;
      socket.setRecvBufferSize(RECEIVE_BUFFER);
    } catch (error) {
      socket.close();
      throw error;
    }
    return new QuickSocket(socket, family);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** `bytes` must not be written to afterwards. False: no port, too long, or too much is waiting. */
  send(bytes: Buffer, host: string, port: number): boolean {
    if (this.#closed || port === 0 || bytes.length > MAX_QUICK_PACKET) return false;
    if (this.#waiting.length === 0) {
      this.#room = QUEUED_BYTES - this.#socket.getSendQueueSize();
      process.nextTick(this.#flush);
    }
    this.#room -= bytes.length;
    if (this.#room < 0) return false;
    const address = this.#family === 6 && isIPv4(host) ? `::ffff:${host}` : host;
    this.#waiting.push({ bytes, address, port });
    return true;
  }

  /** Sends what is waiting, and hears nothing from now on; `done` is called when the socket is closed. Once. */
  close(done: () => void): void {
    this.#flush();
    this.receiver = undefined;
    this.#closed = true;
    this.#socket.close(done);
  }

  // One close behind the other: to wake a reader costs more than a packet, and one that has more to read does not sleep.
  readonly #flush = (): void => {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    // Without a callback, which would cost a tick for each packet, and without an offset, which would cost a Buffer.
    for (const { bytes, address, port } of waiting) this.#socket.send(bytes, port, address);
  };
}

/** The packet in a UDP packet, or what is wrong with it. */
export function readQuick(bytes: Buffer): PacketView | PacketError {
  try {
    return decodePacket(bytes, MAX_QUICK_PACKET);
  } catch (error) {
    if (error instanceof PacketError) return error;
    throw error;
  }
}
