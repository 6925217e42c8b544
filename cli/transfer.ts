import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client, Status } from '@vsoa-testbench/core';
import { BenchFailure } from '../testbench/errors.ts';
import { type Announced, announcedIn } from '../testbench/streams/announced.ts';
import { Exchange } from '../testbench/streams/exchange.ts';
import { Hashing } from '../testbench/streams/hashing.ts';
import { openToSend } from '../testbench/streams/outgoing-file.ts';
import { ReceivedFile } from '../testbench/streams/received-file.ts';
import { readParam, target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';
import { stopSignal } from './stop.ts';

interface TransferOptions extends ConnectionFlags {
  param?: string;
  timeout: number;
}

export interface GetOptions extends TransferOptions {
  to: string;
  force?: boolean;
  set?: boolean;
}

export interface PutOptions extends TransferOptions {
  get?: boolean;
}

/** Receives what a stream has into a file, which is whole or is not there. */
export async function get(url: string, options: GetOptions, output: Output): Promise<ExitCode> {
  const file = path.resolve(options.to);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${options.to} is a folder: expected the name of a file`);
  if (existsSync(file) && options.force !== true) {
    throw new UsageError(`${options.to} is there already: expected another name, or --force to replace it`);
  }
  const param = await readParam(options.param);
  const asked = { url, method: options.set === true ? ('SET' as const) : ('GET' as const), param };
  return overStream(
    asked,
    options,
    async (client, tunnelId, announced, signal) => {
      const destination = { folder: path.dirname(file), name: path.basename(file) };
      const received = await ReceivedFile.create(destination);
      try {
        const stream = await client.createStream(tunnelId, { timeout: options.timeout, signal });
        const hashing = new Hashing();
        const announcedSize = announced.size;
        const idleMs = options.timeout;
        const exchange = new Exchange({ stream, sink: received, hashing, announcedSize, outgoing: null, idleMs });
        const { receivedSha256 } = await watched(exchange, () => exchange.receivedBytes, announcedSize, output, signal);
        if (announced.sha256 !== null && announced.sha256 !== receivedSha256) {
          throw new BenchFailure('STREAM_MISMATCH', `SHA-256 is ${receivedSha256}, announced was ${announced.sha256}`);
        }
        await received.finish();
        const settled = await received.settle(options.force === true ? 'replace' : 'ask');
        if ('taken' in settled)
          throw new BenchFailure('FILE_UNWRITABLE', `${settled.taken} came meanwhile; it is in ${received.part}`);
        return { bytes: exchange.receivedBytes, sha256: receivedSha256 };
      } catch (error) {
        if (await received.abandon()) output.message(`what came is in ${received.part}`);
        throw error;
      }
    },
    output,
  );
}

/** Sends a file over the stream that a server offers. */
export async function put(file: string, url: string, options: PutOptions, output: Output): Promise<ExitCode> {
  const outgoing = await openToSend(path.resolve(file));
  const text = options.param
    ?.replaceAll('{{fileName}}', JSON.stringify(path.basename(file)).slice(1, -1))
    .replaceAll('{{fileSize}}', String(outgoing.size));
  const param = await readParam(text);
  const asked = { url, method: options.get === true ? ('GET' as const) : ('SET' as const), param };
  const done = overStream(
    asked,
    options,
    async (client, tunnelId, _, signal) => {
      const stream = await client.createStream(tunnelId, { timeout: options.timeout, signal });
      const sink = { write: async () => undefined };
      const hashing = new Hashing();
      const idleMs = options.timeout;
      const exchange = new Exchange({ stream, sink, hashing, announcedSize: null, outgoing, idleMs });
      const { sentSha256 } = await watched(exchange, () => exchange.sentBytes, outgoing.size, output, signal);
      return { bytes: exchange.sentBytes, sha256: sentSha256 ?? '' };
    },
    output,
  );
  try {
    return await done;
  } finally {
    await outgoing.file.close();
  }
}

interface Asked {
  url: string;
  method: 'GET' | 'SET';
  param: Buffer | undefined;
}

type Work = (
  client: Client,
  tunnelId: number,
  announced: Announced,
  signal: AbortSignal,
) => Promise<{ bytes: number; sha256: string }>;

async function overStream({ url, method, param }: Asked, options: TransferOptions, work: Work, output: Output) {
  const { server, path: asked } = target(url);
  if (asked === '') throw new UsageError('the url names nothing to call: expected vsoa://host:port/path');
  const signal = stopSignal();
  const client = new Client({ raw: true });
  try {
    const { timeout } = options;
    await client.connect(server, { ...(await connectOptions(options)), timeout, signal });
    const reply = await client.call(asked, { method, param, timeout, signal });
    if (reply.status !== Status.SUCCESS) {
      throw new BenchFailure('REFUSED_BY_SERVER', `${asked}: status ${reply.status}, ${reply.statusName}`);
    }
    if (reply.tunnelId === 0) throw new BenchFailure('NO_STREAM', `the answer of ${asked} offers no stream`);
    const start = performance.now();
    const { bytes, sha256 } = await work(client, reply.tunnelId, announcedIn(reply.paramBytes), signal);
    const seconds = Math.round(performance.now() - start) / 1_000;
    if (output.json) output.line(JSON.stringify({ bytes, sha256, seconds }));
    else output.line(`${sha256}  ${bytes} bytes`);
    output.message(`${bytes} bytes in ${seconds} s`, 'good');
    return Exit.OK;
  } catch (error) {
    if (!signal.aborted) throw error;
    output.message('ended before it was through', 'bad');
    return Exit.REFUSED;
  } finally {
    await client.disconnect();
  }
}

/** Runs it, and draws how far it is. */
async function watched(
  exchange: Exchange,
  bytes: () => number,
  total: number | null,
  output: Output,
  signal: AbortSignal,
): ReturnType<Exchange['run']> {
  const progress = new Progress(bytes, total, output.isQuiet);
  const stop = () => exchange.cancel(new Error('ended by the user'));
  signal.addEventListener('abort', stop);
  try {
    const result = await exchange.run();
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', stop);
    progress.close();
  }
}
