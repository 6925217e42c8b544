import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { VsoaError } from '@vsoa-testbench/core';
import { fileFailure } from '../capture/failures.ts';
import { BenchFailure } from '../errors.ts';
import { BLOCK, BLOCKS, sharedBlock } from './blocks.ts';
import type { Gate } from './gate.ts';
import type { Hash } from './hashing.ts';
import type { OutgoingFile } from './outgoing-file.ts';

/** Of one write, so that a pause and the progress are not a whole block late on a slow line. */
const WRITE = 262_144;

interface Outgoing extends OutgoingFile {
  hash: Hash;
  /** Closed while it is paused. */
  gate: Gate;
}

/**
 * Sends a file in blocks of memory: while some are sent and hashed, others are read. Resolves when the stream has taken all
 * of it; rejects with `FILE_UNREADABLE`, or with the error of the stream.
 */
export async function sendFile(stream: Writable, outgoing: Outgoing): Promise<void> {
  const lost = failureOf(stream);
  try {
    await Promise.race([lost.promise, sendBlocks(stream, outgoing)]);
  } finally {
    lost.forget();
  }
}

async function sendBlocks(stream: Writable, { file, size, hash, gate }: Outgoing): Promise<void> {
  const blocks: { block: Buffer; free: Promise<unknown> }[] = [];
  let lastWrite: Promise<void> = Promise.resolve();
  for (let position = 0, turn = 0; position < size; turn = (turn + 1) % BLOCKS) {
    const slot = (blocks[turn] ??= { block: sharedBlock(), free: Promise.resolve() });
    await slot.free;
    const bytes = await read(file, slot.block, position, size);
    position += bytes.length;
    lastWrite = lastWrite.then(() => write(stream, bytes, gate));
    slot.free = Promise.all([lastWrite, hash.update(bytes)]);
    // Whoever waits for the block is told.
    slot.free.catch(() => undefined);
  }
  await Promise.all(blocks.map(({ free }) => free));
}

/** As much as fits, and as there is to be. */
async function read(file: FileHandle, block: Buffer, position: number, size: number): Promise<Buffer> {
  const wanted = Math.min(BLOCK, size - position);
  try {
    for (let length = 0; length < wanted; ) {
      const { bytesRead } = await file.read(block, length, wanted - length, position + length);
      if (bytesRead === 0) throw new BenchFailure('FILE_UNREADABLE', 'the file has become shorter while it was sent');
      length += bytesRead;
    }
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
  return block.subarray(0, wanted);
}

async function write(stream: Writable, bytes: Buffer, gate: Gate): Promise<void> {
  for (let at = 0; at < bytes.length; at += WRITE) {
    await gate.opened;
    await new Promise<void>((resolve, reject) => {
      stream.write(bytes.subarray(at, at + WRITE), (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Rejects when the stream fails or is closed, also while nothing is written to it. */
function failureOf(stream: Writable): { promise: Promise<never>; forget: () => void } {
  const forgotten = new AbortController();
  const { signal } = forgotten;
  const promise = new Promise<never>((_, reject) => {
    const onError = (error: Error) => reject(error);
    const onClose = () => reject(new VsoaError('CONNECTION_LOST', 'the stream was closed'));
    stream.on('error', onError);
    stream.on('close', onClose);
    signal.addEventListener('abort', () => stream.off('error', onError).off('close', onClose), { once: true });
  });
  promise.catch(() => undefined);
  return { promise, forget: () => forgotten.abort() };
}
