import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { Bench, type BenchOptions } from '../bench.ts';
import type { Device, DeviceState, EventBatch, Topic } from '../contract.ts';

/** A bench, and what a window would know of it: every batch is taken when it comes. */
export class Watched {
  readonly bench: Bench;
  readonly batches: EventBatch[] = [];
  devices: Device[] = [];
  readonly topics = new Map<string, Topic>();
  readonly #waiting = new Set<() => void>();

  constructor(options?: BenchOptions) {
    this.bench = new Bench(options);
    this.bench.onChange(() => queueMicrotask(() => this.#take()));
    onTestFinished(() => this.bench.close());
  }

  get handlers() {
    return this.bench.handlers;
  }

  /** Resolves when `condition` gives something, which may be now. */
  async until<T>(condition: () => T | undefined | false): Promise<T> {
    for (;;) {
      const result = condition();
      if (result !== undefined && result !== false) return result;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  device(id: string): Device {
    const found = this.devices.find((each) => each.id === id);
    if (!found) throw new Error(`no device ${id}`);
    return found;
  }

  async state<Name extends DeviceState['name']>(id: string, name: Name): Promise<DeviceState & { name: Name }> {
    return this.until(() => {
      const state = this.devices.find((each) => each.id === id)?.state;
      return state?.name === name ? (state as DeviceState & { name: Name }) : undefined;
    });
  }

  topic(url: string, condition: (topic: Topic) => boolean = () => true): Promise<Topic> {
    return this.until(() => {
      const topic = this.topics.get(url);
      return topic && condition(topic) ? topic : undefined;
    });
  }

  /** Adds a device and waits until it is connected. */
  async connected(url: string, passwd?: string): Promise<Device> {
    const { id } = await this.handlers.addDevice({ url, passwd });
    await this.state(id, 'connected');
    return this.device(id);
  }

  #take(): void {
    const batch = this.bench.takeEvents();
    this.batches.push(batch);
    if (batch.devices) this.devices = batch.devices;
    for (const topic of batch.topics ?? []) this.topics.set(topic.url, topic);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

/** A TCP server that is no VSOA server: does with each socket what it is told. Answers its url. */
export async function strangePeer(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: TcpServer = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `vsoa://127.0.0.1:${address.port}`;
}

/** The url of a port where nobody listens. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `vsoa://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
