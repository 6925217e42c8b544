import type { Clock, TimerHandle } from './clock.ts';
import type { PacketView } from './packet/view.ts';

const SECOND = 1_000;

/** Lets so many packets a second through. Those beyond are kept, and handed out in the seconds that follow. */
export class Throttle {
  readonly #rate: number;
  readonly #clock: Clock;
  readonly #handOut: (packet: PacketView) => void;
  readonly #drained: () => void;
  #kept: PacketView[] = [];
  #delayed = 0;
  #second = -Infinity;
  #count = 0;
  #timer: TimerHandle | undefined;

  /** `drained` is called when nothing is kept any more. */
  constructor(rate: number, clock: Clock, handOut: (packet: PacketView) => void, drained: () => void) {
    this.#rate = rate;
    this.#clock = clock;
    this.#handOut = handOut;
    this.#drained = drained;
  }

  get isKeeping(): boolean {
    return this.#kept.length > 0;
  }

  /** Packets that had to wait, since the beginning. */
  get delayed(): number {
    return this.#delayed;
  }

  /** False: it is kept, and handed out later. */
  admits(packet: PacketView): boolean {
    if (this.#kept.length === 0) {
      const now = this.#clock.now();
      if (now - this.#second >= SECOND) this.#begin(now);
      if (this.#count < this.#rate) {
        this.#count += 1;
        return true;
      }
      this.#timer = this.#clock.setTimeout(this.#release, this.#second + SECOND - now);
    }
    this.#kept.push(packet);
    this.#delayed += 1;
    return false;
  }

  /** Forgets what it keeps. */
  stop(): void {
    this.#kept = [];
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #release = (): void => {
    this.#timer = undefined;
    this.#begin(this.#clock.now());
    while (this.#count < this.#rate && this.#kept.length > 0) {
      this.#count += 1;
      this.#handOut(this.#kept.shift()!);
    }
    if (this.#kept.length > 0) this.#timer = this.#clock.setTimeout(this.#release, SECOND);
    else this.#drained();
  };

  #begin(second: number): void {
    this.#second = second;
    this.#count = 0;
  }
}
