import { type Clock, systemClock, type TimerHandle } from '@vsoa-testbench/core';
import { type FileDialogs, noDialogs } from './capture/dialogs.ts';
import { type EventBatch, type Handlers, TOPICS_PER_BATCH, type TrafficStats } from './contract.ts';
import { Datagrams } from './datagrams/datagrams.ts';
import { Demo } from './demo/demo.ts';
import { deviceCommands } from './devices/commands.ts';
import { Devices } from './devices/devices.ts';
import { DeviceFiles } from './devices/files.ts';
import { Heard } from './devices/heard.ts';
import { type Secrets, sessionSecrets } from './devices/secrets.ts';
import { TopicFeed } from './devices/topic-feed.ts';
import { DiagnosisPart } from './diagnosis/diagnosis-part.ts';
import { type Host, noHost } from './diagnosis/host.ts';
import { Mocks } from './mocks/mocks.ts';
import { OpeningsPart } from './openings/openings-part.ts';
import { OpeningQueue } from './openings/queue.ts';
import type { PartOptions } from './part.ts';
import { Plots } from './plots/plots.ts';
import { Positions } from './positions/positions.ts';
import { KnownValues } from './requests/known-values.ts';
import { Requests } from './requests/requests.ts';
import { Rpc } from './rpc/rpc.ts';
import { SeenBytes } from './streams/seen-bytes.ts';
import { Streams } from './streams/streams.ts';
import { unref } from './timers.ts';
import { TopicsPart } from './topics/topics-part.ts';
import type { ValueMemory } from './topics/value-memory.ts';
import { CaptureMarks, captureMarksFormat } from './traffic/capture-marks.ts';
import { Traffic } from './traffic/traffic.ts';
import { UpdatesPart } from './updates/updates-part.ts';
import { ChosenFiles } from './workspace/chosen-files.ts';
import { connectedFormat } from './workspace/connected-format.ts';
import { deviceFormat, type SavedDevice } from './workspace/device-format.ts';
import { openDropped } from './workspace/dropped.ts';
import type { KeptFile } from './workspace/kept-file.ts';
import type { Places } from './workspace/places.ts';
import { Workspace } from './workspace/workspace.ts';
import { WorkspacePart } from './workspace/workspace-part.ts';

/** How often rates are told again while nothing comes any more, ms. */
const RATE_PERIOD = 500;

export interface BenchOptions {
  /** Bytes of memory for traffic, 512 MiB by default. */
  trafficCap?: number | undefined;
  clock?: Clock | undefined;
  /** How the user is asked for files; without them what needs a file fails. */
  dialogs?: FileDialogs | undefined;
  /** The folder in which what the user made outlives the bench; without it nothing does. */
  workspace?: string | undefined;
  /** Other workspaces; without it there is only this one. */
  places?: Places | undefined;
  /** Where secrets are kept, by default as long as the process lives. */
  secrets?: Secrets | undefined;
  /** What the system asks the app to open. */
  openings?: OpeningQueue | undefined;
  /** The program around the bench; by default there is none. */
  host?: Host | undefined;
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
  readonly #files = new ChosenFiles();
  readonly #devices: Devices;
  readonly #demo: Demo;
  readonly #workspace: Workspace;
  readonly #workspacePart: WorkspacePart;
  readonly #diagnosis: DiagnosisPart;
  readonly #updates: UpdatesPart;
  readonly #devicesFile: KeptFile<readonly SavedDevice[]>;
  readonly #connectedFile: KeptFile<readonly string[]>;
  readonly #parts: ReturnType<typeof makeParts>;
  readonly #deviceFiles: DeviceFiles;
  #changed = { devices: false, mocks: false };
  #listener: (() => void) | undefined;
  #told = false;
  #rateTimer: TimerHandle | undefined;

