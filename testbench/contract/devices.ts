import type { DeviceOptions, SecretName } from './device-options.ts';
import type { BenchError, TlsProblem } from './errors.ts';

/** All times are epoch ms. */
export type DeviceState =
  | {
      name: 'connecting';
      /** `timeoutMs` counts from here. */
      since: number;
      step: 'resolving' | 'connecting' | 'handshaking';
      timeoutMs: number;
      /** 1 for the first since the user asked for it, or since the last connection. */
      attempt: number;
      /** Why the last attempt failed, or the last connection ended; null for the first. */
      reason: BenchError | null;
    }
  /** `lostPings` in a row. */
  | { name: 'connected'; since: number; lostPings: number }
  /** For the next attempt, where a connection is kept. `attempt`: how many have failed; 0 where a connection has just ended. */
  | { name: 'waiting'; since: number; until: number; attempt: number; reason: BenchError }
  /** `reason` is null where the user disconnected, and before the first attempt. */
  | { name: 'disconnected'; since: number; reason: BenchError | null };

/** A remote VSOA server we are, were or want to be connected to. */
export interface Device {
  id: string;
  /** As the user named it, else `host:port`. */
  name: string;
  url: string;
  /** True for the built-in demo vehicle, which is not saved. */
  demo: boolean;
  options: DeviceOptions;
  /** Which secrets there are; what they are is never told. */
  secrets: Record<SecretName, boolean>;
  state: DeviceState;
  /** It is connected, by other options than these, which somebody else has saved; they hold from the next connection on. */
  outdated?: true;
  /** What the server said of itself in the handshake, as JSON text; null before. */
  serverInfo: string | null;
  clientId: number | null;
  /** Round trip of the last ping, ms. */
  rttMs: number | null;
  /** Round trips of the last pings since the user connected, ms, the newest last; at most `ROUND_TRIPS`. */
  roundTrips: number[];
  /** What the server has shown of itself; null without TLS and while not connected. */
  certificate: PeerCertificate | null;
  /** Urls subscribed at the server, in the order they were asked for; kept while disconnected and renewed on connect. */
  subscriptions: string[];
  /** Those of `subscriptions` that failed when they were made again; absent where there is none. */
  refusedSubscriptions?: RefusedSubscription[];
  /** Messages on topics that are not listed: beyond the limit of 2,000 topics, or with a url of more than 4,096 characters. */
  topicsDropped: number;
}

/** A url that the server refused, or did not answer for. */
export interface RefusedSubscription {
  url: string;
  error: BenchError;
}

export const ROUND_TRIPS = 60;

export interface PeerCertificate {
  /** Parts in their order: `['CN', 'ecu-7']`. */
  subject: [part: string, value: string][];
  issuer: [part: string, value: string][];
  /** Epoch ms, as `notAfter`. */
  notBefore: number;
  notAfter: number;
  /** `DNS:localhost`, `IP Address:127.0.0.1`. */
  altNames: string[];
  serialNumber: string;
  /** SHA-256, as `AB:CD:…`. */
  fingerprint: string;
  /** Why it is not trusted; null where it is. */
  problem: TlsProblem | null;
  pem: string;
}

/** What is in a file that the user chose. */
export interface ChosenPem {
  name: string;
  pem: string;
}

export interface DevicesFile {
  name: string;
  devices: number;
  /** Entries that make no sense, or are too many. */
  leftOut: number;
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
