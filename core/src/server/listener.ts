import { once } from 'node:events';
import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { formatAddress, plainHost } from '../address.ts';
import type { Clock, TimerHandle } from '../clock.ts';
import { reasonOf, VsoaError } from '../errors.ts';
import type { Wire } from '../link.ts';
import type { QuickSocket } from '../quick.ts';
import { reset } from '../reset.ts';
import { SERVER_HANDSHAKE_TIMEOUT, type ServerTlsOptions, secureServerOptions } from '../tls/options.ts';
import { listen, portOf } from './listen.ts';

/** Who listens. */
export interface ListenerOwner {
  /** Whether somebody from there may come; who may not is reset, with TLS before its handshake. By default all may. */
  takes?(host: string): boolean;
  accepted(wire: Wire): void;
  /** There were too many connections already. */
  refused(): void;
  /** The TLS handshake of the client at this address has failed. */
  tlsFailed(error: VsoaError, address: string): void;
  /** The listening socket failed; it goes on. */
  failed(error: VsoaError): void;
}

/** A TCP connection whose TLS handshake is not through. */
interface Handshake {
  tcp: Socket;
  error: unknown;
  timer: TimerHandle;
}

/** The time of a handshake is ours to watch, with our clock; Node takes no more, ms. */
const NODE_TIMEOUT = 2_147_483_647;

/** The ports of a server: TCP or TLS, and without TLS also UDP. */
export class Listener {
  readonly #server: TcpServer;
  readonly #hasQuick: boolean;
  readonly #clock: Clock;
  readonly #owner: ListenerOwner;
  /** By the address of the client: Node does not tell which TCP connection a TLS socket is over. */
  readonly #handshakes = new Map<string, Handshake>();
  #justClosed: Handshake | undefined;

  /** Throws as `secureServerOptions`. */
  constructor(tls: ServerTlsOptions | undefined, connections: number, clock: Clock, owner: ListenerOwner) {
    const options = { noDelay: true, allowHalfOpen: true };
    this.#clock = clock;
    this.#owner = owner;
    this.#hasQuick = tls === undefined;
    if (tls === undefined) {
      this.#server = createServer(options, (tcp) => this.#takes(tcp) && owner.accepted({ socket: tcp, tcp }));
    } else {
      const { handshakeTimeout = SERVER_HANDSHAKE_TIMEOUT } = tls;
      this.#server = createTlsServer({ ...options, ...secureServerOptions(tls), handshakeTimeout: NODE_TIMEOUT })
        .on('connection', (tcp: Socket) => this.#takes(tcp) && this.#begin(tcp, handshakeTimeout))
        .on('secureConnection', (socket) => this.#succeed(socket))
        .on('tlsClientError', (error, socket) => this.#explain(error, socket));
    }
    this.#server.maxConnections = connections;
    this.#server.on('drop', () => owner.refused());
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** The IP address that is listened on. */
  get host(): string {
    const address = this.#server.address();
    return address === null || typeof address === 'string' ? '' : address.address;
  }

  /**
   * Resolves with the UDP socket; there is none with TLS, or where none is wanted. Rejects with `ADDRESS_IN_USE` or
   * `ERROR`.
   */
  async listen(host: string, port: number, wantsQuick: boolean = true): Promise<QuickSocket | undefined> {
    const quick = await listen(this.#server, host, port, this.#hasQuick && wantsQuick);
    this.#server.on('error', (error) =>
      this.#owner.failed(new VsoaError('ERROR', 'the listening socket failed', error)),
    );
    return quick;
  }

  /** Accepts nobody any more; resolves when the connections are closed, too, which is up to those who have them. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const handshakes = [...this.#handshakes.values()];
    // They have not failed: nobody is told of them.
    this.#handshakes.clear();
    for (const { tcp } of handshakes) tcp.destroy();
    await closed;
  }

  #takes(tcp: Socket): boolean {
    const takes = this.#owner.takes?.(plainHost(tcp.remoteAddress ?? '')) ?? true;
    if (!takes) {
      tcp.on('error', () => undefined);
      reset({ socket: tcp, tcp });
    }
    return takes;
  }

  #begin(tcp: Socket, timeout: number): void {
    const address = addressOf(tcp);
    const timer = this.#clock.setTimeout(() => {
      handshake.error ??= new Error(`it took more than ${timeout} ms`);
      tcp.destroy();
    }, timeout);
    const handshake: Handshake = { tcp, error: undefined, timer };
    this.#handshakes.set(address, handshake);
    tcp.on('error', () => undefined);
    tcp.once('close', () => {
      this.#clock.clearTimeout(timer);
      if (this.#handshakes.get(address) !== handshake) return;
      this.#handshakes.delete(address);
      this.#justClosed = handshake;
      // Where Node itself refuses a certificate, it says so only now, in the events that follow from this one.
      setImmediate(() => this.#fail(handshake, address));
    });
  }

  #succeed(socket: TLSSocket): void {
    const address = addressOf(socket);
    const handshake = this.#handshakes.get(address);
    this.#handshakes.delete(address);
    if (handshake === undefined) {
      socket.destroy();
      return;
    }
    this.#clock.clearTimeout(handshake.timer);
    this.#owner.accepted({ socket, tcp: handshake.tcp });
  }

  #explain(error: Error, socket: TLSSocket): void {
    const handshake = this.#handshakes.get(addressOf(socket)) ?? this.#justClosed;
    // Typed as an Error, and the code of one in truth: the certificate was refused.
    if (handshake !== undefined) handshake.error ??= socket.authorizationError ?? error;
    socket.destroy();
  }

  #fail(handshake: Handshake, address: string): void {
    if (this.#justClosed === handshake) this.#justClosed = undefined;
    const reason = handshake.error === undefined ? 'the connection is closed' : reasonOf(handshake.error);
    const message = `the TLS handshake with ${address} failed: ${reason}`;
    this.#owner.tlsFailed(new VsoaError('TLS_HANDSHAKE_FAILED', message, handshake.error), address);
  }
}

/** Of the other end. */
function addressOf({ remoteAddress = '', remotePort }: Socket): string {
  return formatAddress(plainHost(remoteAddress), remotePort);
}
