import { setImmediate } from 'node:timers/promises';
import { Client, Status, VsoaError } from '@vsoa-testbench/core';
import { readData, readParam, target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { milliseconds, type Output } from './output.ts';
import { Percentiles } from './percentiles.ts';
import { stopSignal } from './stop.ts';

export interface BenchOptions extends ConnectionFlags {
  connections: number;
  inFlight: number;
  for: number;
  set?: boolean;
  param?: string;
  data?: string;
  timeout: number;
}

interface Load {
  times: Percentiles;
  calls: number;
  good: number;
  /** How often each thing went wrong, by status or code. */
  errors: Map<string, number>;
}

const MOST_ERRORS = 100;

/** Calls over so many connections, so many at a time on each, until the time is over. */
export async function bench(url: string, options: BenchOptions, output: Output): Promise<ExitCode> {
  const { server, path } = target(url);
  if (path === '') throw new UsageError('the url names nothing to call: expected vsoa://host:port/path');
  const method = options.set === true ? ('SET' as const) : ('GET' as const);
  const payload = { method, param: await readParam(options.param), data: await readData(options.data) };
  const connection = await connectOptions(options);
  const ending = new AbortController();
  const user = stopSignal();
  user.addEventListener('abort', () => ending.abort());
  const { signal } = ending;
  const clients: Client[] = [];
  const load: Load = { times: new Percentiles(), calls: 0, good: 0, errors: new Map() };
  let seconds = 0;
  try {
    for (let n = 0; n < options.connections; n += 1) {
      const client = new Client({ raw: true });
      clients.push(client);
      await client.connect(server, { ...connection, timeout: options.timeout, signal });
    }
    const start = performance.now();
    const timer = setTimeout(() => ending.abort(), options.for);
    const callers = clients.flatMap((client) =>
      Array.from({ length: options.inFlight }, () =>
        callOn(client, path, { ...payload, timeout: options.timeout, signal }, load),
      ),
    );
    await Promise.all(callers);
    clearTimeout(timer);
    seconds = (performance.now() - start) / 1_000;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all(clients.map((client) => client.disconnect()));
  }
  conclude(load, seconds, output);
  if (load.times.count === 0 && !user.aborted) return Exit.NETWORK;
  return load.calls > 0 && load.good === load.calls ? Exit.OK : Exit.REFUSED;
}

async function callOn(client: Client, path: string, options: Parameters<Client['call']>[1], load: Load): Promise<void> {
  while (options?.signal?.aborted !== true && client.connected) {
    try {
      const { status, statusName, rtt } = await client.call(path, options);
      load.calls += 1;
      load.times.add(rtt);
      if (status === Status.SUCCESS) load.good += 1;
      else count(load, `${status} ${statusName}`);
    } catch (error) {
      if (!(error instanceof VsoaError)) throw error;
      if (error.code === 'ABORTED') return;
      if (error.code === 'PACKET_TOO_LARGE') throw error;
      load.calls += 1;
      count(load, error.code);
      // What fails at once must not keep the timer, and Ctrl-C, from their turn.
      await setImmediate();
    }
  }
}

function count({ errors }: Load, name: string): void {
  const known = errors.has(name) || errors.size < MOST_ERRORS ? name : 'others';
  errors.set(known, (errors.get(known) ?? 0) + 1);
}

function conclude({ times, calls, good, errors }: Load, seconds: number, output: Output): void {
  const callsPerSecond = seconds > 0 ? Math.round(calls / seconds) : 0;
  const wanted = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 };
  const at = Object.fromEntries(Object.entries(wanted).map(([name, share]) => [name, milliseconds(times.at(share))]));
  const min = times.count === 0 ? 0 : milliseconds(times.min);
  const mean = times.count === 0 ? 0 : milliseconds(times.mean);
  const latencyMs = { min, mean, ...at, max: milliseconds(times.max) };
  if (output.json) {
    const known = Object.fromEntries(errors);
    output.line(
      JSON.stringify({ calls, good, seconds: milliseconds(seconds), callsPerSecond, latencyMs, errors: known }),
    );
    return;
  }
  output.line(`${calls} calls in ${seconds.toFixed(1)} s: ${callsPerSecond} calls/s, ${good} with success`);
  output.line(
    Object.entries(latencyMs)
      .map(([name, ms]) => `${name} ${ms} ms`)
      .join('  '),
  );
  for (const [name, number] of errors) output.line(`${number} × ${name}`);
}
