import type { Release, Updates as State } from '../../testbench/contract.ts';
import { UpdateFailure } from './failure.ts';
import type { Feed } from './feed.ts';

/** What electron-updater does for us. Rejects with an `UpdateFailure` where we know more than it says. */
export interface Updater {
  /** The newest release, where it is newer than this app. */
  check(): Promise<Release | null>;
  /** Of the release that was found; then it is put in place when the app ends. */
  download(progress: (done: number) => void, signal: AbortSignal): Promise<void>;
  /** Ends the app, and starts the new one. */
  install(): void;
}

export interface UpdatesOptions {
  /** Null: this build has none. */
  feed: Feed | null;
  /** False: a package of the system, or a folder: it is replaced as it came. */
  replaceable: boolean;
  kept: { on: boolean };
  /** Asked for only once something is to be done: it takes time to load, and may ask the network. */
  updater: () => Promise<Updater>;
  say: (message: string) => void;
}

const DAY_MS = 86_400_000;

/** Newer versions of the app. Off until the user switches them on; nothing is fetched or installed without a yes. */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: State;
  #listener: (() => void) | undefined;
  /** Ends what is under way. */
  #work: AbortController | undefined;
  #daily: NodeJS.Timeout | undefined;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { feed, replaceable, kept } = options;
    if (!feed) this.#state = { state: 'unavailable', why: 'no-feed' };
    else if (!replaceable) this.#state = { state: 'unavailable', why: 'other-package' };
    else
      this.#state = kept.on ? { state: 'newest', feed: feed.url, checkedAt: null } : { state: 'off', feed: feed.url };
  }

  get state(): State {
    return this.#state;
  }

  /** One listener at a time. */
  onChange(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  /** Asks the feed now and once a day, where updates are on. */
  start(): void {
    if (this.#state.state === 'unavailable' || this.#state.state === 'off') return;
    clearInterval(this.#daily);
    this.#daily = setInterval(() => void this.check(), DAY_MS).unref();
    void this.check();
  }

  /** Throws where the choice cannot be kept; it holds for this run all the same. */
  switch(on: boolean): void {
    const { feed, replaceable, kept } = this.#options;
    if (!feed || !replaceable) return;
    this.#stop();
    this.#become(on ? { state: 'newest', feed: feed.url, checkedAt: null } : { state: 'off', feed: feed.url });
    this.start();
    kept.on = on;
  }

  /** Nothing happens where updates are off, something is under way, or a release waits to be installed. */
  async check(): Promise<void> {
    const { feed } = this.#options;
    if (!feed || !['newest', 'available', 'failed'].includes(this.#state.state)) return;
    await this.#try({ state: 'checking', feed: feed.url }, async (updater) => {
      const release = await updater.check();
      if (!release) return { state: 'newest', feed: feed.url, checkedAt: Date.now() };
      return { state: 'available', feed: feed.url, release };
    });
  }

  async download(): Promise<void> {
    if (this.#state.state !== 'available') return;
    const { feed, release } = this.#state;
    await this.#try({ state: 'downloading', feed, release, done: 0 }, async (updater, signal) => {
      const progress = (done: number) => {
        if (!signal.aborted) this.#become({ state: 'downloading', feed, release, done });
      };
      await updater.download(progress, signal);
      return { state: 'ready', feed, release };
    });
  }

  cancelDownload(): void {
    if (this.#state.state !== 'downloading') return;
    const { feed, release } = this.#state;
    this.#work?.abort();
    this.#become({ state: 'available', feed, release });
  }

  async install(): Promise<void> {
    if (this.#state.state === 'ready') (await this.#options.updater()).install();
  }

  /** What comes late, after it was cancelled, changes nothing. */
  async #try(meanwhile: State, work: (updater: Updater, signal: AbortSignal) => Promise<State>): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#work = controller;
    this.#become(meanwhile);
    try {
      const next = await work(await this.#options.updater(), signal);
      if (!signal.aborted) this.#become(next);
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof UpdateFailure ? error.problem : 'OTHER';
      const message = error instanceof Error ? error.message : String(error);
      this.#options.say(`updates: ${problem}: ${message}`);
      this.#become({ state: 'failed', feed: this.#options.feed?.url ?? '', problem, message: message.slice(0, 500) });
    }
  }

  #stop(): void {
    this.#work?.abort();
    clearInterval(this.#daily);
  }

  #become(state: State): void {
    this.#state = state;
    this.#listener?.();
  }
}
