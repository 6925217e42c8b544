import {
  type JsonValue,
  type Payload,
  type RemoteClient,
  Server,
  type StartOptions,
  type Tap,
} from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import { Auth } from './auth.ts';
import { Clients } from './clients.ts';
import type { Command } from './command.ts';
import { Commands } from './commands.ts';
import { type EcuContext, momentOf, type ScenarioContext } from './context.ts';
import type { DatagramRule } from './datagram.ts';
import { Datagrams } from './datagrams.ts';
import { Faults } from './faults/faults.ts';
import type { EcuSpec, FaultSpec } from './file/schema.ts';
import { type JsonObject, patchBetween } from './merge-patch.ts';
import { limitsOf, needsOtherServer, startOptionsOf } from './server-options.ts';
import { speak } from './speak.ts';
import { startFailure } from './start-failure.ts';
import { EcuState } from './state.ts';
import type { Topic } from './topic.ts';
import { Topics } from './topics.ts';
import type { RunningEcu } from './types.ts';
import { valueOf } from './values/value.ts';
import { Waits } from './waits.ts';

/** What an ECU is to be, understood: but for its server, which may not be able to listen, using it cannot fail any more. */
export interface PreparedEcu {
  spec: EcuSpec;
  /** Used where the one that runs cannot be what is wanted. */
  server: Server;
  start: StartOptions;
  info: JsonValue | undefined;
  commands: Command[];
  topics: Topic[];
  datagrams: DatagramRule[];
}

/** A mock ECU: a server that does what the file says. */
export class Ecu implements RunningEcu {
  readonly #scenario: ScenarioContext;
  readonly #tap: Tap | undefined;
  readonly #state: EcuState;
  readonly #waits: Waits;
  readonly #auth: Auth;
  readonly #clients = new Clients();
  readonly #commands: Commands;
  readonly #topics: Topics;
  readonly #datagrams: Datagrams;
  readonly #faults: Faults;
  readonly #context: EcuContext;
  #spec: EcuSpec;
  #server: Server;
  #startOptions: StartOptions;
  /** Where it listens, or did before it was started anew. */
  #port = 0;

