import { isIP } from 'node:net';
import {
  type Clock,
  Domain,
  lookup,
  PositionServer,
  parseServerUrl,
  type Tap,
  type TimerHandle,
} from '@vsoa-testbench/core';
import { MAX_POSITIONS, type positionCommands } from '../contract/positions.ts';
import type { BenchError, Handlers, PositionAsked, PositionRow, PositionsStatus } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { hostAndPort } from '../host-and-port.ts';
import type { Part } from '../part.ts';
import { unref } from '../timers.ts';
import { LOCAL } from '../workspace/bundle.ts';
import type { KeptFile } from '../workspace/kept-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { autostartFormat, type KeptPositions, positionsFormat } from './positions-format.ts';
import { QueryLog } from './query-log.ts';

type Command = keyof typeof positionCommands;

export interface PositionsOptions {
  tap: Tap;
  clock: Clock;
  workspace: Workspace;
  /** Names and urls of the ECUs that run. */
  ecus: () => { name: string; url: string }[];
  onChange: () => void;
}

interface Change {
  host?: string | undefined;
  port?: number | undefined;
  autostart?: boolean | undefined;
}

/** How often the window is told of questions, ms. */
const TELL_MS = 250;
const LABEL = 'Position server';

/** The position server of the bench: a table that is kept with the workspace, and what is asked of it. */
export class Positions implements Part<Command, 'positions'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PositionsOptions;
  readonly #file: KeptFile<KeptPositions>;
  readonly #localFile: KeptFile<boolean>;
  readonly #server: PositionServer;
  readonly #log = new QueryLog();
  readonly #asking = new AbortController();
  #host: string;
  #port: number;
  #entries: PositionRow[];
  #autostart: boolean;
  #error: BenchError | null = null;
  #changed = false;
  #timer: TimerHandle | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: PositionsOptions) {
    this.#options = options;
    const { workspace, clock } = options;
    this.#file = workspace.file('positions.json', positionsFormat);
    this.#localFile = workspace.file(`${LOCAL}/positions.json`, autostartFormat);
    const kept = this.#file.open();
    this.#host = kept?.host ?? '127.0.0.1';
    this.#port = kept?.port ?? 3_000;
    this.#entries = [...(kept?.entries ?? [])];
    this.#autostart = this.#localFile.open() ?? false;
    this.#server = new PositionServer({ tap: this.#listening(options.tap), label: LABEL, clock });
    this.#server.on('query', ({ answer, ...query }) => {
      this.#log.question(query, answer, clock.time());
      this.#soon();
    });
    this.#fillTable();
    this.handlers = this.#makeHandlers();
    if (this.#autostart) void this.#start().catch(() => undefined);
  }

  all(): { positions: PositionsStatus } {
    const { address, queries, notFound, malformed, dropped } = this.#server;
    return {
      positions: {
        host: this.#host,
        port: this.#port,
        autostart: this.#autostart,
        entries: this.#entries,
        running: address ? hostAndPort(address.host, address.port) : null,
        error: this.#error,
        queries,
        notFound,
        malformed,
        dropped,
      },
    };
  }

  take(): { positions?: PositionsStatus } {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  get busy(): boolean {
    return this.#server.address !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#asking.abort();
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    await this.#turn;
    await this.#server.close();
  }

  #makeHandlers(): Pick<Handlers, Command> {
    return {
      startPositions: () => this.#start(),
      stopPositions: () =>
        this.#inTurn(async () => {
          this.#error = null;
          await this.#server.close();
        }),
      editPositions: (change) => this.#edit(change),
      setPosition: ({ at, row }) => this.#set(at, row),
      removePositions: ({ at }) => this.#remove(at),
      bringBackPositions: ({ rows }) => {
        const sorted = rows.toSorted(([one], [other]) => one - other);
        for (const [at, row] of sorted) if (!this.#entries.some(sameSlot(row))) this.#entries.splice(at, 0, row);
        this.#edited();
      },
      importPositions: () => this.#import(),
      positionQueries: () => this.#log.newest,
      clearPositionQueries: () => {
        this.#log.clear();
        this.#tell();
      },
      askPosition: (question) => this.#ask(question),
    };
  }

  #start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#server.address) return;
      this.#error = null;
      try {
        await this.#server.start({ host: this.#host, port: this.#port });
      } catch (error) {
        this.#error = toBenchError(error);
        throw error;
      }
    });
  }

  async #edit({ host = this.#host, port = this.#port, autostart = this.#autostart }: Change): Promise<void> {
    const moved = host !== this.#host || port !== this.#port;
    this.#host = host;
    this.#port = port;
    this.#autostart = autostart;
    this.#localFile.save(() => this.#autostart);
    this.#edited();
    if (!moved || !this.#server.address) return;
    await this.#inTurn(() => this.#server.close());
    await this.#start();
  }

  #set(at: number | null, row: PositionRow): void {
    const checked = checkedRow(row);
    if (at !== null && !this.#entries[at]) throw new BenchFailure('NO_SUCH_ENTRY', `there is no row ${at}`);
    if (at === null && this.#entries.length >= MAX_POSITIONS) {
      throw new BenchFailure('TOO_MANY', `a table has at most ${MAX_POSITIONS} rows`);
    }
    const entries = at === null ? [...this.#entries, checked] : this.#entries.with(at, checked);
    const place = at ?? entries.length - 1;
    this.#entries = entries.filter((each, index) => index === place || !sameSlot(checked)(each));
    this.#edited();
  }

  #remove(at: number[]): [number, PositionRow][] {
    const places = new Set(at);
    const gone = this.#entries.flatMap((row, index): [number, PositionRow][] =>
      places.has(index) ? [[index, row]] : [],
    );
    this.#entries = this.#entries.filter((_, index) => !places.has(index));
    this.#edited();
    return gone;
  }

  #import(): number {
    let changed = 0;
    for (const { name, url } of this.#options.ecus()) {
      const address = parseServerUrl(url.replace(/^vsoas:/, 'vsoa:'));
      if (isIP(address.host) === 0 || address.port === undefined || address.port === 0) continue;
      const row = { name, host: address.host, port: address.port, security: url.startsWith('vsoas:') };
      const at = this.#entries.findIndex(sameSlot(row));
      const before = this.#entries[at];
      if (before?.host === row.host && before.port === row.port && before.security === row.security) continue;
      if (at < 0 && this.#entries.length >= MAX_POSITIONS) break;
      if (at < 0) this.#entries.push(row);
      else this.#entries[at] = row;
      changed += 1;
    }
    if (changed > 0) this.#edited();
    return changed;
  }

  async #ask({ server, name, family }: { server: string; name: string; family: 4 | 6 | null }): Promise<PositionAsked> {
    const { tap, clock } = this.#options;
    const began = clock.now();
    const servers = server.trim() === '' ? undefined : server.trim();
    const answer = await lookup(name.trim(), {
      tap,
      clock,
      label: LABEL,
      signal: this.#asking.signal,
      servers,
      domain: family === null ? undefined : family === 4 ? Domain.IPV4 : Domain.IPV6,
    });
    const took = clock.now() - began;
    if (answer === undefined) return { answer: null, took };
    const { host, port, domain, security } = answer;
    return { answer: { host, port, family: domain === Domain.IPV4 ? 4 : 6, security }, took };
  }

  #edited(): void {
    this.#fillTable();
    this.#file.save(() => ({ host: this.#host, port: this.#port, entries: this.#entries }));
    this.#tell();
  }

  #fillTable(): void {
    this.#server.clear();
    for (const { name, host, port, security } of this.#entries) {
      // What somebody has written into the file by hand may be no position; the pane shows it as it is.
      if (isIP(host) !== 0 && port > 0 && name !== '') this.#server.set(name, { host, port, security });
    }
  }

  /** What is no question has no event, and is seen in the traffic only. */
  #listening(tap: Tap): Tap {
    return {
      packet: (...packet) => tap.packet(...packet),
      odd: (...odd) => tap.odd(...odd),
      other: (event, connection, time) => {
        if (event.kind === 'POSITION' && !event.sent && event.malformed) {
          this.#log.malformed(connection.quickRemote, time);
          this.#soon();
        }
        tap.other?.(event, connection, time);
      },
    };
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work).finally(() => this.#tell());
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  #soon(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, TELL_MS);
    unref(this.#timer);
  }

  #tell(): void {
    if (this.#closed) return;
    this.#changed = true;
    this.#options.onChange();
  }
}

/** Throws `INVALID_ARGUMENT`. */
function checkedRow({ name, host, port, security }: PositionRow): PositionRow {
  const row = { name: name.trim(), host: host.trim().replace(/^\[(.*)\]$/, '$1'), port, security };
  if (row.name === '') throw new BenchFailure('INVALID_ARGUMENT', 'a position has a name');
  if (isIP(row.host) === 0) throw new BenchFailure('INVALID_ARGUMENT', `${row.host} is no IP address`);
  if (port < 1) throw new BenchFailure('INVALID_ARGUMENT', 'a port is 1 to 65535');
  return row;
}

/** A name has one address of each family. */
const sameSlot = (row: PositionRow) => (other: PositionRow) =>
  other.name.toLowerCase() === row.name.toLowerCase() && isIP(other.host) === isIP(row.host);
