import { setTimeout as sleep } from 'node:timers/promises';
import { Client, VsoaError } from '@vsoa-testbench/core';
import { target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode } from './exit.ts';
import { milliseconds, type Output, printable } from './output.ts';
import { Percentiles } from './percentiles.ts';
import { stopSignal } from './stop.ts';

export interface PingOptions extends ConnectionFlags {
  count: number;
  rate: number;
  timeout: number;
}

/** Sends PINGECHO by PINGECHO; the exit code says whether all were answered in time. */
export async function ping(url: string, options: PingOptions, output: Output): Promise<ExitCode> {
  const { server } = target(url);
  const signal = stopSignal();
  const client = new Client();
  const times = new Percentiles();
  let sent = 0;
  try {
    await client.connect(server, { ...(await connectOptions(options)), timeout: options.timeout, signal });
    const start = performance.now();
    for (let seq = 1; seq <= options.count; seq += 1) {
      const wait = start + ((seq - 1) * 1_000) / options.rate - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal });
      const rtt = await once(client, options.timeout, signal);
      sent += 1;
      if (rtt !== undefined) times.add(rtt);
      print(seq, rtt, server, output);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await client.disconnect();
  }
  conclude(sent, times, output);
  return times.count === options.count || (signal.aborted && times.count === sent) ? Exit.OK : Exit.REFUSED;
}

/** Undefined: lost. */
async function once(client: Client, timeout: number, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await client.ping({ timeout, signal });
  } catch (error) {
    if (error instanceof VsoaError && error.code === 'TIMEOUT') return undefined;
    throw error;
  }
}

function print(seq: number, rtt: number | undefined, server: string, output: Output): void {
  const result = rtt === undefined ? 'no answer' : `${milliseconds(rtt)} ms`;
  if (output.json)
    output.line(rtt === undefined ? `{"seq":${seq},"lost":true}` : `{"seq":${seq},"rttMs":${milliseconds(rtt)}}`);
  else output.line(`${printable(server)} ${seq}: ${result}`);
}

function conclude(sent: number, times: Percentiles, output: Output): void {
  if (sent === 0) return;
  const lossPercent = Math.round((1 - times.count / sent) * 1_000) / 10;
  const summary = { sent, received: times.count, lossPercent };
  if (times.count === 0) {
    if (output.json) output.line(JSON.stringify(summary));
    output.message(`${sent} sent, 0 received, 100 % lost`, 'bad');
    return;
  }
  const [minMs, avgMs, p99Ms, maxMs] = [times.min, times.mean, times.at(0.99), times.max].map(milliseconds);
  if (output.json) output.line(JSON.stringify({ ...summary, minMs, avgMs, p99Ms, maxMs }));
  output.message(
    `${sent} sent, ${times.count} received, ${lossPercent} % lost, min/avg/p99/max ${minMs}/${avgMs}/${p99Ms}/${maxMs} ms`,
    times.count === sent ? 'good' : 'bad',
  );
}
