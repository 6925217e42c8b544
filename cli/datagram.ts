import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@vsoa-testbench/core';
import { readData, readParam, target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import type { Output } from './output.ts';
import { stopSignal } from './stop.ts';

export interface DatagramOptions extends ConnectionFlags {
  param?: string;
  data?: string;
  quick?: boolean;
  repeat: number;
  rate?: number;
  timeout: number;
}

/** Sends datagrams; those that could not go, because the server takes nothing or has no quick channel, are told. */
export async function datagram(url: string, options: DatagramOptions, output: Output): Promise<ExitCode> {
  const { server, path } = target(url);
  if (path === '') throw new UsageError('the url names nothing to send to: expected vsoa://host:port/path');
  const payload = { param: await readParam(options.param), data: await readData(options.data), quick: options.quick };
  const signal = stopSignal();
  const client = new Client();
  let sent = 0;
  let tried = 0;
  try {
    await client.connect(server, { ...(await connectOptions(options)), timeout: options.timeout, signal });
    const start = performance.now();
    while (tried < options.repeat && !signal.aborted) {
      if (options.rate !== undefined) {
        const wait = start + (tried * 1_000) / options.rate - performance.now();
        if (wait > 0) await sleep(wait, undefined, { signal });
      } else if (client.queuedBytes > 0) {
        // As fast as the server takes them, and others of this program get their turn.
        await sleep(1, undefined, { signal });
      }
      tried += 1;
      if (client.datagram(path, payload)) sent += 1;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await client.disconnect();
  }
  output.message(`${sent} of ${options.repeat} datagrams sent${options.quick === true ? ', quick' : ''}`);
  return sent === options.repeat ? Exit.OK : Exit.REFUSED;
}
