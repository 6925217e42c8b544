import { type Clock, systemClock, type Timer } from '@vsoa-testbench/core';
import { type EventBatch, type Handlers, TOPICS_PER_BATCH, type TrafficStats } from './contract.ts';
import { Demo } from './demo/demo.ts';
import { Calls } from './devices/calls.ts';
import { Devices } from './devices/devices.ts';
import { TopicFeed } from './devices/topic-feed.ts';
import { unref } from './timers.ts';
import { TrafficLog } from './traffic/log.ts';
import { readPacket, readRows } from './traffic/rows.ts';

/** How often rates are told again while nothing comes any more, ms. */
const RATE_PERIOD = 500;

export interface BenchOptions {
  /** Bytes of memory for traffic, 512 MiB by default. */
  trafficCap?: number | undefined;
  clock?: Clock | undefined;
}

/**
 * The testbench without a face: the commands of the contract, and what changed since it was last asked. Whatever the
 * listener does, what waits to be told stays bounded: it is a flag, or the newest state.
 */
export class Bench {
  readonly handlers: Handlers = this.#makeHandlers();
  readonly #clock: Clock;
  readonly #traffic: TrafficLog;
  readonly #feed: TopicFeed;
  readonly #devices: Devices;
  readonly #demo: Demo;
  readonly #calls = new Calls();
  #changed = { devices: false, mocks: false, traffic: false };
  #listener: (() => void) | undefined;
  #told = false;
  #rateTimer: Timer | undefined;

  constructor({ trafficCap, clock = systemClock }: BenchOptions = {}) {
    this.#clock = clock;
    this.#traffic = new TrafficLog({
      ...(trafficCap !== undefined && { cap: trafficCap }),
      onChange: () => this.#mark('traffic'),
      now: () => clock.now(),
    });
    this.#feed = new TopicFeed(clock, () => this.#tell());
    const common = { tap: this.#traffic, clock };
    this.#devices = new Devices({ ...common, feed: this.#feed, onChange: () => this.#mark('devices') });
    this.#demo = new Demo({ ...common, onChange: () => this.#mark('mocks') });
  }

  /** Calls back once when there is something to take, and again only after it was taken. One listener at a time. */
  onChange(listener: () => void): void {
    this.#listener = listener;
    if (this.#told) listener();
  }

  /** What changed since the last time. Where more than fits in a batch has changed, the listener is told again. */
  takeEvents(): EventBatch {
    const changed = this.#changed;
    this.#changed = { devices: false, mocks: false, traffic: false };
    this.#told = false;
    this.#traffic.rearm();
    const topics = this.#feed.take(TOPICS_PER_BATCH);
    const batch: EventBatch = {
      ...(changed.devices && { devices: this.#devices.list }),
      ...(changed.mocks && { mocks: this.#demo.mocks }),
      ...(topics.length > 0 && { topics }),
      ...(changed.traffic && { traffic: this.#traffic.stats() }),
    };
    if (this.#feed.waiting) queueMicrotask(() => this.#tell());
    this.#watchRates(batch.traffic);
    return batch;
  }

  /** Ends all connections and mocks. Nothing is told any more. */
  async close(): Promise<void> {
    this.#listener = undefined;
    await this.#devices.close();
    await this.#demo.stop();
    if (this.#rateTimer !== undefined) this.#clock.clearTimeout(this.#rateTimer);
  }

  #makeHandlers(): Handlers {
    return {
      snapshot: () => ({
        devices: this.#devices.list,
        mocks: this.#demo.mocks,
        topics: this.#devices.allTopics(),
        traffic: this.#traffic.stats(),
      }),

      addDevice: (request) => this.#devices.add(request).describe(),
      connectDevice: async ({ id, passwd }) => {
        const { demo, name } = this.#devices.get(id);
        const url = demo ? await this.#demo.start(name) : undefined;
        // Asked for again: it may have been removed meanwhile.
        const device = this.#devices.get(id);
        device.connect({ passwd, url });
        return device.describe();
      },
      disconnectDevice: async ({ id }) => {
        const device = this.#devices.get(id);
        await device.disconnect();
        return device.describe();
      },
      removeDevice: ({ id }) => this.#devices.remove(id),
      ping: ({ id }) => this.#devices.get(id).ping(),

      startDemo: async ({ name = 'Demo vehicle' }) => {
        const url = await this.#demo.start(name);
        const known = this.#devices.demo;
        const device = known ?? this.#devices.add({ url, name, demo: true });
        if (!known) await device.subscribe(['/']);
        device.connect({ url });
        return device.describe();
      },
      stopMock: async ({ id }) => {
        if (this.#demo.mocks.some((mock) => mock.id === id)) await this.#demo.stop();
      },

      subscribe: ({ id, urls }) => this.#devices.get(id).subscribe(urls),
      unsubscribe: ({ id, urls }) => this.#devices.get(id).unsubscribe(urls),
      topicValue: ({ id, url }) => this.#devices.get(id).topics.value(url),

      call: (request) =>
        this.#calls.run(request.callId, (signal) => this.#devices.get(request.id).call(request, signal)),
      cancelCall: ({ callId }) => this.#calls.cancel(callId),

      trafficRows: ({ from, to }) => readRows(this.#traffic, from, to),
      trafficPacket: ({ index }) => readPacket(this.#traffic, index),
      clearTraffic: () => this.#traffic.clear(),
    };
  }

  #mark(what: 'devices' | 'mocks' | 'traffic'): void {
    this.#changed[what] = true;
    this.#tell();
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#listener?.();
  }

  /** A rate falls while nothing happens, so the last word on it must come from here. */
  #watchRates(traffic: TrafficStats | undefined): void {
    const flows = traffic !== undefined && traffic.packetsPerSecond > 0;
    if (this.#rateTimer !== undefined || !(flows || this.#feed.speaking)) return;
    this.#rateTimer = this.#clock.setTimeout(() => {
      this.#rateTimer = undefined;
      this.#feed.refreshRates();
      this.#mark('traffic');
    }, RATE_PERIOD);
    unref(this.#rateTimer);
  }
}
