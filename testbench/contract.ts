import * as v from 'valibot';

/**
 * The contract between the window and the testbench: every command the renderer can give, and every event it can hear.
 * Adding a command means adding it to `commands` here and implementing it once in `testbench/bench.ts`; the preload
 * and the IPC door need no change. The renderer imports only types from this file.
 */

// ── What things look like to the window ──────────────────────────────────────────────────────────────────────────

/** Why something failed. `code` is stable (docs/errors.md); `message` is English and technical, for logs and copies. */
export interface BenchError {
  code: ErrorCode;
  message: string;
  /** `host:port` the error is about, where there is one. */
  host?: string;
  /** Offset into the text that was refused (a param that is no JSON), counted as JavaScript counts characters. */
  position?: number;
}

/** Codes of core (docs in core/README.md), and those of the bench itself. The window has words for each of them. */
export type ErrorCode =
  // connecting
  | 'ERROR'
  | 'UNREACHABLE'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_NO_RESPONDING'
  | 'INVALID_RESPONDING'
  | 'INVALID_PASSWORD'
  | 'TLS_HANDSHAKE_FAILED'
  // while connected
  | 'NOT_CONNECTED'
  | 'CONNECTION_LOST'
  | 'CLOSED_BY_SERVER'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'TOO_MANY_PENDING'
  | 'PACKET_TOO_LARGE'
  | 'SEND_TIMEOUT'
  | 'ADDRESS_IN_USE'
  // what was asked
  | 'INVALID_URL'
  | 'INVALID_ARGUMENT'
  | 'INVALID_PARAM'
  | 'REFUSED_BY_SERVER'
  | 'NO_SUCH_DEVICE'
  | 'NO_SUCH_PACKET'
  | 'TOO_MANY'
  // the door
  | 'BAD_REQUEST'
  | 'INTERNAL';

export type Result<T> = { ok: true; value: T } | { ok: false; error: BenchError };

export type DeviceState =
  /** `timeoutMs` counts from `since` (epoch ms). */
  | { name: 'connecting'; since: number; step: 'resolving' | 'connecting' | 'handshaking'; timeoutMs: number }
  | { name: 'connected'; since: number }
  /** `reason` is null where the user disconnected. */
  | { name: 'disconnected'; since: number; reason: BenchError | null };

/** A remote VSOA server we are, were or want to be connected to. */
export interface Device {
  id: string;
  name: string;
  url: string;
  /** True for the built-in demo vehicle. */
  demo: boolean;
  state: DeviceState;
  /** What the server said of itself in the handshake, as JSON text; null before. */
  serverInfo: string | null;
  clientId: number | null;
  /** Round trip of the last ping, ms. */
  rttMs: number | null;
  /** Urls subscribed at the server, in the order they were asked for; kept while disconnected and renewed on connect. */
  subscriptions: string[];
  /** Those of `subscriptions` that the server refused when they were renewed; absent where there is none. */
  refusedSubscriptions?: string[];
  /** Messages on topics that are not listed: beyond the limit of 2,000 topics, or with a url of more than 4,096 characters. */
  topicsDropped: number;
}

/** The newest of what a device published on one url. */
export interface Topic {
  deviceId: string;
  url: string;
  /** Messages since the device was added. */
  count: number;
  /** Messages a second, over about the last second. */
  rate: number;
  /** Arrival of the newest, epoch ms. */
  time: number;
  quick: boolean;
  /** The param as text, cut to `TOPIC_PREVIEW` characters; whole by the command `topicValue`. */
  preview: string;
  paramLength: number;
  dataLength: number;
}

/** How much of a param an event carries, characters. */
export const TOPIC_PREVIEW = 1_000;
export const TOPICS_PER_BATCH = 500;

/** A param or data as they were on the wire. `text` is null where the bytes are no UTF-8; `json` says it parses. */
export interface Payload {
  text: string | null;
  json: boolean;
  param: Uint8Array;
  data: Uint8Array;
}

export interface TopicValue extends Payload {
  time: number;
  quick: boolean;
}

/** A reply to an RPC, whatever its status. */
export interface Answer extends Payload {
  status: number;
  statusName: string;
  /** 0 where the reply carried none. */
  tunnelId: number;
  rttMs: number;
}

