import type { Clock, TimerHandle } from '@vsoa-testbench/core';
import type { BenchError, DatagramPace, DatagramSender } from '../contract.ts';
import type { Devices } from '../devices/devices.ts';
import { toBenchError } from '../errors.ts';
import { Rate } from '../rate.ts';
import { unref } from '../timers.ts';
import { handOver, lossOf } from './hand-over.ts';
import { type Pacer, pacerOf } from './pacer.ts';
import { type Source, type Timed, WrongList } from './source.ts';

/** ms of the loop that a sender takes at a time, so that the others, and the window, are served. */
const SLICE = 3;
/** How soon it is looked again whether the device takes something, or is there again, ms. */
const FULL_PAUSE = 5;
const GONE_PAUSE = 100;
const LONGEST_TIMER = 2_147_483_647;

export interface SenderOptions {
  id: string;
  deviceId: string;
  what: DatagramSender['what'];
  pace: DatagramPace;
  source: Source;
  clock: Clock;
  devices: Devices;
  /** Its state has changed. */
  onChange: () => void;
  /** Looks at all of the source first; told the part that was seen, answers whether to go on. Rejects with `WrongList`. */
  check?: ((progress: (part: number) => boolean) => Promise<void>) | undefined;
}

type State = DatagramSender['state'];

/** Sends what its source has, when its pacer says so, in short slices of time. */
export class Sender {
  readonly id: string;
  readonly deviceId: string;
  readonly #options: SenderOptions;
  readonly #since: number;
  readonly #pacer: Pacer;
  #state: State = { name: 'running' };
  #until: number | null = null;
  #sent = 0;
  #sentBytes = 0;
  #notTaken = 0;
  #late = 0;
  #checked: number | null = null;
  #rate: Rate;
  #timer: TimerHandle | undefined;
  #loading = false;

  constructor(options: SenderOptions) {
    const { id, deviceId, pace, clock } = options;
    this.id = id;
    this.deviceId = deviceId;
    this.#options = options;
    this.#since = clock.time();
    this.#rate = new Rate(clock.now());
    this.#pacer = pacerOf(pace, clock.now());
  }

  get ended(): boolean {
    return this.#state.name === 'ended';
  }

  get paused(): boolean {
    return this.#state.name === 'paused';
  }

  /** Nothing of it changes by itself. */
  get still(): boolean {
    return this.ended || (this.paused && this.#perSecond === 0);
  }

  start(): void {
    if (this.#options.check === undefined) this.#go();
    else void this.#check(this.#options.check);
  }

  pause(paused: boolean): void {
    const { name } = this.#state;
    if (paused && (name === 'running' || name === 'waiting')) {
      this.#stopTimer();
      this.#become({ name: 'paused' });
    } else if (!paused && name === 'paused') {
      this.#go();
    }
  }

  /** Nothing is sent any more when it has returned. */
  stop(): void {
    this.#end({ name: 'ended', why: 'stopped' });
  }

  describe(): DatagramSender {
    const { id, deviceId, what, pace, source } = this.#options;
    return {
      id,
      deviceId,
      what,
      pace,
      state: this.#state,
      since: this.#since,
      until: this.#until,
      sent: this.#sent,
      sentBytes: this.#sentBytes,
      notTaken: this.#notTaken,
      late: this.#late,
      perSecond: this.#perSecond,
      progress: this.#state.name === 'checking' ? this.#checked : source.progress,
      round: source.round,
      wrongLines: source.wrongLines,
    };
  }

  get #perSecond(): number {
    return this.ended ? 0 : this.#rate.of(this.#sent, this.#options.clock.now());
  }

  async #check(check: NonNullable<SenderOptions['check']>): Promise<void> {
    this.#checked = 0;
    this.#become({ name: 'checking' });
    try {
      await check((part) => {
        this.#checked = part;
        return !this.ended;
      });
      if (!this.ended) this.#go();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** From now on, as if it had just begun. */
  #go(): void {
    this.#become({ name: 'running' });
    this.#pacer.restart(this.#options.clock.now());
    this.#run();
  }

  /** Sends what is due, for one slice at most. */
  readonly #run = (): void => {
    const { clock, source } = this.#options;
    this.#timer = undefined;
    const began = clock.now();
    try {
      this.#late += this.#pacer.skip(began);
      for (let now = began; ; now = clock.now()) {
        const next = source.next();
        if (next === null) return this.#end({ name: 'ended', why: 'done' });
        if (next === undefined) return void this.#load();
        const wait = this.#pacer.due(next.delayMs) - now;
        if (wait > 0) return this.#later(wait);
        if (now - began > SLICE) return this.#later(0);
        if (!this.#send(next)) return;
      }
    } catch (error) {
      this.#fail(error);
    }
  };

  /** False where the rest has to wait. */
  #send(next: Timed): boolean {
    const { devices, source } = this.#options;
    const outcome = handOver(devices.get(this.deviceId), next);
    if (outcome === 'gone') {
      this.#become({ name: 'waiting' });
      this.#lookForConnection();
      return false;
    }
    if (outcome === 'full' && this.#pacer.insists) {
      this.#later(FULL_PAUSE);
      return false;
    }
    if (outcome === 'taken') {
      this.#sent += 1;
      this.#sentBytes += next.bytes;
    } else {
      this.#notTaken += 1;
    }
    source.done();
    this.#pacer.done(next.delayMs);
    return true;
  }

  readonly #lookForConnection = (): void => {
    this.#timer = undefined;
    try {
      const device = this.#options.devices.get(this.deviceId);
      const { name } = device.state;
      if (name === 'disconnected') throw lossOf(device);
      if (name === 'connected') this.#go();
      else this.#later(GONE_PAUSE, this.#lookForConnection);
    } catch (error) {
      this.#fail(error);
    }
  };

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      await this.#options.source.load();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#loading = false;
    }
    if (this.#state.name === 'running') this.#run();
  }

  #later(ms: number, then = this.#run): void {
    this.#stopTimer();
    this.#timer = this.#options.clock.setTimeout(then, Math.min(ms, LONGEST_TIMER));
    unref(this.#timer);
  }

  #stopTimer(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #become(state: State): void {
    this.#state = state;
    this.#options.onChange();
  }

  #fail(error: unknown): void {
    const problems = error instanceof WrongList ? error.problems : [];
    this.#end({ name: 'ended', why: 'failed', error: told(error), problems });
  }

  #end(state: State): void {
    if (this.ended) return;
    this.#stopTimer();
    this.#until = this.#options.clock.time();
    this.#become(state);
    void this.#options.source.close();
  }
}

function told(error: unknown): BenchError {
  if (error instanceof WrongList) return { code: 'INVALID_LIST', message: error.message };
  return toBenchError(error);
}
