import { type Clock, systemClock, type TimerHandle } from '@vsoa-testbench/core';
import { type FileDialogs, noDialogs } from './capture/dialogs.ts';
import {
  type EventBatch,
  type Handlers,
  TOPICS_PER_BATCH,
  type TrafficStats,
  type WorkspaceStatus,
} from './contract.ts';
import { Demo } from './demo/demo.ts';
import { Calls } from './devices/calls.ts';
import { deviceCommands } from './devices/commands.ts';
import { Devices } from './devices/devices.ts';
import { DeviceFiles } from './devices/files.ts';
import { type Secrets, sessionSecrets } from './devices/secrets.ts';
import { TopicFeed } from './devices/topic-feed.ts';
import { unref } from './timers.ts';
import { Traffic } from './traffic/traffic.ts';
import { Workspace } from './workspace/workspace.ts';

/** How often rates are told again while nothing comes any more, ms. */
const RATE_PERIOD = 500;

export interface BenchOptions {
  /** Bytes of memory for traffic, 512 MiB by default. */
  trafficCap?: number | undefined;
  clock?: Clock | undefined;
  /** How the user is asked for files; without them what needs a file fails. */
  dialogs?: FileDialogs | undefined;
  /** The file in which devices outlive the bench; without it they do not. */
  workspace?: string | undefined;
  /** Where secrets are kept, by default as long as the process lives. */
  secrets?: Secrets | undefined;
}

/**
 * The testbench without a face: the commands of the contract, and what changed since it was last asked. Whatever the
 * listener does, what waits to be told stays bounded: it is a flag, or the newest state.
 */
export class Bench {
  readonly handlers: Handlers;
  readonly #clock: Clock;
  readonly #traffic: Traffic;
  readonly #feed: TopicFeed;
  readonly #devices: Devices;
  readonly #demo: Demo;
  readonly #calls = new Calls();
  readonly #secrets: Secrets;
  readonly #workspace: Workspace;
  readonly #deviceFiles: DeviceFiles;
  #changed = { devices: false, mocks: false, workspace: false };
  #listener: (() => void) | undefined;
  #told = false;
  #rateTimer: TimerHandle | undefined;

  constructor(options: BenchOptions = {}) {
    const { trafficCap, clock = systemClock, dialogs, workspace, secrets = sessionSecrets() } = options;
    this.#clock = clock;
    this.#secrets = secrets;
    this.#traffic = new Traffic({ cap: trafficCap, clock, dialogs, onChange: () => this.#tell() });
    this.#feed = new TopicFeed(clock, () => this.#tell());
    const common = { tap: this.#traffic.tap, clock };
    this.#workspace = new Workspace({
      file: workspace,
      onChange: () => this.#mark('workspace'),
      time: () => clock.time(),
    });
    this.#devices = new Devices({
      ...common,
      secrets,
      feed: this.#feed,
      onChange: () => this.#mark('devices'),
      onEdit: () => this.#workspace.save(() => this.#devices.saved),
    });
    this.#deviceFiles = new DeviceFiles(dialogs ?? noDialogs, this.#devices);
    this.#demo = new Demo({ ...common, onChange: () => this.#mark('mocks') });
    this.handlers = this.#makeHandlers();
    this.#devices.restore(this.#workspace.open());
  }

  /** Calls back once when there is something to take, and again only after it was taken. One listener at a time. */
  onChange(listener: () => void): void {
    this.#listener = listener;
    if (this.#told) listener();
  }

  /** What changed since the last time. Where more than fits in a batch has changed, the listener is told again. */
  takeEvents(): EventBatch {
    const changed = this.#changed;
    this.#changed = { devices: false, mocks: false, workspace: false };
    this.#told = false;
    const topics = this.#feed.take(TOPICS_PER_BATCH);
    const batch: EventBatch = {
      ...(changed.devices && { devices: this.#devices.list }),
      ...(changed.mocks && { mocks: this.#demo.mocks }),
      ...(changed.workspace && { workspace: this.#workspaceStatus }),
      ...(topics.length > 0 && { topics }),
      ...this.#traffic.take(),
    };
    if (this.#feed.waiting) queueMicrotask(() => this.#tell());
    this.#watchRates(batch.traffic);
    return batch;
  }

  /** Ends all connections and mocks. Nothing is told any more. */
  async close(): Promise<void> {
    this.#listener = undefined;
    await this.#workspace.close();
    await this.#devices.close();
    await this.#demo.stop();
    await this.#traffic.close();
    if (this.#rateTimer !== undefined) this.#clock.clearTimeout(this.#rateTimer);
  }

  #makeHandlers(): Handlers {
    return {
      snapshot: () => ({
        devices: this.#devices.list,
        workspace: this.#workspaceStatus,
        mocks: this.#demo.mocks,
        topics: this.#devices.allTopics(),
        ...this.#traffic.all(),
      }),

      ...deviceCommands(this.#devices, this.#demo, this.#calls),
      choosePem: ({ what }) => this.#deviceFiles.choosePem(what),
      exportDevices: () => this.#deviceFiles.export(),
      importDevices: () => this.#deviceFiles.import(),

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

      ...this.#traffic.handlers,
    };
  }

  get #workspaceStatus(): WorkspaceStatus {
    return { problem: this.#workspace.problem, keepsSecrets: this.#secrets.available };
  }

  #mark(what: 'devices' | 'mocks' | 'workspace'): void {
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
      this.#traffic.refreshRates();
    }, RATE_PERIOD);
    unref(this.#rateTimer);
  }
}
