import * as v from 'valibot';
import { deviceOptions, deviceSecrets } from './contract/device-options.ts';
import type {
  Answer,
  ChosenPem,
  Device,
  DevicesFile,
  Mock,
  Topic,
  TopicValue,
  WorkspaceStatus,
} from './contract/devices.ts';
import type { Result } from './contract/errors.ts';
import type {
  Capture,
  FilterHelp,
  Recording,
  SavedFile,
  Task,
  TrafficChart,
  TrafficPacket,
  TrafficRow,
  TrafficStats,
  TrafficView,
} from './contract/traffic.ts';

export * from './contract/device-options.ts';
export * from './contract/devices.ts';
export type * from './contract/errors.ts';
export type * from './contract/traffic.ts';

/**
 * The contract between the window and the testbench: every command the renderer can give, and every event it can hear.
 * Adding a command means adding it to `commands` here and implementing it once in `testbench/bench.ts`; the preload
 * and the IPC door need no change. The renderer imports only types from this file.
 */

/** What changed since the last batch. Bounded: of each device, topic and count only the newest is told. */
export interface EventBatch {
  /** All devices, in the order of the user, where any of them changed; one that is missing was removed, with its topics. */
  devices?: Device[];
  workspace?: WorkspaceStatus;
  /** All mocks, where any of them changed. */
  mocks?: Mock[];
  /** Only the topics that changed, at most `TOPICS_PER_BATCH`; more of them come with the next batch. */
  topics?: Topic[];
  traffic?: TrafficStats;
  /** The view there is, where it has grown, shrunk or was replaced. */
  view?: TrafficView;
  /** All captures, where any of them changed. */
  captures?: Capture[];
  /** Null: nothing is recorded. */
  recording?: Recording | null;
  /** All tasks that run, where any of them changed. */
  tasks?: Task[];
}

// ── Commands ─────────────────────────────────────────────────────────────────────────────────────────────────────

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** Checked for meaning by the testbench; here only that it cannot hurt. */
const shortText = v.pipe(v.string(), v.maxLength(4_096));
/** Four packets' worth: spaces that are not sent may fill it, and core names the limit of a packet to whoever passes it. */
const MAX_PAYLOAD = 1_048_576;
const payloadText = v.pipe(v.string(), v.maxLength(MAX_PAYLOAD));
const payloadBytes = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.length <= MAX_PAYLOAD, `at most ${MAX_PAYLOAD} bytes`),
);
const urls = v.pipe(v.array(shortText), v.minLength(1), v.maxLength(1_000));
/** Epoch ms, within what a Date can hold. */
const time = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(3_600_000));

const deviceChanges = { ...v.partial(deviceOptions).entries, ...v.partial(deviceSecrets).entries };
const newDevice = { ...deviceChanges, url: deviceOptions.entries.url };

function command<Answered>() {
  return <Schema extends v.GenericSchema>(request: Schema) => ({ request }) as unknown as Command<Schema, Answered>;
}

interface Command<Schema extends v.GenericSchema, Answered> {
  request: Schema;
  /** There for its type only; no value is behind it. */
  response: Answered;
}

