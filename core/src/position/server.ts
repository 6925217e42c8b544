import { EventEmitter } from 'node:events';
import { formatAddress, plainHost } from '../address.ts';
import { type Clock, systemClock } from '../clock.ts';
import { reasonOf, VsoaError } from '../errors.ts';
import { QuickSocket } from '../quick.ts';
import { reportError, tell } from '../report.ts';
import { checkPort, listenError } from '../server/listen.ts';
import { Strangers } from '../strangers.ts';
import { addressOf } from '../system-names.ts';
import { type Tap, TapTime } from '../tap.ts';
import { BoundedCallback, type PositionCallback, type PositionQuery, type PositionServerLimits } from './callback.ts';
import { type NamedPosition, PositionTable } from './table.ts';
import { type DomainCode, encodeAnswer, type PositionAnswer, type PositionEntry, readQuestion } from './wire.ts';

export interface PositionServerEvents {
  /** A question was answered; with `{}` where `answer` is undefined. */
  query: [PositionQuery & { answer: PositionAnswer | undefined }];
  /** `lookup` failed (`cause` is what it threw): the name counts as not known. The server lives on. */
  error: [VsoaError];
}

export interface PositionServerOptions {
  table?: readonly NamedPosition[] | undefined;
  /** Asked for names that the table does not have. */
  lookup?: PositionCallback | undefined;
  limits?: Partial<PositionServerLimits> | undefined;
  /** Is told of every question and answer (`Tap.other`). By default none. */
  tap?: Tap | undefined;
  /** Name of the server in the tap, by default ''. */
  label?: string | undefined;
  clock?: Clock | undefined;
}

const DEFAULT_LIMITS: PositionServerLimits = { lookups: 1_000, lookupTimeout: 5_000 };

/**
 * Tells clients where the servers are that they know by name: JSON in UDP. What is no question is not answered. An
 * answer is at most about 100 bytes longer than its question, so that nobody can use the server to flood somebody else.
 */
export class PositionServer extends EventEmitter<PositionServerEvents> {
  readonly #table = new PositionTable();
  readonly #callback: BoundedCallback | undefined;
  readonly #tap: Tap | undefined;
  /** UDP has no connections: in the tap those who ask stand for them. */
  readonly #strangers: Strangers;
  readonly #clock: Clock;
  #state: 'closed' | 'starting' | 'listening' | 'closing' = 'closed';
  /** The start or close that was asked for last. */
  #change: Promise<void> = Promise.resolve();
  #socket: QuickSocket | undefined;
  #address: { host: string; port: number } | undefined;
  #queries = 0;
  #notFound = 0;
  #malformed = 0;
  #dropped = 0;

  /** Throws `INVALID_ARGUMENT` for an entry that has no IP address, port or name. */
  constructor(options: PositionServerOptions = {}) {
    super();
    const { table = [], lookup, limits, tap, label = '', clock = systemClock } = options;
    for (const { name, ...entry } of table) this.set(name, entry);
    this.#callback = lookup && new BoundedCallback(lookup, { ...DEFAULT_LIMITS, ...limits }, clock);
    this.#tap = tap;
    this.#strangers = new Strangers('server', label);
    this.#clock = clock;
  }

  /** Where it listens; undefined while it does not. */
  get address(): { host: string; port: number } | undefined {
    return this.#address;
  }

  /** Questions that arrived. */
  get queries(): number {
    return this.#queries;
  }

  /** Questions that were answered with `{}`. */
  get notFound(): number {
    return this.#notFound;
  }

  /** Packets that were no question. */
  get malformed(): number {
    return this.#malformed;
  }

