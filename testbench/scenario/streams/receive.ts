import { createHash } from 'node:crypto';
import { type Stream, VsoaError } from '@vsoa-testbench/core';
import { ReceivedFile } from '../../streams/received-file.ts';
import type { ScenarioContext } from '../context.ts';
import { Pace } from './pace.ts';

/** Of one stream that goes into a file; a client must not fill the disk, bytes. */
const MAX_RECEIVED = 4_294_967_296;

/** What came over a stream. */
export interface Received {
  bytes: number;
  sha256: string;
}

/** Takes all that comes, up to the end; with `file` it is there then, whole. Rejects as the stream, and as files do. */
export async function receive(
  stream: Stream,
  file: string | undefined,
  bytesPerSecond: number | undefined,
  context: ScenarioContext,
  signal: AbortSignal,
): Promise<Received> {
  const target = file === undefined ? undefined : await ReceivedFile.create(await context.folder.placeFor(file));
  try {
    const received = await take(stream, target, new Pace(bytesPerSecond, context), signal);
    await target?.finish();
    await target?.settle('replace');
    return received;
  } catch (error) {
    await target?.abandon();
    throw error;
  }
}

async function take(
  stream: Stream,
  target: ReceivedFile | undefined,
  pace: Pace,
  signal: AbortSignal,
): Promise<Received> {
  const hash = createHash('sha256');
  let bytes = 0;
  // Leaving the loop must not end the stream: we may still have to send.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (target !== undefined && bytes > MAX_RECEIVED) {
      throw new VsoaError('ABORTED', `more than ${MAX_RECEIVED} bytes are not written`);
    }
    hash.update(chunk);
    await target?.write(chunk);
    await pace.take(chunk.length, signal);
  }
  return { bytes, sha256: hash.digest('hex') };
}
