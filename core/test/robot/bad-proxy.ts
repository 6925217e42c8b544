import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** 0 to 1, the same again for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Stands between a client and a server and does every connection some harm: after a random count of bytes, in a random
 * direction, it cuts it off in order or with RST, or lets nothing more through. What it passes on it cuts into random pieces.
 */
export class BadProxy {
  readonly sockets = new Set<Socket>();
  connections = 0;
  port = 0;
  #bad = true;
  readonly #target: number;
  readonly #random: () => number;
  readonly #server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));

  constructor(target: number, random: () => number) {
    this.#target = target;
    this.#random = random;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.port = address !== null && typeof address === 'object' ? address.port : 0;
    onTestFinished(() => {
      this.#server.close();
      for (const socket of this.sockets) socket.destroy();
    });
  }

  /** Closes what there is, and serves well what connects from now on. */
  heal(): void {
    this.#bad = false;
    for (const socket of this.sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    this.connections += 1;
    const server = connect({ host: '127.0.0.1', port: this.#target, noDelay: true, allowHalfOpen: true });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.on('end', () => other.end());
    }
    const harm = this.#bad ? this.#harm([client, server]) : undefined;
    const [up, down] = this.#random() < 0.5 ? [harm, undefined] : [undefined, harm];
    this.#pass(client, server, up);
    this.#pass(server, client, down);
  }

  #pass(from: Socket, to: Socket, harm: (() => void) | undefined): void {
    let left = harm === undefined ? Infinity : Math.floor(this.#random() ** 2 * 1_500);
    from.on('data', (chunk) => {
      const passed = chunk.subarray(0, left);
      const middle = Math.floor(this.#random() * passed.length);
      if (to.writable) {
        to.write(passed.subarray(0, middle));
        to.write(passed.subarray(middle));
      }
      left -= passed.length;
      if (passed.length < chunk.length) harm?.();
    });
  }

  #harm(sockets: [Socket, Socket]): () => void {
    const kinds: (() => void)[] = [
      () => sockets.map((socket) => socket.destroy()),
      () => sockets.map((socket) => socket.resetAndDestroy()),
      () => sockets.map((socket) => socket.end()),
      // A hole that swallows everything, and takes it, too.
      () => sockets.map((socket) => socket.removeAllListeners('data').resume()),
    ];
    return kinds[Math.floor(this.#random() * kinds.length)] ?? (() => undefined);
  }
}
