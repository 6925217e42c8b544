import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Reply, Status } from '@vsoa-testbench/core';
import { readData, readParam, target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { milliseconds, type Output, paramMembers, payloadText } from './output.ts';
import { stopSignal } from './stop.ts';
import { Tally } from './tally.ts';

export interface CallOptions extends ConnectionFlags {
  set?: boolean;
  param?: string;
  data?: string;
  timeout: number;
  repeat: number;
  rate?: number;
}

/** Calls one after the other, at most `rate` a second; the exit code says whether all were answered with success. */
export async function call(url: string, options: CallOptions, output: Output): Promise<ExitCode> {
  const { server, path } = target(url);
  if (path === '') throw new UsageError(`the url names nothing to call: expected vsoa://host:port/path`);
  const param = await readParam(options.param);
  const data = await readData(options.data);
  const signal = stopSignal();
  const client = new Client({ raw: true });
  const tally = new Tally();
  try {
    await client.connect(server, { ...(await connectOptions(options)), timeout: options.timeout, signal });
    const start = performance.now();
    for (let n = 0; n < options.repeat; n++) {
      if (options.rate !== undefined) await until(start + (n * 1_000) / options.rate, signal);
      const method = options.set ? 'SET' : 'GET';
      const reply = await client.call(path, { method, param, data, timeout: options.timeout, signal });
      tally.add(reply);
      await print(reply, output, signal);
    }
  } catch (error) {
    if (!signal.aborted) {
      if (tally.count > 0) output.message(tally.describe(options.repeat));
      throw error;
    }
  } finally {
    await client.disconnect();
  }
  return conclude(tally, options.repeat, output);
}

/** `data` is base64, `rttMs` has three digits after the point. */
async function print(reply: Reply, output: Output, signal: AbortSignal): Promise<void> {
  const { status, statusName, tunnelId, rtt, paramBytes, data } = reply;
  if (output.json) {
    const members = [
      `"status":${status}`,
      `"statusName":${JSON.stringify(statusName)}`,
      ...paramMembers(paramBytes),
      `"data":"${data.toString('base64')}"`,
      `"tunnelId":${tunnelId}`,
      `"rttMs":${milliseconds(rtt)}`,
    ];
    return output.lineInTime(`{${members.join(',')}}`, signal);
  }
  const payload = payloadText(paramBytes, data);
  if (payload !== '') await output.lineInTime(payload, signal);
  const stream = tunnelId === 0 ? '' : `, stream on port ${tunnelId}`;
  const mood = status === Status.SUCCESS ? 'good' : 'bad';
  output.message(`${status} ${statusName} in ${milliseconds(rtt)} ms${stream}`, mood);
}

function conclude(tally: Tally, wanted: number, output: Output): ExitCode {
  if (wanted > 1 || tally.count < wanted) output.message(tally.describe(wanted));
  return tally.good === wanted ? Exit.OK : Exit.REFUSED;
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  const ms = time - performance.now();
  if (ms > 0) await sleep(ms, undefined, { signal });
}
