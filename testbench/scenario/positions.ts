import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type NamedPosition, PositionServer, type Tap } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import { reasonOf, type ScenarioContext } from './context.ts';
import type { Ecu } from './ecu.ts';
import type { ScenarioSpec } from './file/schema.ts';
import { startFailure } from './start-failure.ts';

type PositionsSpec = NonNullable<ScenarioSpec['positions']>;

interface Place {
  table: NamedPosition[];
  host: string;
  port: number;
}

const HOST = '127.0.0.1';
const NAME = 'positions';

/** The position server of a scenario: it knows all ECUs by their names, and what else the file says. */
export class Positions {
  readonly #scenario: ScenarioContext;
  readonly #tap: Tap | undefined;
  #spec: PositionsSpec | undefined;
  #server: PositionServer | null = null;

  constructor(scenario: ScenarioContext, tap: Tap | undefined) {
    this.#scenario = scenario;
    this.#tap = tap;
  }

  get server(): PositionServer | null {
    return this.#server;
  }

  /** Starts, changes or ends it as the file says. Rejects with a `BenchFailure` that says what to do; it is as it was then. */
  async apply(spec: PositionsSpec | undefined, ecus: readonly Ecu[]): Promise<void> {
    const table = spec === undefined ? [] : await tableOf(spec, ecus);
    const { host = HOST, port = 0 } = spec ?? {};
    const stays = spec !== undefined && host === (this.#spec?.host ?? HOST) && port === (this.#spec?.port ?? 0);
    if (this.#server !== null && stays) {
      // Refused before anything of the one before is gone.
      const next = new PositionServer({ table }).list();
      this.#server.clear();
      for (const { name, ...entry } of next) this.#server.set(name, entry);
    } else await this.#replace(spec && { table, host, port });
    this.#spec = spec;
    this.#scenario.changed();
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  async #replace(next: Place | undefined): Promise<void> {
    const before = this.#server;
    const at = before?.address;
    await this.close();
    if (next === undefined) return;
    try {
      this.#server = await this.#start(next);
    } catch (error) {
      if (before && at) this.#server = await this.#start({ ...at, table: before.list() });
      throw error;
    }
  }

  async #start({ table, host, port }: Place): Promise<PositionServer> {
    const { clock, changed } = this.#scenario;
    const server = new PositionServer({ table, tap: this.#tap, label: NAME, clock });
    server.on('query', changed);
    try {
      await server.start({ host, port });
    } catch (error) {
      throw startFailure('the position server', { host, port }, error);
    }
    return server;
  }
}

/** Free entries win over ECUs of the same name: they are what somebody wrote by hand. */
async function tableOf({ entries = [] }: PositionsSpec, ecus: readonly Ecu[]): Promise<NamedPosition[]> {
  const all = [...ecus.map(({ name, address }) => ({ name, ...address })), ...entries];
  return Promise.all(
    all.map(async (entry) => Object.assign({}, entry, { host: await reachable(entry).catch(refuse) })),
  );
}

function refuse(error: unknown): never {
  throw new BenchFailure('INVALID_SCENARIO', `positions: ${reasonOf(error)}`, { cause: error });
}

/** The IP address by which a host is reached; of one that listens everywhere, that of the first network there is. */
async function reachable({ host }: { host: string }): Promise<string> {
  if (host === '0.0.0.0' || host === '::') {
    const family = host === '::' ? 'IPv6' : 'IPv4';
    const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
    const outer = all.find((each) => each.family === family && !each.internal && !each.address.startsWith('fe80'));
    return outer?.address ?? (host === '::' ? '::1' : HOST);
  }
  if (isIP(host) !== 0) return host;
  if (host === 'localhost') return HOST;
  return (await lookup(host)).address;
}
