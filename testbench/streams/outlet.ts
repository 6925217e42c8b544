import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { VsoaError } from '@vsoa-testbench/core';
import { fileFailure } from '../capture/failures.ts';
import { BenchFailure } from '../errors.ts';
import { BLOCK, sharedBlock } from './blocks.ts';
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
 * Sends a file in two blocks of memory: while one is sent and hashed, the other is read. Resolves when the stream has
 * taken all of it; rejects with `FILE_UNREADABLE`, or with the error of the stream.
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
  const blocks: [Buffer, Buffer] = [sharedBlock(), sharedBlock()];
  let position = 0;
  let next = read(file, blocks[0], position, size);
  for (let turn = 1; position < size; turn++) {
    const bytes = await next;
    position += bytes.length;
    const [, following] = await Promise.all([
      hash.update(bytes),
      read(file, blocks[turn % 2] as Buffer, position, size),
      write(stream, bytes, gate),
    ]);
    next = Promise.resolve(following);
  }
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
