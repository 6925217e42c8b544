import type { JsonValue, Payload, PositionServer } from '@vsoa-testbench/core';
import type { FaultSpec, ScenarioSpec } from './file/schema.ts';

// What a running scenario is to those who use it: the window, the terminal, tests.

/** One thing that is wrong with a scenario file. Lines and columns begin at 1; 1:1 where the place is not known. */
export interface ScenarioProblem {
  /** `ecus[0].commands[2].url`; '' for the file as a whole. */
  path: string;
  line: number;
  column: number;
  /** Where the wrong part ends. */
  endLine: number;
  endColumn: number;
  /** What was expected there, in English. */
  message: string;
  /** A warning does not keep the scenario from running. */
  severity: 'error' | 'warning';
}

/** What a file turned out to be. `spec` is null where there is any error. */
export interface LoadedScenario {
  spec: ScenarioSpec | null;
  problems: ScenarioProblem[];
}

/** A scenario with its servers. Changes are told by `onChange`, coalesced by whoever listens. */
export interface RunningScenario {
  readonly spec: ScenarioSpec;
  /** Epoch ms. */
  readonly since: number;
  /** What everything random comes from. */
  readonly seed: number;
  readonly ecus: readonly RunningEcu[];
  /** Null where the file has none. */
  readonly positions: PositionServer | null;
  /** Throws `NO_SUCH_ECU`. */
  ecu(name: string): RunningEcu;
  /**
   * Goes on with another file: what is the same stays with its clients, counters and state. An ECU is started anew only
   * where its host, port, TLS, limits, raw mode or password-less start demand it; `restarted` names those.
   */
  apply(spec: ScenarioSpec): Promise<{ restarted: string[] }>;
  /** How its expectations stand now. */
  report(): ExpectationResult[];
  /** Closes all servers, timers, files. */
  close(): Promise<void>;
}

export interface RunningEcu {
  readonly name: string;
  /** `vsoa://host:port`, or `vsoas://` with TLS. */
  readonly url: string;
  readonly clients: readonly EcuClient[];
  readonly commands: readonly CommandCount[];
  readonly topics: readonly TopicCount[];
  readonly datagrams: readonly DatagramCount[];
  readonly faults: readonly FaultState[];
  /** A copy. */
  readonly state: { [key: string]: JsonValue };
  /** Merges (RFC 7396) into the state; topics with `onChange` speak. */
  patchState(patch: JsonValue): void;
  replaceState(state: { [key: string]: JsonValue }): void;
  /** By hand. Without a payload: what the topic of that url says now. Answers to how many it went. */
  publish(url: string, payload?: Payload & { quick?: boolean | undefined }): number;
  /** Throws `NO_SUCH_CLIENT`. False: not sent. */
  datagram(clientId: number, url: string, payload?: Payload & { quick?: boolean | undefined }): boolean;
  kick(clientId: number, how: 'disconnect' | 'reset'): void;
  setAuthed(clientId: number, authed: boolean): void;
  /** By its place in the file, or its name. */
  switchFault(fault: number | string, enabled: boolean): void;
  /** Puts one in that the file does not have; answers its place. */
  addFault(spec: FaultSpec): number;
  /** Another one in the place of one, on or off as that is; the file keeps its own. */
  changeFault(fault: number, spec: FaultSpec): void;
}

export interface EcuClient {
  id: number;
  /** `host:port` */
  address: string;
  /** Epoch ms. */
  since: number;
  authed: boolean;
  priority: number;
  subscriptions: string[];
}

/** What was asked last. */
export interface LastRequest {
  /** Epoch ms. */
  time: number;
  client: number;
  method: 'GET' | 'SET';
  url: string;
  /** JSON, or undefined where there was none or it was no JSON. */
  param: JsonValue | undefined;
  dataLength: number;
  /** Of the answer; null: none (yet). */
  status: number | null;
}

export interface CommandCount {
  /** As in the file. */
  url: string;
  method: 'GET' | 'SET' | null;
  when: string | null;
  calls: number;
  /** Answered with another status than 0, or failed to be made up. */
  failed: number;
  last: LastRequest | null;
  /** Of the last expression or file that failed, in English. */
  error: string | null;
}

export interface TopicCount {
  url: string;
  every: number | null;
  quick: boolean;
  subscribers: number;
  /** Times it was published to anybody. */
  published: number;
  /** Epoch ms; null: never. */
  lastTime: number | null;
  error: string | null;
}

export interface DatagramCount {
  url: string;
  received: number;
  lastTime: number | null;
  error: string | null;
}

export interface FaultState {
  /** As in the file; else `kind 1`, `kind 2`, … */
  name: string;
  spec: FaultSpec;
  enabled: boolean;
  /** Times it struck. */
  count: number;
}

export interface ExpectationResult {
  title: string;
  passed: boolean;
  /** What was expected and what was there, in English; '' where it passed. */
  message: string;
  /** From the start to when it was first fulfilled, ms; null where it was not. */
  afterMs: number | null;
}
