import { type Stream, VsoaError } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import { Gate } from './gate.ts';
import type { Hash, Hashing } from './hashing.ts';
import { Intake, type Sink } from './intake.ts';
import type { OutgoingFile } from './outgoing-file.ts';
import { sendFile } from './outlet.ts';

/** ms that a device has to end its direction when all that it announced has come. */
const LINGER = 5_000;
/** And when the user has stopped it, where nobody waits for more. */
const LINGER_STOPPED = 500;

export interface ExchangeOptions {
  stream: Stream;
  sink: Sink;
  hashing: Hashing;
  /** Bytes that are to come, where the device has said so. */
  announcedSize: number | null;
  /** Null: nothing is sent. */
  outgoing: OutgoingFile | null;
  idleMs: number | null;
}

export interface Exchanged {
  receivedSha256: string;
  /** Null where nothing was sent. */
  sentSha256: string | null;
}

/** All that goes over one stream, in both directions at once. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #gate = new Gate();
  readonly #incoming: Hash;
  readonly #outgoing: Hash | undefined;
  readonly #intake: Intake;
  #sending: boolean;
  #paused = false;
  #stopped = false;

  constructor(options: ExchangeOptions) {
    const { stream, sink, hashing, outgoing } = options;
    this.#options = options;
    this.#incoming = hashing.open();
    this.#outgoing = outgoing === null ? undefined : hashing.open();
    this.#sending = outgoing !== null;
    this.#intake = new Intake(stream, sink, this.#incoming);
    stream.on('data', () => this.#checkSize());
    this.#setIdleTimeout();
  }

  get receivedBytes(): number {
    return this.#intake.bytes;
  }

  get sentBytes(): number {
    return this.#options.stream.sentBytes;
  }

  /** Something is still to be sent. */
  get sending(): boolean {
    return this.#sending;
  }

  /** The peer is made to wait; nothing is lost. */
  pause(): void {
    this.#paused = true;
    this.#gate.close();
    this.#intake.pause();
    this.#setIdleTimeout();
  }

  resume(): void {
    this.#paused = false;
    this.#gate.open();
    this.#intake.resume();
    this.#setIdleTimeout();
  }

  /** What has come is all there is. Only where nothing is being sent. */
  stop(): void {
    this.#stopped = true;
    this.#intake.letGo();
  }

  /** At once; `run` rejects with this. */
  cancel(error: Error): void {
    this.#gate.open();
    this.#options.stream.destroy(error);
    this.#intake.letGo(error);
  }

  /**
   * Resolves when all has gone through and the stream is closed. Rejects when what has come is with the sink: with the
   * error of the stream, of the sink, of the file, `STREAM_INCOMPLETE`, `STREAM_MISMATCH`.
   */
  async run(): Promise<Exchanged> {
    const { stream, announcedSize } = this.#options;
    try {
      if (announcedSize === 0) this.#becomeWhole();
      const [sentSha256] = await Promise.all([this.#send(), this.#receive()]);
      await stream.close({ linger: this.#stopped ? LINGER_STOPPED : LINGER });
      return { receivedSha256: await this.#incoming.digest(), sentSha256 };
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      stream.destroy(failure);
      this.#gate.open();
      this.#intake.letGo(failure);
      await this.#intake.done.catch(() => undefined);
      throw failure;
    } finally {
      this.#incoming.drop();
      this.#outgoing?.drop();
    }
  }

  async #send(): Promise<string | null> {
    const { stream, outgoing } = this.#options;
    if (outgoing === null || this.#outgoing === undefined) return null;
    await sendFile(stream, { ...outgoing, hash: this.#outgoing, gate: this.#gate });
    stream.end();
    this.#sending = false;
    this.#setIdleTimeout();
    return this.#outgoing.digest();
  }

  async #receive(): Promise<void> {
    const { announcedSize } = this.#options;
    try {
      await this.#intake.done;
    } catch (error) {
      // Whatever becomes of the connection then, all that there is to be has come.
      if (!(this.#isWhole && error instanceof VsoaError) || this.#sending) throw error;
    }
    if (announcedSize !== null && this.#intake.bytes < announcedSize) {
      throw new BenchFailure('STREAM_INCOMPLETE', `${this.#intake.bytes} of ${announcedSize} bytes have come`);
    }
  }

  get #isWhole(): boolean {
    return this.#intake.bytes === this.#options.announcedSize;
  }

  #checkSize(): void {
    const { announcedSize } = this.#options;
    if (announcedSize === null || this.#intake.bytes < announcedSize) return;
    if (this.#isWhole) this.#becomeWhole();
    else this.#intake.letGo(new BenchFailure('STREAM_MISMATCH', `more than the ${announcedSize} bytes have come`));
  }

  /** There are devices that end only when the other side has. */
  #becomeWhole(): void {
    if (!this.#sending) this.#options.stream.end();
    this.#setIdleTimeout();
  }

  #setIdleTimeout(): void {
    const { stream, idleMs } = this.#options;
    if (this.#paused) stream.idleTimeout = Infinity;
    else if (this.#isWhole && !this.#sending) stream.idleTimeout = LINGER;
    else stream.idleTimeout = idleMs ?? Infinity;
  }
}
