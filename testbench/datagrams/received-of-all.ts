import type { TimerHandle } from '@vsoa-testbench/core';
import type { ReceivedDatagrams } from '../contract.ts';
import type { PartOptions } from '../part.ts';
import { unref } from '../timers.ts';
import { Received } from './received.ts';

/** ms from one telling to the next: a list that moves faster cannot be read. */
const PAUSE = 100;

/** What the devices sent by themselves as datagrams. */
export class ReceivedOfAll {
  readonly #options: PartOptions;
  readonly #onChange: () => void;
  readonly #byDevice = new Map<string, Received>();
  #changed = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: TimerHandle | undefined;
  /** Those whose rate was not zero when they were told last. */
  #speaking = false;

  constructor(options: PartOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
    options.heard.onDatagram((deviceId, message) => {
      this.#ofSure(deviceId).add(message);
      this.#mark();
    });
  }

  /** Nothing of it changes by itself. */
  get still(): boolean {
    return !this.#changed && !this.#speaking;
  }

  of(deviceId: string): Received | undefined {
    return this.#byDevice.get(deviceId);
  }

  all(): ReceivedDatagrams[] {
    const all = [...this.#byDevice.values()].map((received) => received.describe());
    this.#speaking = all.some(({ perSecond }) => perSecond > 0);
    return all;
  }

  take(): ReceivedDatagrams[] | undefined {
    if (!this.#changed) return undefined;
    if (this.#restOfPause > 0) {
      this.#tellLater();
      return undefined;
    }
    this.#changed = false;
    this.#toldAt = this.#options.clock.now();
    return this.all();
  }

  close(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
  }

  refresh(): void {
    if (this.#speaking) this.#mark();
  }

  clear(deviceId: string): void {
    this.#byDevice.get(deviceId)?.clear();
    this.#mark();
  }

  bringBack(deviceId: string): number {
    const count = this.#byDevice.get(deviceId)?.bringBack() ?? 0;
    this.#mark();
    return count;
  }

  #mark(): void {
    if (this.#changed) return;
    this.#changed = true;
    if (this.#restOfPause === 0) this.#onChange();
    else this.#tellLater();
  }

  #tellLater(): void {
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#onChange();
    }, this.#restOfPause);
    unref(this.#timer);
  }

  get #restOfPause(): number {
    return Math.max(0, Math.ceil(this.#toldAt + PAUSE - this.#options.clock.now()));
  }

  #ofSure(deviceId: string): Received {
    const known = this.#byDevice.get(deviceId);
    if (known) return known;
    const ids = new Set(this.#options.devices.list.map(({ id }) => id));
    // Of those that were removed, which may be brought back, until another one speaks.
    for (const id of this.#byDevice.keys()) if (!ids.has(id)) this.#byDevice.delete(id);
    const received = new Received({ deviceId, clock: this.#options.clock });
    this.#byDevice.set(deviceId, received);
    return received;
  }
}