  /** Questions that were not answered, as too many callbacks were running or too many answers waited to be sent. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Listens on UDP. Clients that are told no port ask 54; 0: any that is free. Rejects with `ADDRESS_IN_USE`,
   * `INVALID_ARGUMENT` where it is started already or `port` is none, or `ERROR`. May be started again after `close`.
   */
  async start({ host = '0.0.0.0', port }: { host?: string | undefined; port: number }): Promise<void> {
    if (this.#state !== 'closed') throw new VsoaError('INVALID_ARGUMENT', `cannot start while ${this.#state}`);
    checkPort(port);
    this.#state = 'starting';
    this.#change = this.#open(host, port);
    await this.#change;
  }

  /** Callbacks that run are not heard any more. The table and the counters stay. */
  async close(): Promise<void> {
    await this.#change.catch(() => undefined);
    if (this.#state === 'listening') {
      this.#state = 'closing';
      this.#change = this.#shut();
    }
    await this.#change.catch(() => undefined);
  }

  /**
   * Puts a server into the table, in place of what the name had of the same family. A name can have one IPv4 and one
   * IPv6 address; who asks for any is told the IPv4 one. Throws `INVALID_ARGUMENT`.
   */
  set(name: string, entry: PositionEntry): void {
    this.#table.set(name, entry);
  }

  /** Takes a name out of the table, or only its address of one family. False: it was not there. */
  delete(name: string, domain?: DomainCode): boolean {
    return this.#table.delete(name, domain);
  }

  clear(): void {
    this.#table.clear();
  }

  /** The table, as `table` of the options takes it. */
  list(): (PositionAnswer & { name: string })[] {
    return this.#table.list();
  }

  async #open(host: string, port: number): Promise<void> {
    try {
      const socket = await QuickSocket.bind(await addressOf(host), port);
      socket.receiver = (bytes, from, fromPort) => this.#receive(socket, bytes, from, fromPort);
      this.#socket = socket;
      this.#address = { host, port: socket.port };
      this.#state = 'listening';
    } catch (error) {
      this.#state = 'closed';
      throw listenError(host, port, error);
    }
  }

  async #shut(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#address = undefined;
    this.#callback?.stop();
    if (socket !== undefined) await new Promise<void>((resolve) => socket.close(resolve));
    this.#state = 'closed';
  }

  #receive(socket: QuickSocket, bytes: Buffer, host: string, port: number): void {
    // Nobody can be answered on port 0.
    const question = port === 0 ? undefined : readQuestion(bytes);
    this.#tell(bytes, false, question === undefined, host, port);
    if (question === undefined) {
      this.#malformed += 1;
      return;
    }
    this.#queries += 1;
    const query = { ...question, from: formatAddress(plainHost(host), port) };
    const answer = (position: PositionAnswer | undefined) => this.#answer(socket, query, position, host, port);
    const known = this.#table.find(query.name, query.domain);
    if (known !== undefined || this.#callback === undefined) answer(known);
    else if (this.#callback.isBusy) this.#dropped += 1;
    else void this.#askProgram(this.#callback, query).then(answer);
  }

  async #askProgram(callback: BoundedCallback, query: PositionQuery): Promise<PositionAnswer | undefined> {
    try {
      return await callback.run(query);
    } catch (error) {
      if (this.#state === 'listening') {
        reportError(
          this,
          new VsoaError('ERROR', `the lookup of ${JSON.stringify(query.name)} failed: ${reasonOf(error)}`, error),
        );
      }
      return undefined;
    }
  }

  #answer(
    socket: QuickSocket,
    query: PositionQuery,
    answer: PositionAnswer | undefined,
    host: string,
    port: number,
  ): void {
    if (this.#socket !== socket) return;
    const bytes = encodeAnswer(query, answer);
    if (!socket.send(bytes, host, port)) {
      this.#dropped += 1;
      return;
    }
    this.#tell(bytes, true, false, host, port);
    if (answer === undefined) this.#notFound += 1;
    tell(() => this.emit('query', { ...query, answer }));
  }

  #tell(bytes: Buffer, sent: boolean, malformed: boolean, host: string, port: number): void {
    if (this.#tap?.other === undefined || this.#address === undefined) return;
    const local = formatAddress(this.#address.host, this.#address.port);
    this.#tap.other(
      { kind: 'POSITION', bytes, sent, malformed },
      this.#strangers.at(host, port, local),
      TapTime.of(this.#clock).now(),
    );
  }
}
