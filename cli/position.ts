import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { type NamedPosition, PositionServer } from '@vsoa-testbench/core';
import { readText } from '../testbench/read-text.ts';
import { readScenarioFile, ScenarioFileError } from '../testbench/scenario/read-file.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { dim, type Output, printable } from './output.ts';
import { stopSignal } from './stop.ts';
import { until } from './until.ts';

export interface PositionOptions {
  host: string;
  port: number;
  for?: number;
  count?: number;
}

const MOST_BYTES = 16_777_216;
const ENTRY = /^([^=]+)=(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/;

/** Tells clients where servers are, and prints who asked for what. */
export async function position(entries: string[], options: PositionOptions, output: Output): Promise<ExitCode> {
  const user = stopSignal();
  const table = (await Promise.all(entries.map(positionsIn))).flat();
  const server = new PositionServer({ table });
  await server.start({ host: options.host, port: options.port });
  const { address } = server;
  output.message(`position server on ${address?.host}:${address?.port}, knows ${table.length} names; Ctrl-C ends it`);
  await until(user, options.for, (done) => {
    server.on('query', ({ name, from, answer }) => {
      const { host, port, security } = answer ?? {};
      const time = new Date().toISOString();
      const found = answer !== undefined;
      if (output.json) output.line(JSON.stringify({ time, name, from, found, host, port, security }));
      else
        output.line(`${dim(time.slice(11, -1))} ${from} ${printable(name)} ${found ? `${host}:${port}` : 'not found'}`);
      if (server.queries === options.count) done();
    });
  });
  await server.close();
  const { queries, notFound, malformed } = server;
  output.message(`${queries} queries, ${notFound} not found, ${malformed} malformed`);
  return Exit.OK;
}

async function positionsIn(entry: string): Promise<NamedPosition[]> {
  if (ENTRY.test(entry)) return [await positionOf(entry, entry)];
  if (!existsSync(entry)) throw new UsageError(`expected name=host:port or a file, got ${entry}`);
  if (/\.(?:ya?ml|json)$/i.test(entry)) return positionsInScenario(entry);
  const lines = (await readText(entry, MOST_BYTES)).split(/\r?\n/u).map((line) => line.replace(/#.*/u, '').trim());
  const numbered = lines.map((line, index) => ({ line, place: `${entry}:${index + 1}` }));
  return Promise.all(numbered.filter(({ line }) => line !== '').map(({ line, place }) => positionOf(line, place)));
}

/** ECUs that have a port of their own, and the other entries. */
async function positionsInScenario(file: string): Promise<NamedPosition[]> {
  try {
    const { spec } = await readScenarioFile(file);
    const ecus = spec.ecus.flatMap(({ name, host = '127.0.0.1', port = 0, tls }) =>
      port === 0 ? [] : [{ name, host, port, security: tls !== undefined }],
    );
    return await Promise.all([...ecus, ...(spec.positions?.entries ?? [])].map((each) => resolved(each, file)));
  } catch (error) {
    if (error instanceof ScenarioFileError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function resolved(entry: NamedPosition, place: string): Promise<NamedPosition> {
  return { ...entry, host: await ipOf(entry.host, place) };
}

async function positionOf(text: string, place: string): Promise<NamedPosition> {
  const [, name, v6, host, port] = ENTRY.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`${place}: expected name=host:port, got ${text}`);
  return { name: name.trim(), host: await ipOf(v6 ?? (host as string), place), port: Number(port) };
}

async function ipOf(host: string, place: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw new UsageError(`${place}: no address of ${host} is known`, { cause: error });
  }
}
