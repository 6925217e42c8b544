import type { PageTrouble } from './mishaps.ts';

/** A page that crashes so often within so long would crash for ever. */
const MOST_CRASHES = 3;
const WITHIN_MS = 60_000;
/** How long a page that does not answer may take to do so again. */
const HANG_MS = 10_000;

export interface RecoveryOptions {
  /** Loads the page anew. What the bench does goes on meanwhile. */
  reload: () => void;
  /** Ends the process of the page, which is then told to `gone`. */
  kill: () => void;
  happened: (trouble: PageTrouble, detail: string) => void;
  /** It has crashed too often and is not loaded any more. */
  giveUp: () => void;
  clock?: RecoveryClock;
}

/** Milliseconds from any start, and a timer. */
export interface RecoveryClock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

/** Brings the page back when its process crashed, or does not answer for 10 s; at most twice in a minute. */
export class PageRecovery {
  readonly #options: RecoveryOptions;
  readonly #clock: RecoveryClock;
  #state: 'well' | 'waiting' | 'killed' | 'given up' = 'well';
  #stopTimer = () => {};
  #crashes: number[] = [];

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Its process has ended. */
  gone(detail: string): void {
    if (this.#state === 'given up') return;
    const trouble = this.#state === 'killed' ? 'page-hung' : 'page-crashed';
    this.#stopTimer();
    const now = this.#clock.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WITHIN_MS), now];
    const tooOften = this.#crashes.length >= MOST_CRASHES;
    this.#state = tooOften ? 'given up' : 'well';
    this.#options.happened(trouble, detail);
    if (tooOften) this.#options.giveUp();
    else this.#options.reload();
  }

  unresponsive(): void {
    if (this.#state !== 'well') return;
    this.#state = 'waiting';
    this.#stopTimer = this.#clock.after(HANG_MS, () => {
      this.#state = 'killed';
      this.#options.kill();
    });
  }

  responsive(): void {
    if (this.#state !== 'waiting') return;
    this.#stopTimer();
    this.#state = 'well';
  }

  /** The window is gone, and with it the page. */
  close(): void {
    this.#stopTimer();
    this.#state = 'given up';
  }
}

const systemClock: RecoveryClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