export const commands = {
  /** Everything there is, for a window that just opened (or reloaded). */
  snapshot: command<Required<EventBatch>>()(v.undefined()),

  /**
   * Adds a device and, by default, starts to connect; how that goes is told by events. What is not given is by default.
   * Fails with the `field` that is wrong.
   */
  addDevice: command<Device>()(v.object({ ...newDevice, connect: v.optional(v.boolean()) })),
  /**
   * What is not given stays as it is; an empty secret is forgotten. A connection is made anew where it has to be another
   * one. Fails with the `field` that is wrong, and then nothing has changed.
   */
  editDevice: command<Device>()(v.object({ id, ...deviceChanges })),
  /** A copy behind the device, with its secrets. */
  duplicateDevice: command<Device>()(v.object({ id, name: shortText })),
  /** To a place in the list. */
  moveDevice: command<void>()(v.object({ id, to: index })),
  removeDevice: command<void>()(v.object({ id })),
  /** Undoes `removeDevice`, for one of the last 20. */
  bringBackDevice: command<Device>()(v.object({ id })),
  /**
   * Connects again, with a new password where one is given (an empty one: with none); at once where it waits for the
   * next attempt. The demo vehicle is started first.
   */
  connectDevice: command<Device>()(v.object({ id, passwd: v.optional(shortText) })),
  /** Ends the connection, the attempt, or the wait for the next one. */
  disconnectDevice: command<Device>()(v.object({ id })),
  /** Asks the user for a file; null where none was chosen. Of the file only what was asked for is answered. */
  choosePem: command<ChosenPem | null>()(v.object({ what: v.picklist(['ca', 'cert', 'key']) })),
  /** Asks the user for a file and writes all devices, without secrets. */
  exportDevices: command<DevicesFile | null>()(v.undefined()),
  /** Asks the user for a file and adds its devices. */
  importDevices: command<DevicesFile | null>()(v.undefined()),
  /** Answers the round trip in ms. */
  ping: command<number>()(v.object({ id })),

  /**
   * Starts the demo vehicle where it is not running, and connects to it, subscribed to everything it says. `name` is
   * what it is called in the user's language, "Demo vehicle" by default.
   */
  startDemo: command<Device>()(v.object({ name: v.optional(shortText) })),
  /** Stops a mock; its clients are disconnected. Nothing happens where it is not running. */
  stopMock: command<void>()(v.object({ id })),

  /** While the device is not connected the urls are kept, and subscribed once it is. */
  subscribe: command<void>()(v.object({ id, urls })),
  unsubscribe: command<void>()(v.object({ id, urls })),
  /** Null where nothing came on this url; fails with `TOO_MANY` where the value was too large to keep beside the others. */
  topicValue: command<TopicValue | null>()(v.object({ id, url: shortText })),

  /** `param` is JSON text (spaces between its tokens are not sent) or empty for none. `callId` names it for `cancelCall`. */
  call: command<Answer>()(
    v.object({
      id,
      callId: id,
      url: shortText,
      method: v.picklist(['GET', 'SET']),
      param: payloadText,
      data: v.optional(payloadBytes),
      timeoutMs: milliseconds,
    }),
  ),
  cancelCall: command<void>()(v.object({ callId: id })),

  /**
   * Shows another part of the traffic. A filter that is none fails with `INVALID_FILTER` and its place, and leaves the
   * view as it is.
   */
  setTrafficView: command<TrafficView>()(
    v.object({ source: id, filter: shortText, from: v.nullable(time), to: v.nullable(time) }),
  ),
  /** Rows at the positions `from` up to but not including `to`, at most 2,000; evicted ones are left out. */
  trafficRows: command<TrafficRow[]>()(v.object({ view: index, from: index, to: index })),
  /** The position of the packet in the view; where it is not in it, that of the next one that is. */
  trafficPosition: command<number>()(v.object({ view: index, index })),
  trafficPacket: command<TrafficPacket>()(v.object({ source: id, index })),
  /** Packets as text for the clipboard, by positions, at most 10,000: one JSON a line, hex dumps, or a table. */
  trafficText: command<string>()(
    v.object({ view: index, from: index, to: index, format: v.picklist(['json', 'hex', 'text']) }),
  ),
  /** Of the source of the view: at most `buckets` from `from` to `to`, epoch ms; null: all there is. */
  trafficChart: command<TrafficChart>()(
    v.object({
      view: index,
      from: v.nullable(time),
      to: v.nullable(time),
      buckets: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000)),
    }),
  ),
  filterHelp: command<FilterHelp>()(v.object({ source: id, text: shortText, caret: index })),
  markTraffic: command<void>()(v.object({ source: id, index, marked: v.boolean() })),
  /** Bytes of memory for live traffic, at least 1 MiB. */
  setTrafficCap: command<void>()(
    v.object({ bytes: v.pipe(v.number(), v.integer(), v.minValue(1_048_576), v.maxValue(68_719_476_736)) }),
  ),

  /** Asks the user for a file and writes it; null where the user chose none, or cancelled the task. */
  saveTraffic: command<SavedFile | null>()(
    v.object({
      view: index,
      /** All of the source, the view, or the positions `from` up to but not including `to` of the view. */
      what: v.variant('kind', [
        v.object({ kind: v.literal('all') }),
        v.object({ kind: v.literal('view') }),
        v.object({ kind: v.literal('range'), from: index, to: index }),
      ]),
      format: v.picklist(['pcapng', 'jsonl', 'csv']),
    }),
  ),
  /** Asks the user for a pcapng or pcap file and reads it; null where the user chose none. */
  openCapture: command<Capture | null>()(v.undefined()),
  closeCapture: command<void>()(v.object({ id })),
  /** Asks the user for a folder. A file is full at `maxFileBytes`; of the files the newest `maxFiles` stay. */
  startRecording: command<Recording | null>()(
    v.object({
      maxFileBytes: v.pipe(v.number(), v.integer(), v.minValue(1_048_576)),
      maxFiles: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
      /** What a crash may lose, ms. */
      syncMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
    }),
  ),
  stopRecording: command<void>()(v.undefined()),
  cancelTask: command<void>()(v.object({ id })),
  clearTraffic: command<void>()(v.undefined()),
} as const;

export type CommandName = keyof typeof commands;
type Request<Name extends CommandName> = v.InferOutput<(typeof commands)[Name]['request']>;
type Response<Name extends CommandName> = (typeof commands)[Name]['response'];

/** What the testbench implements: throws, or rejects, where the command fails. */
export type Handlers = {
  [Name in CommandName]: (request: Request<Name>) => Response<Name> | Promise<Response<Name>>;
};

/** What the renderer sees as `window.bench`: never rejects for what a user can cause. */
export type BenchApi = {
  [Name in CommandName]: (request: Request<Name>) => Promise<Result<Response<Name>>>;
} & {
  /** Calls back with each batch; the next one comes when the callback has returned. One listener at a time. */
  onEvents(listener: (batch: EventBatch) => void): void;
  platform: 'linux' | 'darwin' | 'win32';
  versions: { app: string; electron: string };
};
