import { setTimeout as delay } from 'node:timers/promises';
import { Bench, type BenchOptions } from '../testbench/bench.ts';
import type { KnownPlaces } from './known-places.ts';

/** How long it is waited for connections to end in good order. */
const CLOSE_LIMIT_MS = 3_000;

export interface BenchesOptions {
  /** Undefined: there is one bench, which saves nothing. */
  known: KnownPlaces | undefined;
  bench: Omit<BenchOptions, 'workspace' | 'places'>;
  /** Another one has come in place of the bench that was open. */
  replaced: () => void;
  /** The open one has something to tell. */
  changed: () => void;
  say: (message: string) => void;
}

/** The bench of the workspace that is open, and how that of another one comes in its place. */
export class Benches {
  readonly #options: BenchesOptions;
  #folder: string | undefined;
  #current: Bench;
  /** One after the other: a bench that nobody closes would hold its connections for ever. */
  #turn = Promise.resolve();
  #quitting = false;

  constructor(options: BenchesOptions) {
    this.#options = options;
    this.#folder = options.known?.last;
    this.#current = this.#open();
  }

  get current(): Bench {
    return this.#current;
  }

  /** Resolves when all is closed and saved, or has taken too long. */
  async close(): Promise<void> {
    this.#quitting = true;
    await this.#turn;
    await Promise.all([this.#close(), this.#options.known?.close()]);
  }

  #open(): Bench {
    const { known, bench, changed } = this.#options;
    const folder = this.#folder;
    const places = known &&
      folder !== undefined && {
        own: known.own,
        recent: known.recentBefore(folder),
        missing: known.missingFor(folder),
        open: (next: string) => this.#take(next),
      };
    const opened = new Bench({ ...bench, workspace: folder, places: places || undefined });
    opened.onChange(changed);
    return opened;
  }

  #take(folder: string): void {
    this.#turn = this.#goTo(folder, this.#turn).catch((error: unknown) =>
      this.#options.say(`${folder} was not opened: ${String(error)}`),
    );
  }

  async #goTo(folder: string, before: Promise<void>): Promise<void> {
    await before;
    if (this.#quitting || folder === this.#folder) return;
    this.#options.known?.changed(this.#folder ?? folder, folder);
    this.#folder = folder;
    await this.#close();
    this.#current = this.#open();
    this.#options.replaced();
  }

  async #close(): Promise<void> {
    try {
      await Promise.race([this.#current.close(), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    } catch (error) {
      this.#options.say(`the bench did not close cleanly: ${String(error)}`);
    }
  }
}
