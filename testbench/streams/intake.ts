import type { Readable } from 'node:stream';
import { VsoaError } from '@vsoa-testbench/core';
import { BLOCK, BLOCKS, sharedBlock } from './blocks.ts';
import type { Hash } from './hashing.ts';
import { release } from './release.ts';

/** Where received bytes go. They may be changed when `write` has resolved. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

/** ms that a block which is not full waits for more: many small writes cost several times as much as few large ones. */
const PATIENCE = 4;

/**
 * Takes what comes on a stream in blocks of memory: while some are written and hashed, another one is filled. A fast
 * stream is written in whole blocks, a slow one as it comes.
 */
export class Intake {
  readonly #stream: Readable;
  readonly #sink: Sink;
  readonly #hash: Hash;
  readonly #free: Buffer[] = [];
  /** That there are; made as they are needed. */
  #blocks = 0;
  #filling: Buffer | undefined;
  #filled = 0;
  /** Of a chunk that found no room. */
  #rest: Buffer | undefined;
  /** Blocks that are being written or hashed. */
  #busy = 0;
  /** Resolves when the last of them is written: a partial file is the start of the whole. */
  #lastWrite: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #ended = false;
  /** Why the stream has ended, where that is no end in good order. */
  #lost: Error | undefined;
  #bytes = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  /** Resolves when the stream has ended, or was let go, and all is written. */
  readonly done: Promise<void>;

  constructor(stream: Readable, sink: Sink, hash: Hash) {
    this.#stream = stream;
    this.#sink = sink;
    this.#hash = hash;
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever waits for it is told.
    this.done.catch(() => undefined);
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('end', () => this.letGo());
    stream.on('error', (error) => this.letGo(error));
    stream.on('close', () => this.letGo(new VsoaError('CONNECTION_LOST', 'the stream was closed')));
  }

  /** That have come; those that are written are fewer by all blocks at most. */
  get bytes(): number {
    return this.#bytes;
  }

  pause(): void {
    this.#paused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#rest === undefined) this.#stream.resume();
  }

  /** Takes no more, and writes what has come; `done` rejects with the error then. */
  letGo(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#lost = error;
    this.#stream.pause();
    this.#write();
  }

  #take(chunk: Buffer): void {
    if (this.#ended) return;
    this.#bytes += chunk.length;
    this.#rest = this.#put(chunk);
    if (this.#rest !== undefined) this.#stream.pause();
    this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#filled === BLOCK || this.#ended) this.#write();
    else if (this.#busy === 0 && this.#filled > 0) this.#timer ??= setTimeout(() => this.#write(), PATIENCE);
  }

  /** Copies into the block that is filled; answers what did not fit. */
  #put(chunk: Buffer): Buffer | undefined {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#filled === BLOCK) return rest;
      this.#filling ??= this.#freeBlock();
      if (this.#filling === undefined) return rest;
      const size = Math.min(rest.length, BLOCK - this.#filled);
      // As `copy`, which takes two to three times as long where the memory is shared.
      this.#filling.fill(rest.subarray(0, size), this.#filled, this.#filled + size);
      this.#filled += size;
      rest = rest.subarray(size);
    }
    release(chunk);
    return undefined;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#settle === undefined) return;
    const block = this.#filling;
    if (block === undefined) {
      if (this.#ended && this.#busy === 0) this.#finish();
      return;
    }
    const bytes = block.subarray(0, this.#filled);
    this.#filling = undefined;
    this.#filled = 0;
    this.#busy++;
    this.#lastWrite = this.#lastWrite.then(() => this.#sink.write(bytes));
    Promise.all([this.#lastWrite, this.#hash.update(bytes)]).then(
      () => this.#written(block),
      (error: Error) => this.#fail(error),
    );
    this.#takeRest();
  }

  #written(block: Buffer): void {
    this.#busy--;
    this.#free.push(block);
    this.#takeRest();
    this.#writeSoon();
  }

  #freeBlock(): Buffer | undefined {
    if (this.#free.length > 0 || this.#blocks === BLOCKS) return this.#free.pop();
    this.#blocks++;
    return sharedBlock();
  }

  #takeRest(): void {
    if (this.#rest === undefined) return;
    this.#rest = this.#put(this.#rest);
    if (this.#rest === undefined && !this.#paused && !this.#ended) this.#stream.resume();
  }

  #finish(): void {
    if (this.#lost) this.#settle?.reject(this.#lost);
    else this.#settle?.resolve();
    this.#settle = undefined;
  }

  /** It cannot be written. */
  #fail(error: Error): void {
    this.#ended = true;
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}
