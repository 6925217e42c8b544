import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { formatAddress } from '../../src/address.ts';
import { PositionServer, type PositionServerOptions, type Tap, type TapConnection } from '../../src/index.ts';
import type { SystemSources } from '../../src/position/sources.ts';

/** A system that knows no position server. */
export const nothing: SystemSources = { env: {}, file: '/does/not/exist' };

/** A UDP socket of a test: a position server that follows no rules, or somebody who asks. */
export class UdpPeer {
  readonly socket: Socket;
  readonly #received: { text: string; from: RemoteInfo }[] = [];
  #look: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('message', (bytes, from) => {
      this.#received.push({ text: bytes.toString(), from });
      this.#look?.();
    });
    onTestFinished(() => this.close());
  }

  static async open(host: string = '127.0.0.1'): Promise<UdpPeer> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.bind(0, host);
    await once(socket, 'listening');
    return new UdpPeer(socket);
  }

  get address(): string {
    const { address, port } = this.socket.address();
    return formatAddress(address, port);
  }

  /** Packets that wait to be taken. */
  get waiting(): number {
    return this.#received.length;
  }

  /** Takes the next packet. */
  async next(): Promise<{ text: string; from: RemoteInfo }> {
    for (;;) {
      const packet = this.#received.shift();
      if (packet !== undefined) return packet;
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }

  async send(content: string | Buffer, to: { address: string; port: number }): Promise<void> {
    await new Promise((resolve) => this.socket.send(content, to.port, to.address, resolve));
  }

  /** Sends, and resolves with what comes back. */
  async ask(content: string | Buffer, to: { host: string; port: number } | undefined): Promise<string> {
    await this.send(content, { address: to?.host ?? '', port: to?.port ?? 0 });
    return (await this.next()).text;
  }

  async close(): Promise<void> {
    try {
      await new Promise<void>((resolve) => this.socket.close(resolve));
    } catch {
      // It is closed already.
    }
  }
}

/** A position server that gives each question these answers. */
export async function startAnswering(...answers: (string | Buffer | object)[]): Promise<UdpPeer> {
  const peer = await UdpPeer.open();
  peer.socket.on('message', (_, from) => {
    for (const answer of answers) void peer.send(bytesOf(answer), from);
  });
  return peer;
}

function bytesOf(answer: string | Buffer | object): string | Buffer {
  return typeof answer === 'string' || Buffer.isBuffer(answer) ? answer : JSON.stringify(answer);
}

/** An address on 127.0.0.1 where nobody listens. */
export async function deadAddress(): Promise<string> {
  const peer = await UdpPeer.open();
  const { address } = peer;
  await peer.close();
  return address;
}

/** One of ours on a free port, closed when the test is over. */
export async function startPositionServer(
  options: PositionServerOptions = {},
  host: string = '127.0.0.1',
): Promise<{ server: PositionServer; address: string }> {
  const server = new PositionServer(options);
  await server.start({ host, port: 0 });
  onTestFinished(() => server.close());
  return { server, address: formatAddress(server.address?.host, server.address?.port) };
}

/** Remembers what it is told of position servers. */
export class PositionTap implements Tap {
  readonly events: { text: string; sent: boolean; malformed: boolean; connection: TapConnection }[] = [];

  packet(): void {
    // Not of interest here.
  }

  odd(): void {
    // Not of interest here.
  }

  other(...[event, connection]: Parameters<Required<Tap>['other']>): void {
    if (event.kind !== 'POSITION') return;
    const { bytes, sent, malformed } = event;
    this.events.push({ text: bytes.toString(), sent, malformed, connection });
  }
}
