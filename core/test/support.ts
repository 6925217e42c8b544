import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';
import {
  Client,
  type ClientOptions,
  Decoder,
  encodePacket,
  type JsonValue,
  type Oddity,
  type PacketInit,
  PacketType,
  type PacketView,
  Server,
  type ServerOptions,
  type Tap,
  type TapConnection,
} from '../src/index.ts';

/** A server of ours on a free port of 127.0.0.1, closed when the test is over. */
export async function startServer(options: ServerOptions = {}): Promise<{ server: Server; port: number; url: string }> {
  const server = new Server(options);
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const port = server.address?.port ?? 0;
  return { server, port, url: `vsoa://127.0.0.1:${port}` };
}

export function makeClient(options: ClientOptions = {}): Client {
  const client = new Client(options);
  onTestFinished(() => client.disconnect());
  return client;
}

export async function connectClient(url: string, options: ClientOptions & { passwd?: string } = {}): Promise<Client> {
  const client = makeClient(options);
  await client.connect(url, { passwd: options.passwd });
  return client;
}

/** Bytes by hand: what a peer that follows no rules would send, and what comes back. */
export class RawPeer {
  readonly socket: Socket;
  readonly packets: PacketView[] = [];
  #look: (() => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    const decoder = new Decoder();
    socket.on('data', (chunk) => {
      decoder.push(chunk, (packet) => this.packets.push(packet));
      this.#look?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#look?.());
    onTestFinished(() => {
      socket.destroy();
    });
  }

  static async connect(port: number): Promise<RawPeer> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  static async connectTls(port: number, options: ConnectionOptions): Promise<RawPeer> {
    const socket = connectTls({ host: '127.0.0.1', port, ...options });
    await once(socket, 'secureConnect');
    return new RawPeer(socket);
  }

  send(...packets: PacketInit[]): void {
    this.socket.write(Buffer.concat(packets.map((packet) => encodePacket(packet))));
  }

  /** Takes the next packet. */
  async next(): Promise<PacketView> {
    for (;;) {
      const packet = this.packets.shift();
      if (packet !== undefined) return packet;
      if (this.socket.closed) throw new Error('the connection is closed');
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }

  async handshake(param?: JsonValue, udpPort?: number): Promise<PacketView> {
    const tunnel = udpPort === undefined ? {} : { flags: 2, tunid: udpPort };
    this.send({ type: PacketType.SERVINFO, seqno: 77, param, ...tunnel });
    return this.next();
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
  }
}

/** A server that follows no rules: what it does with each connection is up to the test. */
export function startRaw(serve: (peer: RawPeer) => unknown): Promise<string> {
  return startTcp((socket) => serve(new RawPeer(socket)));
}

/** A server that does not even look for packets. */
export async function startTcp(serve: (socket: Socket) => unknown): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onTestFinished(() => {
      socket.destroy();
    });
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return `vsoa://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** Remembers what it sees. */
export class MemoryTap implements Tap {
  readonly packets: {
    sent: boolean;
    quick: boolean;
    type: number;
    label: string;
    remote: string;
    bytes: Buffer;
    time: number;
  }[] = [];
  readonly oddities: { reason: Oddity; quick: boolean; bytes: Buffer; connection: TapConnection }[] = [];
  readonly #connections = new Set<TapConnection>();
  #look: (() => void) | undefined;

  packet(...[source, start, end, sent, quick, connection, time]: Parameters<Tap['packet']>): void {
    const { label, remote } = connection;
    const bytes = Buffer.from(source.subarray(start, end));
    this.#connections.add(connection);
    this.packets.push({ sent, quick, type: bytes[1] ?? -1, label, remote, bytes, time });
    this.#look?.();
  }

  odd(...[bytes, reason, quick, connection]: Parameters<Tap['odd']>): void {
    this.#connections.add(connection);
    this.oddities.push({ reason, quick, connection, bytes: Buffer.from(bytes) });
    this.#look?.();
  }

  /** As they are now, whoever was heard of. */
  connections(): TapConnection[] {
    return [...this.#connections];
  }

  /** Resolves when `reason` was seen. */
  async saw(reason: Oddity): Promise<void> {
    await this.until(() => this.oddities.some((odd) => odd.reason === reason));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }
}

/** Messages of what is thrown and caught by nobody, from now to the end of the test. */
export function uncaught(): string[] {
  const runner = process.listeners('uncaughtException');
  const thrown: string[] = [];
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error.message));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of runner) process.on('uncaughtException', listener);
  });
  return thrown;
}

/** Resolves when the condition holds; it is looked at in each turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
