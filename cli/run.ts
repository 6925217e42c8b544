import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, VsoaError } from '@vsoa-testbench/core';
import type { Check, SavedRequest } from '../testbench/contract.ts';
import { encodeDraft } from '../testbench/drafts/encode.ts';
import { BenchFailure } from '../testbench/errors.ts';
import { checkAnswer } from '../testbench/requests/expect.ts';
import { resolve } from '../testbench/requests/variables.ts';
import { junitOf } from '../testbench/scenario/junit.ts';
import type { ExpectationResult } from '../testbench/scenario/types.ts';
import { type Collection, type NamedRequest, readCollection, readVariables } from './collection.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { milliseconds, type Output, printable } from './output.ts';
import { stopSignal } from './stop.ts';

export interface RunOptions extends ConnectionFlags {
  server?: string;
  env?: string;
  var?: string[];
  junit?: string;
  bail?: boolean;
  timeout: number;
}

interface Ran {
  name: string;
  status: number | null;
  rttMs: number | null;
  /** What is not as expected; none: it passed. */
  failures: string[];
  ms: number;
}

/** Runs saved requests one after the other and checks their expectations. */
export async function run(place: string, options: RunOptions, output: Output): Promise<ExitCode> {
  const collection = await readCollection(place);
  const variables = await readVariables(collection.workspace, options.env, options.var ?? []);
  const server = options.server ?? variables.ofOneRequest()('server')?.text;
  if (server === undefined) throw new UsageError('expected --server vsoa://host:port, or a variable server in --env');
  const signal = stopSignal();
  const since = Date.now();
  const start = performance.now();
  const client = new Client({ raw: true });
  const ran: Ran[] = [];
  try {
    await client.connect(server, { ...(await connectOptions(options)), timeout: options.timeout, signal });
    for (const each of collection.requests) {
      if (signal.aborted) break;
      const result = await runOne(client, each, collection, () => variables.ofOneRequest(), signal);
      ran.push(result);
      print(result, output);
      if (options.bail === true && result.failures.length > 0) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await client.disconnect();
  }
  const durationMs = performance.now() - start;
  const passed = ran.filter(({ failures }) => failures.length === 0).length;
  const all = collection.requests.length;
  output.message(
    `${passed} of ${all} requests passed in ${(durationMs / 1_000).toFixed(1)} s`,
    passed === all ? 'good' : 'bad',
  );
  if (options.junit !== undefined) {
    await writeFile(options.junit, junitOf(ran.map(asResult), { name: collection.name, since, durationMs }));
  }
  return passed === all ? Exit.OK : Exit.REFUSED;
}

async function runOne(
  client: Client,
  { name, request, problem }: NamedRequest,
  { files }: Collection,
  values: () => Parameters<typeof resolve>[1],
  signal: AbortSignal,
): Promise<Ran> {
  const start = performance.now();
  const result: Ran = { name, status: null, rttMs: null, failures: [], ms: 0 };
  if (request === null) {
    result.failures.push(`the file makes no sense: ${problem}`);
    return result;
  }
  try {
    const { count, perSecond } = request.draft.repeat;
    for (let n = 0; n < count && result.failures.length === 0; n += 1) {
      if (perSecond !== null) await until(start + (n * 1_000) / perSecond, signal);
      const draft = resolve(request.draft, values());
      const { method, timeoutMs: timeout } = draft;
      const payload = await encodeDraft(draft.payload, files, { raw: false });
      const reply = await client.call(draft.url, { ...payload, method, timeout, signal });
      result.status = reply.status;
      result.rttMs = milliseconds(reply.rtt);
      result.failures = failuresOf(request, reply.status, reply.rtt, reply.paramBytes);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof VsoaError || error instanceof BenchFailure)) throw error;
    result.failures.push(error.message);
  }
  result.ms = performance.now() - start;
  return result;
}

/** Where nothing is expected, success is. */
function failuresOf({ expect }: SavedRequest, status: number, rttMs: number, paramBytes: Buffer): string[] {
  const isEmpty = expect.status === null && expect.rttMs === null && expect.param.length === 0;
  const expected = isEmpty ? { ...expect, status: 0 } : expect;
  const checks = checkAnswer(expected, { status, rttMs, param: paramBytes.toString() });
  return checks.filter(({ ok }) => !ok).map((check) => failureOf(check, expected));
}

function failureOf({ about, index, found, problem }: Check, expect: SavedRequest['expect']): string {
  const got = found === null ? 'nothing' : found;
  if (about === 'status') return `status: expected ${expect.status}, got ${got}`;
  if (about === 'rtt') return `round trip: expected at most ${expect.rttMs} ms, got ${milliseconds(Number(found))} ms`;
  const { path = '', is = 'there', value = '' } = expect.param[index ?? 0] ?? {};
  const reason = { PATH: 'the path is none', VALUE: 'the expected value is no JSON', NO_JSON: 'the param is no JSON' };
  return `param${path}: expected ${is} ${value}`.trimEnd() + (problem ? `: ${reason[problem]}` : `, got ${got}`);
}

function print({ name, status, rttMs, failures }: Ran, output: Output): void {
  const passed = failures.length === 0;
  if (output.json) {
    output.line(JSON.stringify({ request: name, passed, status, rttMs, failures }));
    return;
  }
  output.line(`${passed ? 'ok    ' : 'failed'} ${printable(name)}${rttMs === null ? '' : `  ${rttMs} ms`}`);
  for (const failure of failures) output.line(`         ${printable(failure)}`);
}

function asResult({ name, failures, ms }: Ran): ExpectationResult {
  return { title: name, passed: failures.length === 0, message: failures.join('; '), afterMs: ms };
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  const ms = time - performance.now();
  if (ms > 0) await sleep(ms, undefined, { signal });
}
