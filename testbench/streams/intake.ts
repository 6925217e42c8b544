import type { Readable } from 'node:stream';
import { VsoaError } from '@vsoa-testbench/core';
import { BLOCK, sharedBlock } from './blocks.ts';
import type { Hash } from './hashing.ts';

/** Where received bytes go. They may be changed when `write` has resolved. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

/** ms that a block which is not full waits for more: many small writes cost several times as much as few large ones. */
const PATIENCE = 4;

/**
 * Takes what comes on a stream in two blocks of memory: while one is written and hashed, the other is filled. A fast
 * stream is written in whole blocks, a slow one as it comes.
 */
export class Intake {
  readonly #stream: Readable;
  readonly #sink: Sink;
  readonly #hash: Hash;
  readonly #free: Buffer[] = [sharedBlock(), sharedBlock()];
  #filling: Buffer | undefined;
  #filled = 0;
  /** Of a chunk that found no room. */
  #rest: Buffer | undefined;
  #writing = false;
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

  /** That have come; those that are written are fewer by two blocks at most. */
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
    else if (!this.#writing && this.#filled > 0) this.#timer ??= setTimeout(() => this.#write(), PATIENCE);
  }

  /** Copies into the block that is filled; answers what did not fit. */
  #put(chunk: Buffer): Buffer | undefined {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#filled === BLOCK) return rest;
      this.#filling ??= this.#free.pop();
      if (this.#filling === undefined) return rest;
      const size = rest.copy(this.#filling, this.#filled);
      this.#filled += size;
      rest = rest.subarray(size);
    }
    return undefined;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing || this.#settle === undefined) return;
    const block = this.#filling;
    if (block === undefined) {
      if (this.#ended) this.#finish();
      return;
    }
    const bytes = block.subarray(0, this.#filled);
    this.#filling = undefined;
    this.#filled = 0;
    this.#writing = true;
    Promise.all([this.#sink.write(bytes), this.#hash.update(bytes)]).then(
      () => this.#written(block),
      (error: Error) => this.#fail(error),
    );
    this.#takeRest();
  }

  #written(block: Buffer): void {
    this.#writing = false;
    this.#free.push(block);
    this.#takeRest();
    this.#writeSoon();
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