  /** `phase`: see `Topics`. Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: EcuSpec, scenario: ScenarioContext, tap: Tap | undefined, phase: number) {
    this.#spec = spec;
    this.#scenario = scenario;
    this.#tap = tap;
    this.#state = new EcuState(spec.state ?? {}, () => this.#stateChanged());
    this.#waits = new Waits(scenario.clock, scenario.wheel);
    this.#auth = new Auth(spec.auth, () => this.#topics.wake());
    this.#context = this.#makeContext();
    this.#commands = new Commands(this.#context, this.#auth);
    this.#topics = new Topics(this.#context, phase);
    this.#datagrams = new Datagrams(this.#context, this.#auth);
    const random = scenario.random(`${spec.name} faults`);
    this.#faults = new Faults({ specs: spec.faults ?? [], clock: scenario.clock, random, onChange: scenario.changed });
    const prepared = this.prepare(spec);
    this.#startOptions = prepared.start;
    this.#server = prepared.server;
    this.#use(prepared);
  }

  get name(): string {
    return this.#spec.name;
  }

  get spec(): EcuSpec {
    return this.#spec;
  }

  get url(): string {
    const { host = '', tls } = this.#startOptions;
    const shown = host.includes(':') ? `[${host}]` : host;
    return `${tls === undefined ? 'vsoa' : 'vsoas'}://${shown}:${this.#port}`;
  }

  /** Where it listens. */
  get address(): { host: string; port: number; security: boolean } {
    const { host = '', tls } = this.#startOptions;
    return { host, port: this.#port, security: tls !== undefined };
  }

  get clients() {
    return this.#clients.list;
  }

  get commands() {
    return this.#commands.list.map(({ count }) => count);
  }

  get topics() {
    return this.#topics.list.map(({ count }) => count);
  }

  get datagrams() {
    return this.#datagrams.list.map(({ count }) => count);
  }

  get faults() {
    return this.#faults.list;
  }

  get state(): JsonObject {
    return structuredClone(this.#state.value);
  }

  patchState(patch: JsonValue): void {
    checked(() => this.#state.patch(patch));
  }

  replaceState(state: JsonObject): void {
    checked(() => this.#state.replace(state));
  }

  publish(url: string, payload?: Payload & { quick?: boolean | undefined }): number {
    const topic = this.#topics.of(url);
    const listeners = topic?.listeners ?? this.#clients.listeners(url);
    const dropped = () => listeners.reduce((sum, client) => sum + client.dropped, 0);
    const before = dropped();
    if (payload === undefined && topic !== undefined) {
      const { published } = topic;
      speak([topic]);
      if (topic.published === published) return 0;
    } else {
      if (topic === undefined) this.#server.publish(url, payload);
      else topic.send({ quick: topic.spec.quick, ...payload });
      if (listeners.length > 0) topic?.note();
    }
    return listeners.length - (dropped() - before);
  }

  datagram(clientId: number, url: string, payload?: Payload & { quick?: boolean | undefined }): boolean {
    return this.#clients.get(clientId).datagram(url, payload);
  }

  kick(clientId: number, how: 'disconnect' | 'reset'): void {
    this.#clients.get(clientId).close(how === 'reset' ? { linger: 0 } : {});
  }

  setAuthed(clientId: number, authed: boolean): void {
    this.#auth.set(this.#clients.get(clientId), authed);
    this.#scenario.changed();
  }

  switchFault(fault: number | string, enabled: boolean): void {
    checked(() => this.#faults.switch(fault, enabled));
  }

  addFault(spec: FaultSpec): number {
    return checked(() => this.#faults.add(spec));
  }

  changeFault(fault: number, spec: FaultSpec): void {
    checked(() => this.#faults.change(fault, spec));
  }

  /** Rejects with a `BenchFailure` that names the ECU and says what to do. */
  async start(): Promise<void> {
    // The port that the system chose the first time.
    const port = this.#startOptions.port === 0 ? this.#port : this.#startOptions.port;
    try {
      await this.#server.start({ ...this.#startOptions, port });
      this.#port = this.#server.address?.port ?? 0;
    } catch (error) {
      throw startFailure(this.name, { ...this.#startOptions, port }, error);
    }
  }

  /** Its topics begin to speak. `origin`: a time of the clock, the same for all ECUs of the scenario. */
  begin(origin: number): void {
    this.#topics.start(origin);
  }

  /** What `apply` takes; nothing is changed yet. Throws `ValueError`, `FILE_UNREADABLE`, and as `Server`. */
  prepare(spec: EcuSpec): PreparedEcu {
    const { scenario } = this.#context;
    const template = spec.info === undefined ? undefined : valueOf(spec.info);
    const info = template?.at(momentOf(this.#context, scenario.random(`${spec.name} info`), 0));
    checked(() => this.#state.with(patchBetween(this.#spec.state ?? {}, spec.state ?? {})));
    return {
      spec,
      server: this.#makeServer(spec, info),
      start: startOptionsOf(spec, scenario.folder),
      info,
      commands: this.#commands.prepare(spec.commands ?? []),
      topics: this.#topics.prepare(spec.topics ?? []),
      datagrams: this.#datagrams.prepare(spec.datagrams ?? []),
    };
  }

  /** Only another server can be what is wanted; `move` makes it that of the ECU. */
  mustMove({ spec }: PreparedEcu): boolean {
    return needsOtherServer(this.#spec, spec);
  }

  /** To be called while it is paused, and started again then. Answers what puts the earlier server back. */
  move({ spec, start, server }: PreparedEcu): () => void {
    const before = [this.#server, this.#startOptions, this.#port] as const;
    // A port that the system chose stays as long as the scenario runs.
    if ((spec.port ?? 0) !== 0 || (this.#spec.port ?? 0) !== 0) this.#port = 0;
    this.#startOptions = start;
    this.#server = server;
    return () => {
      [this.#server, this.#startOptions, this.#port] = before;
    };
  }

  /** Goes on as that says. Cannot fail. */
  apply(prepared: PreparedEcu): void {
    const before = this.#spec;
    const { spec } = prepared;
    this.#auth.apply(spec.auth, this.#clients.all);
    this.#faults.replace(spec.faults ?? []);
    this.#use(prepared);
    this.#server.passwd = spec.password;
    this.#server.info = prepared.info;
    const patch = patchBetween(before.state ?? {}, spec.state ?? {});
    // One that has grown since it was prepared, and has no room for the change any more, stays as it is.
    if (this.#hasRoom(patch)) this.patchState(patch);
  }

  /** Listens no longer; `start` goes on, where it listened. */
  async pause(): Promise<void> {
    this.#waits.clear();
    await this.#server.close();
  }

  async close(): Promise<void> {
    this.#topics.stop();
    await this.pause();
  }

  #hasRoom(patch: JsonValue): boolean {
    try {
      this.#state.with(patch);
      return true;
    } catch {
      return false;
    }
  }

  #use({ spec, commands, topics, datagrams }: PreparedEcu): void {
    this.#spec = spec;
    this.#commands.use(commands);
    this.#topics.use(topics);
    this.#datagrams.use(datagrams);
  }

  #makeContext(): EcuContext {
    return {
      name: this.name,
      scenario: this.#scenario,
      state: this.#state,
      waits: this.#waits,
      server: () => this.#server,
      publish: (urls) => this.#topics.publish(urls),
    };
  }

  #makeServer(spec: EcuSpec, info: JsonValue | undefined): Server {
    const server = new Server({
      info,
      passwd: spec.password,
      raw: spec.raw,
      tap: this.#tap,
      label: spec.name,
      limits: limitsOf(spec),
      interference: this.#faults,
      clock: this.#scenario.clock,
    });
    server.command('/', this.#commands.handle);
    server.on('connect', (client) => this.#welcome(client));
    server.on('disconnect', (client) => {
      this.#clients.delete(client);
      this.#scenario.changed();
    });
    server.on('datagram', (client, message) => this.#datagrams.receive(client, message));
    return server;
  }

  #welcome(client: RemoteClient): void {
    const { clock, changed, happened, ms } = this.#scenario;
    this.#clients.add(client, clock.time());
    this.#auth.welcome(client);
    client.on('subscribe', (urls) => {
      for (const url of urls) happened(() => ({ kind: 'subscribed', ecu: this.name, ms: ms(), url }));
      this.#topics.wake();
      changed();
    });
    client.on('unsubscribe', changed);
    this.#topics.wake();
    changed();
  }

  #stateChanged(): void {
    this.#topics.stateChanged();
    this.#scenario.changed();
  }
}

/** What is out of range cannot be done. */
function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BenchFailure('INVALID_ARGUMENT', error.message, { cause: error });
  }
}
