import type { Clock, Oddity, Tap, TapConnection, TapEvent, TimerHandle } from '@vsoa-testbench/core';
import type { BenchError, Recording } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import { unref } from '../timers.ts';
import { fileFailure } from './failures.ts';
import { type RecordFile, RecordFiles } from './record-files.ts';
import type { TrafficContent } from './types.ts';
import { withoutPassword } from './without-password.ts';
import { ByteBuffer } from './write/byte-buffer.ts';
import { PcapngEncoder } from './write/pcapng.ts';

export interface RecorderOptions {
  folder: string;
  /** A file is full at this size, bytes. */
  maxFileBytes: number;
  /** Of the files of this recording the newest stay. */
  maxFiles: number;
  /** What a crash may lose, ms. */
  syncMs: number;
  clock: Clock;
  /** Called when `describe` answers something else. */
  onChange: () => void;
  /** Makes a file; fails with EEXIST where there is one. */
  openNew?: ((file: string) => Promise<RecordFile>) | undefined;
}

/** Whole packets on their way to the disk. */
interface Piece {
  bytes: Buffer;
  packets: number;
  startsFile: boolean;
}

/** Handed to the disk at once. */
const PIECE = 262_144;
/** Bytes that may wait for the disk; packets that come then are counted as lost. */
const MAX_WAITING = 33_554_432;

/**
 * Writes the traffic to disk as it comes. A tap beside the log: it encodes into memory and never waits for the disk.
 * Twice in `syncMs` all there is is written and synced. While the disk takes nothing that is told, what comes waits as far
 * as there is room, and each time it is tried again: where the disk has room later the recording goes on.
 */
export class Recorder implements Required<Omit<Tap, 'receivedTogether'>> {
  readonly #options: RecorderOptions;
  readonly #files: RecordFiles;
  readonly #since: number;
  readonly #out = new ByteBuffer();
  #encoder = new PcapngEncoder();
  #outPackets = 0;
  #startsFile = true;
  /** Bytes of the file that is being filled, those in memory included. */
  #fileBytes = 0;
  #pieces: Piece[] = [];
  #waiting = 0;
  #packets = 0;
  #bytes = 0;
  #lost = 0;
  #told = '';
  #error: BenchError | null = null;
  #failure: unknown;
  #timer: TimerHandle | undefined;
  #writing: Promise<void> | undefined;
  #stopped = false;

  private constructor(options: RecorderOptions) {
    this.#options = options;
    this.#since = options.clock.time();
    const { folder, maxFiles, openNew } = options;
    this.#files = new RecordFiles({ folder, maxFiles, openNew, since: this.#since });
  }

  /** Rejects with `FILE_UNWRITABLE` or `DISK_FULL` where the first file cannot be made. */
  static async start(options: RecorderOptions): Promise<Recorder> {
    const recorder = new Recorder(options);
    recorder.#startFile();
    recorder.#cut();
    await recorder.#flush();
    if (recorder.#error) {
      await recorder.#files.abandon();
      throw recorder.#failure;
    }
    recorder.#schedule();
    return recorder;
  }

  packet(...[source, start, end, sent, quick, connection, time]: Parameters<Tap['packet']>): void {
    const bytes = source.subarray(start, end);
    this.#add({ kind: 'PACKET', bytes, sent, quick, odd: null }, connection, time);
  }

  odd(bytes: Buffer, odd: Oddity, quick: boolean, connection: TapConnection, time: number, sent: boolean): void {
    this.#add({ kind: 'PACKET', bytes, sent, quick, odd }, connection, time);
  }

  other(event: TapEvent, connection: TapConnection, time: number): void {
    this.#add(event, connection, time);
  }

  describe(): Recording {
    return {
      folder: this.#options.folder,
      file: this.#files.name,
      since: this.#since,
      files: this.#files.count,
      packets: this.#packets,
      bytes: this.#bytes,
      lost: this.#lost,
      error: this.#error,
    };
  }

  /** Writes what waits and closes the file. Does not reject: what went wrong is in `describe().error`. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    await this.#writing;
    this.#cut();
    await this.#flush();
    for (const { packets } of this.#pieces) this.#lost += packets;
    this.#pieces = [];
    try {
      await this.#files.close();
    } catch (error) {
      this.#fail(error);
    }
    this.#tell();
  }

  #add(content: TrafficContent, connection: TapConnection, time: number): void {
    if (this.#stopped) return;
    if (this.#waiting + this.#out.length > MAX_WAITING) {
      this.#lost += 1;
      return;
    }
    if (this.#fileBytes >= this.#options.maxFileBytes) {
      this.#cut();
      this.#startFile();
    }
    const before = this.#out.length;
    const packet = { index: 0, time, connection, content: withoutPassword(content), marked: false, pair: null };
    this.#encoder.add(packet, this.#out);
    this.#fileBytes += this.#out.length - before;
    this.#outPackets += 1;
    if (this.#out.length < PIECE) return;
    this.#cut();
    void this.#write();
  }

  /** Each file stands alone: its own head, and sequence numbers from the start. */
  #startFile(): void {
    this.#encoder = new PcapngEncoder();
    this.#encoder.start(this.#out);
    this.#startsFile = true;
    this.#fileBytes = this.#out.length;
  }

  /** Puts what was encoded into the queue for the disk. */
  #cut(): void {
    if (this.#out.length === 0) return;
    const bytes = Buffer.from(this.#out.written);
    this.#pieces.push({ bytes, packets: this.#outPackets, startsFile: this.#startsFile });
    this.#waiting += bytes.length;
    this.#out.clear();
    this.#outPackets = 0;
    this.#startsFile = false;
  }

  /** Goes on whether the disk answers or not. */
  #schedule(): void {
    const { clock, syncMs } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#cut();
      void this.#write();
      this.#tell();
      this.#schedule();
    }, syncMs / 2);
    unref(this.#timer);
  }

  #tell(): void {
    const { packets, lost, files, error } = this.describe();
    const state = `${packets} ${lost} ${files} ${error?.message}`;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onChange();
  }

  /** One at a time writes; who comes meanwhile waits for it. */
  #write(): Promise<void> {
    this.#writing ??= this.#flush().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #flush(): Promise<void> {
    try {
      // What comes while the disk syncs must not wait for the next time.
      do {
        for (let piece = this.#pieces[0]; piece !== undefined; piece = this.#pieces[0]) await this.#writePiece(piece);
        await this.#files.sync();
      } while (this.#pieces.length > 0);
      this.#error = null;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #writePiece(piece: Piece): Promise<void> {
    if (piece.startsFile) {
      await this.#files.next();
      piece.startsFile = false;
    }
    await this.#files.write(piece.bytes);
    this.#pieces.shift();
    this.#waiting -= piece.bytes.length;
    this.#packets += piece.packets;
    this.#bytes += piece.bytes.length;
  }

  #fail(error: unknown): void {
    this.#failure = fileFailure(error, 'FILE_UNWRITABLE');
    this.#error = toBenchError(this.#failure);
  }
}
