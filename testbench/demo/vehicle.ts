import { type Clock, Server, type Tap, type TimerHandle } from '@vsoa-testbench/core';
import type { Mock } from '../contract.ts';
import { unref } from '../timers.ts';
import { commands } from './commands.ts';
import { answerDatagram, HEARTBEAT_MS, sendHeartbeat } from './datagrams.ts';
import { VehicleState } from './state.ts';
import { type DemoTopic, topics } from './topics.ts';

export interface DemoVehicleOptions {
  name: string;
  tap: Tap;
  clock: Clock;
  /** Called when what `describe` says has changed. */
  onChange: () => void;
}

/**
 * The built-in mock: a vehicle to look at when there is none. Its server listens on 127.0.0.1 only, on a free port.
 * Each start is a new vehicle.
 */
export class DemoVehicle {
  readonly #options: DemoVehicleOptions;
  readonly #timers = new Set<TimerHandle>();
  readonly #state = new VehicleState();
  readonly #server: Server;
  readonly #since: number;
  #advanced: number;
  #beats = 0;

  constructor(options: DemoVehicleOptions) {
    const { name, tap, clock, onChange } = options;
    this.#options = options;
    this.#since = clock.time();
    this.#advanced = clock.now();
    this.#server = new Server({
      info: { name, vin: 'DEMO0000000000001' },
      tap,
      clock,
      label: name,
    });
    this.#server.on('connect', onChange);
    this.#server.on('disconnect', onChange);
    this.#server.on('datagram', (client, message) => answerDatagram(client, message, this.#uptime));
    const parts = {
      state: this.#state,
      changed: (url: string) => this.#publishNow(url),
      wait: (ms: number) => new Promise<void>((resolve) => this.#after(ms, resolve)),
      advance: () => this.#advance(),
      every: (ms: number, callback: () => void) => this.#every(ms, callback),
    };
    for (const [url, command] of Object.entries(commands)) {
      this.#server.command(url, (request, client) => {
        this.#advance();
        const offer = () => this.#server.createStream({ client });
        return command(request, { ...parts, offer });
      });
    }
  }

  async start(): Promise<void> {
    await this.#server.start({ host: '127.0.0.1', port: 0 });
    const now = this.#options.clock.now();
    for (const topic of topics) this.#schedule(topic, now + topic.periodMs);
    this.#beat(now + HEARTBEAT_MS);
  }

  /** Also ends the waiting of slow answers; they are not sent any more. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
    await this.#server.close();
    this.#options.onChange();
  }

  get url(): string {
    return `vsoa://127.0.0.1:${this.#server.address?.port ?? 0}`;
  }

  describe(): Mock {
    const { url } = this;
    return {
      id: 'demo',
      name: this.#options.name,
      url,
      demo: true,
      clients: this.#server.clients.size,
      since: this.#since,
    };
  }

  /** Keeps to its grid: a late publish does not delay the next, and missed ones are left out. */
  #schedule(topic: DemoTopic, due: number): void {
    const { clock } = this.#options;
    this.#after(due - clock.now(), () => {
      this.#publish(topic);
      const missed = Math.max(0, Math.floor((clock.now() - due) / topic.periodMs));
      this.#schedule(topic, due + (missed + 1) * topic.periodMs);
    });
  }

  /** To those who listen to the vehicle, once a second. */
  #beat(due: number): void {
    const { clock } = this.#options;
    this.#after(due - clock.now(), () => {
      this.#beats += 1;
      for (const client of this.#server.clients) sendHeartbeat(client, this.#beats, this.#uptime);
      this.#beat(Math.max(due + HEARTBEAT_MS, clock.now()));
    });
  }

  /** ms */
  get #uptime(): number {
    return Math.round(this.#options.clock.time() - this.#since);
  }

  #publishNow(url: string): void {
    const topic = topics.find((each) => each.url === url);
    if (topic) this.#publish(topic);
  }

  #publish({ url, quick, value }: DemoTopic): void {
    if (!this.#server.isSubscribed(url)) return;
    this.#advance();
    this.#server.publish(url, { param: value(this.#state), quick });
  }

  #advance(): void {
    const now = this.#options.clock.now();
    this.#state.advance(now - this.#advanced);
    this.#advanced = now;
  }

  /** Until what it answers is called. */
  #every(ms: number, callback: () => void): () => void {
    let stopped = false;
    const next = () =>
      this.#after(ms, () => {
        if (stopped) return;
        callback();
        next();
      });
    next();
    return () => {
      stopped = true;
    };
  }

  #after(ms: number, callback: () => void): void {
    const { clock } = this.#options;
    const timer = clock.setTimeout(
      () => {
        this.#timers.delete(timer);
        callback();
      },
      Math.max(0, ms),
    );
    unref(timer);
    this.#timers.add(timer);
  }
}
