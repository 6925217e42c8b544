import type { Socket } from 'node:net';

/** Bytes of one write: the kernel tells of a write only when it has taken all of it. */
const WRITE = 262_144;

/** What a stream has accepted and the kernel has not taken yet. It goes to the socket without copying, a write at a time. */
export class Sender {
  readonly #progress: () => void;
  readonly #empty: () => void;
  #socket: Socket | undefined;
  #queue: Buffer[] = [];
  /** Bytes of the write that is under way; undefined: there is none. */
  #writing: number | undefined;
  #sentBytes = 0;
  #ended: (() => void) | undefined;

  /** `progress`: the kernel has taken something; `empty`: it has taken everything. */
  constructor(progress: () => void, empty: () => void) {
    this.#progress = progress;
    this.#empty = empty;
  }

  /** Bytes that the kernel has taken. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  get isEmpty(): boolean {
    return this.#writing === undefined && this.#queue.length === 0;
  }

  /** Sends from now on, first what was accepted before. */
  start(socket: Socket): void {
    this.#socket = socket;
    this.#next();
  }

  accept(chunks: Buffer[]): void {
    this.#queue = this.#queue.length === 0 ? chunks : [...this.#queue, ...chunks];
    this.#next();
  }

  /** Ends our direction once everything is sent, and calls `ended` then. */
  end(ended: () => void): void {
    this.#ended = ended;
    this.#next();
  }

  #next(): void {
    const socket = this.#socket;
    if (socket === undefined || this.#writing !== undefined) return;
    if (this.#queue.length > 0) this.#write(socket);
    else if (this.#ended !== undefined) finish(socket, this.#ended);
  }

  #write(socket: Socket): void {
    const pieces = this.#takePieces();
    const last = pieces.pop()!;
    if (pieces.length > 0) socket.cork();
    for (const piece of pieces) socket.write(piece);
    socket.write(last, this.#taken);
    if (pieces.length > 0) socket.uncork();
  }

  /** Takes what fits into one write out of the queue. */
  #takePieces(): Buffer[] {
    let bytes = 0;
    let count = 0;
    for (; count < this.#queue.length && bytes < WRITE; count += 1) bytes += this.#queue[count]!.length;
    const pieces = this.#queue.splice(0, count);
    if (bytes > WRITE) {
      const last = pieces.pop()!;
      const end = last.length - (bytes - WRITE);
      pieces.push(last.subarray(0, end));
      this.#queue.unshift(last.subarray(end));
    }
    this.#writing = Math.min(bytes, WRITE);
    return pieces;
  }

  readonly #taken = (error?: Error | null): void => {
    // The socket's 'error' tells of it.
    if (error || this.#writing === undefined) return;
    this.#sentBytes += this.#writing;
    this.#writing = undefined;
    this.#progress();
    if (this.#queue.length === 0) this.#empty();
    this.#next();
  };
}

function finish(socket: Socket, ended: () => void): void {
  if (socket.writableEnded) return;
  socket.once('finish', ended);
  socket.end();
}