/** A VSOA server that the bench runs. */
export interface Mock {
  id: string;
  name: string;
  url: string;
  demo: boolean;
  clients: number;
  since: number;
}

export type PacketType =
  | 'SERVINFO'
  | 'RPC'
  | 'SUBSCRIBE'
  | 'UNSUBSCRIBE'
  | 'PUBLISH'
  | 'DATAGRAM'
  | 'QOSSETUP'
  | 'NOOP'
  | 'PINGECHO'
  | 'UNKNOWN';

/** One packet in the traffic log, as a list shows it. */
export interface TrafficRow {
  /** Place in the log, counted from its start; stays the same when older packets are evicted. */
  index: number;
  /** Epoch ms with fractions. */
  time: number;
  /** Name of the device or mock whose connection carried it, and which of the two it is. */
  connection: string;
  side: 'device' | 'mock';
  /** Seen from the bench. */
  direction: 'sent' | 'received';
  channel: 'normal' | 'quick';
  type: PacketType;
  typeCode: number;
  reply: boolean;
  flags: number;
  status: number;
  seqno: number;
  tunnelId: number;
  /** Of one with more than 1,024 bytes the start and …; whole in the fields of the packet. */
  url: string;
  paramLength: number;
  dataLength: number;
  /** Header and pad included. */
  length: number;
  /** Start of the param as text, for the summary column. */
  preview: string;
  /** Why the packet is odd, empty where it is not. */
  odd: Oddity[];
}

export type Oddity =
  | 'BAD_MAGIC'
  | 'BAD_LENGTH'
  | 'UNALIGNED'
  | 'UNKNOWN_TYPE'
  | 'WRONG_CHANNEL'
  | 'STRANGER'
  | 'BAD_UTF8'
  | 'UNEXPECTED_REPLY'
  | 'BEFORE_HANDSHAKE';

/** A field of a packet and where its bytes are. */
export interface PacketField {
  name:
    | 'magic'
    | 'type'
    | 'flags'
    | 'status'
    | 'seqno'
    | 'tunid'
    | 'urlLength'
    | 'paramLength'
    | 'dataLength'
    | 'url'
    | 'param'
    | 'data'
    | 'pad'
    | 'garbage';
  offset: number;
  length: number;
  /** As a person reads it: `RPC (0x01)`, `REPLY | SET`, `0 success`, the url, the start of the param. */
  text: string;
}

export interface TrafficPacket extends Payload {
  row: TrafficRow;
  bytes: Uint8Array;
  fields: PacketField[];
}

export interface TrafficStats {
  /** Index of the oldest packet still held, and one past the newest. */
  first: number;
  end: number;
  /** Bytes held, and the cap that they stay under. */
  bytes: number;
  cap: number;
  /** Evicted to stay under the cap, since the log was last cleared. */
  evictedPackets: number;
  evictedBytes: number;
  odd: number;
  /** Over about the last second. */
  packetsPerSecond: number;
  bytesPerSecond: number;
}

/** What changed since the last batch. Bounded: of each device, topic and count only the newest is told. */
export interface EventBatch {
  /** All devices, in the order they were added, where any of them changed; one that is missing was removed, with its topics. */
  devices?: Device[];
  /** All mocks, where any of them changed. */
  mocks?: Mock[];
  /** Only the topics that changed, at most `TOPICS_PER_BATCH`; more of them come with the next batch. */
  topics?: Topic[];
  traffic?: TrafficStats;
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
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(3_600_000));

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

  /** Adds a device and starts to connect; how that goes is told by events. Fails only where the url is none. */
  addDevice: command<Device>()(
    v.object({ url: shortText, passwd: v.optional(shortText), name: v.optional(shortText) }),
  ),
  /** Connects again, with a new password where one is given (an empty one: with none). The demo vehicle is started first. */
  connectDevice: command<Device>()(v.object({ id, passwd: v.optional(shortText) })),
  /** Ends the connection, or the attempt. */
  disconnectDevice: command<Device>()(v.object({ id })),
  removeDevice: command<void>()(v.object({ id })),
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

  /** Rows from `from` up to but not including `to`, at most 2,000; evicted ones are left out. */
  trafficRows: command<TrafficRow[]>()(v.object({ from: index, to: index })),
  trafficPacket: command<TrafficPacket>()(v.object({ index })),
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
