import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Stream } from '@vsoa-testbench/core';
import type { ScenarioContext } from '../context.ts';
import { randomOf } from '../random.ts';
import { Pace } from './pace.ts';
import type { StreamSpec } from './plan.ts';

type Source = Exclude<NonNullable<StreamSpec['send']>, { lines: unknown }>;

/** Sends all of it, and ends our direction. Rejects where the stream fails, or the file cannot be read. */
export async function send(
  stream: Stream,
  source: Source,
  bytesPerSecond: number | undefined,
  context: ScenarioContext,
  signal: AbortSignal,
): Promise<void> {
  const pace = new Pace(bytesPerSecond, context);
  if (!('file' in source)) {
    await pump(piecesOf(source, pace.pieceSize), pace, stream, signal);
    return;
  }
  const handle = await context.folder.open(source.file);
  try {
    await pump(piecesOfFile(handle, source.times ?? 1, pace.pieceSize), pace, stream, signal);
  } finally {
    await handle.close();
  }
}

async function pump(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  pace: Pace,
  stream: Stream,
  signal: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(paced(pieces, pace, signal)), stream, { signal });
}

async function* paced(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  pace: Pace,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    await pace.take(piece.length, signal);
    yield piece;
  }
}

function* piecesOf(source: Exclude<Source, { file: string }>, size: number): Generator<Uint8Array> {
  if ('text' in source || 'hex' in source) {
    const bytes = 'text' in source ? Buffer.from(source.text) : Buffer.from(source.hex, 'hex');
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
    return;
  }
  const total = 'zeros' in source ? source.zeros : source.random;
  const fill = 'zeros' in source ? () => undefined : filler(source.seed ?? 0);
  for (let from = 0; from < total; from += size) {
    // Each its own: what was handed over is not touched any more.
    const piece = Buffer.alloc(Math.min(size, total - from));
    fill(piece);
    yield piece;
  }
}

/** The same bytes each time for the same seed, whatever the size of the pieces. */
function filler(seed: number): (piece: Buffer) => void {
  const random = randomOf(seed, 'stream');
  return (piece) => {
    for (let index = 0; index < piece.length; index++) piece[index] = random() * 256;
  };
}

async function* piecesOfFile(handle: FileHandle, times: number, size: number): AsyncGenerator<Uint8Array> {
  for (let left = times; left > 0; left--) {
    let at = 0;
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    if (at === 0) return;
  }
}
