import { statSync } from 'node:fs';
import * as v from 'valibot';
import { parsed } from '../testbench/workspace/device-format.ts';
import { type Format, KeptFile } from '../testbench/workspace/kept-file.ts';

const VERSION = 1;
const MOST_RECENT = 10;

const place = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const file = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  open: v.nullable(place),
  recent: v.array(place),
});

/** `open` is null for the workspace that the app made for itself. */
type Known = Pick<v.InferOutput<typeof file>, 'open' | 'recent'>;

const format: Format<Known> = {
  write: (known) => `${JSON.stringify({ version: VERSION, ...known }, null, 2)}\n`,
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    const { version, ...value } = found.output;
    return { value, newer: version > VERSION, strange: 0 };
  },
};

/** The workspaces that the user has opened, over all starts of the app. */
export class KnownPlaces {
  readonly own: string;
  readonly #file: KeptFile<Known>;
  #known: Known;

  /** `path` is where they are kept, `own` the folder of the workspace that the app makes for itself. */
  constructor(path: string, own: string) {
    this.own = own;
    this.#file = new KeptFile({ path, format, onChange: () => undefined, time: () => Date.now() });
    this.#known = this.#file.open() ?? { open: null, recent: [] };
  }

  /** The one to start with: that of the last time, or the app's own where that is gone. */
  get last(): string {
    const { open } = this.#known;
    return open !== null && isFolder(open) ? open : this.own;
  }

  /** The one of the last time, where that is gone and `folder` is open in its place. */
  missingFor(folder: string): string | null {
    const { open } = this.#known;
    return open !== null && open !== folder && !isFolder(open) ? open : null;
  }

  /** Those that were open before `folder`, the last one first, and with them the one that is gone for now. */
  recentBefore(folder: string): string[] {
    const missing = this.missingFor(folder);
    const all = missing === null ? this.#known.recent : [missing, ...this.#known.recent];
    return [...new Set(all)].filter((each) => each !== folder);
  }

  /** `next` is open from now on, in place of `before`. */
  changed(before: string, next: string): void {
    const recent = [before, ...this.recentBefore(before)].filter((each) => each !== next);
    this.#known = { open: next === this.own ? null : next, recent: [...new Set(recent)].slice(0, MOST_RECENT) };
    this.#file.save(() => this.#known);
  }

  /** Resolves when all is saved. */
  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Of a share that does not answer, or a disk that fails, the system says more than that it is not there. */
function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