  constructor(options: BenchOptions = {}) {
    const {
      trafficCap,
      clock = systemClock,
      dialogs = noDialogs,
      workspace,
      places,
      secrets = sessionSecrets(),
      openings = new OpeningQueue(),
      host = noHost,
    } = options;
    this.#clock = clock;
    this.#workspace = new Workspace({
      folder: workspace,
      onChange: () => {
        this.#workspacePart.changed();
        this.#tell();
      },
      clock,
    });
    const captureMarks = new CaptureMarks(this.#workspace.file('local/capture-marks.json', captureMarksFormat));
    this.#traffic = new Traffic({ cap: trafficCap, clock, dialogs, captureMarks, onChange: () => this.#tell() });
    this.#feed = new TopicFeed(clock, () => this.#tell());
    const common = { tap: this.#traffic.tap, clock };
    this.#workspacePart = new WorkspacePart({ workspace: this.#workspace, places, dialogs, secrets });
    this.#devicesFile = this.#workspace.file('devices.json', deviceFormat, (saved) => this.#devices.takeOver(saved));
    this.#connectedFile = this.#workspace.file('local/connected.json', connectedFormat);
    const heard = new Heard();
    this.#devices = new Devices({
      ...common,
      secrets,
      feed: this.#feed,
      heard,
      onChange: () => this.#mark('devices'),
      onEdit: () => this.#saveDevices(),
    });
    this.#deviceFiles = new DeviceFiles(dialogs, this.#devices);
    this.#demo = new Demo({
      ...common,
      onChange: () => this.#mark('mocks'),
      onScenario: () => this.#parts.mocks.changed(),
    });
    this.#parts = makeParts(this.#feed.memory, this.#traffic, this.#demo, openings, {
      clock,
      devices: this.#devices,
      heard,
      dialogs,
      files: this.#files,
      workspace: this.#workspace,
      secrets,
      variables: new KnownValues(clock),
      onChange: () => this.#tell(),
    });
    const snapshot = () => this.#snapshot();
    this.#diagnosis = new DiagnosisPart({ host, dialogs, snapshot, onChange: () => this.#tell() });
    this.#updates = new UpdatesPart(host.updates, () => this.#tell());
    this.handlers = this.#makeHandlers(host);
    this.#restoreDevices();
  }

  /** Calls back once when there is something to take, and again only after it was taken. One listener at a time. */
  onChange(listener: () => void): void {
    this.#listener = listener;
    if (this.#told) listener();
  }

  /** What changed since the last time. Where more than fits in a batch has changed, the listener is told again. */
  takeEvents(): EventBatch {
    const changed = this.#changed;
    this.#changed = { devices: false, mocks: false };
    this.#told = false;
    const topics = this.#feed.take(TOPICS_PER_BATCH);
    const batch: EventBatch = {
      ...(changed.devices && { devices: this.#devices.list }),
      ...(changed.mocks && { mocks: this.#demo.mocks }),
      ...this.#workspacePart.take(),
      ...this.#diagnosis.take(),
      ...this.#updates.take(),
      ...(topics.length > 0 && { topics }),
      ...this.#traffic.take(),
      ...this.#parts.topics.take(),
      ...this.#parts.rpc.take(),
      ...this.#parts.requests.take(),
      ...this.#parts.datagrams.take(),
      ...this.#parts.streams.take(),
      ...this.#parts.plots.take(),
      ...this.#parts.mocks.take(),
      ...this.#parts.positions.take(),
      ...this.#parts.openings.take(),
    };
    if (this.#feed.waiting) queueMicrotask(() => this.#tell());
    this.#watchRates(batch.traffic);
    return batch;
  }

  /** Something goes on that would be cut off if the computer slept: calls, senders of datagrams, streams, a recording. */
  get busy(): boolean {
    const { rpc, datagrams, streams, mocks, positions } = this.#parts;
    const serves = mocks.busy || positions.busy;
    return rpc.busy || datagrams.busy || streams.busy || serves || this.#traffic.all().recording !== null;
  }

  /** Resolves when what has changed until now is saved, or could not be. */
  saved(): Promise<void> {
    return this.#workspace.settled();
  }

  /** Asks the user where, and saves a report there; for when there is no page to show it. */
  async saveReport(): Promise<void> {
    await this.#diagnosis.saveReport(this.#diagnosis.report());
  }

  /** Ends all connections and mocks. Nothing is told any more. */
  async close(): Promise<void> {
    this.#listener = undefined;
    await this.#diagnosis.close();
    await this.#updates.close();
    await Promise.all(Object.values(this.#parts).map((part) => part.close()));
    await this.#workspace.close();
    await this.#devices.close();
    await this.#demo.stop();
    await this.#traffic.close();
    if (this.#rateTimer !== undefined) this.#clock.clearTimeout(this.#rateTimer);
  }

  #makeHandlers(host: Host): Handlers {
    return {
      snapshot: () => this.#snapshot(),

      ...deviceCommands(this.#devices, this.#demo),
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

      openDropped: ({ file }) =>
        openDropped(file, this.#files, {
          capture: (path) => this.#traffic.openCaptureFile(path),
          devices: (path) => this.#deviceFiles.import(path),
          workspace: (path) => this.#workspacePart.import(path),
          scenario: (path) => this.#parts.mocks.openFile(path),
        }),

      ...this.#workspacePart.handlers,
      ...this.#diagnosis.handlers,
      ...this.#updates.handlers,
      about: async () => ({ facts: host.facts(), licences: await host.licences() }),
      showRuntimeLicences: () => host.showRuntimeLicences(),
      ...this.#parts.topics.handlers,
      ...this.#parts.rpc.handlers,
      ...this.#parts.requests.handlers,
      ...this.#parts.datagrams.handlers,
      ...this.#parts.streams.handlers,
      ...this.#parts.plots.handlers,
      ...this.#parts.mocks.handlers,
      ...this.#parts.positions.handlers,
      ...this.#parts.openings.handlers,
      ...this.#traffic.handlers,
    };
  }

  #snapshot(): Required<EventBatch> {
    return {
      devices: this.#devices.list,
      ...this.#workspacePart.all(),
      ...this.#diagnosis.all(),
      ...this.#updates.all(),
      mocks: this.#demo.mocks,
      topics: this.#devices.allTopics(),
      ...this.#traffic.all(),
      ...this.#parts.topics.all(),
      ...this.#parts.rpc.all(),
      ...this.#parts.requests.all(),
      ...this.#parts.datagrams.all(),
      ...this.#parts.streams.all(),
      ...this.#parts.plots.all(),
      ...this.#parts.mocks.all(),
      ...this.#parts.positions.all(),
      ...this.#parts.openings.all(),
    };
  }

  #restoreDevices(): void {
    const kept = new Set(this.#connectedFile.open());
    const saved = this.#devicesFile.open() ?? [];
    this.#devices.restore(saved, kept);
  }

  #saveDevices(): void {
    this.#devicesFile.save(() => this.#devices.saved);
    this.#connectedFile.save(() =>
      this.#devices.saved.flatMap(({ id, connected }) => (id !== undefined && connected === true ? [id] : [])),
    );
  }

  #mark(what: 'devices' | 'mocks'): void {
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

/** The areas of the bench that stand on its devices. */
function makeParts(memory: ValueMemory, { tap, live }: Traffic, demo: Demo, queue: OpeningQueue, options: PartOptions) {
  const requests = new Requests(options);
  const seenBytes = new SeenBytes();
  const mocks = new Mocks({ ...options, tap, seen: () => live, streams: seenBytes, demo: () => demo.scenario });
  const running = () => [...mocks.running, ...(demo.scenario ? [demo.scenario.scenario] : [])];
  const ecus = () => running().flatMap((scenario) => scenario.ecus.map(({ name, url }) => ({ name, url })));
  return {
    topics: new TopicsPart({ ...options, memory }),
    rpc: new Rpc(options, () => requests.urls),
    requests,
    datagrams: new Datagrams(options),
    streams: new Streams(options, seenBytes),
    plots: new Plots(options),
    mocks,
    positions: new Positions({ ...options, tap, ecus }),
    openings: new OpeningsPart({ ...options, queue }),
  };
}
