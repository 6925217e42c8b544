import fs from 'node:fs';
import path from 'node:path';
import type { Mishap } from '../testbench/contract.ts';

export type PageTrouble = Extract<Mishap['kind'], 'page-crashed' | 'page-hung'>;

/** Files that are kept; the oldest go. */
const MOST_FILES = 10;
/** That wait to be told: of more only the newest are. */
const MOST_UNTOLD = 5;

export interface MishapsOptions {
  folder: string;
  /** A line of the log. */
  say: (message: string) => void;
  /** The end of the log, as it goes with a record. */
  lastLog: () => string;
  facts: Record<string, string>;
}

/**
 * What went wrong in the program itself: each is logged, kept as a file of its own beyond the end of the process, and told to the window once. No
 * dumps of memory are made: passwords would be in them.
 */
export class Mishaps {
  readonly #options: MishapsOptions;
  #untold: Mishap[] = [];
  #count = 0;
  #listener: (() => void) | undefined;

  constructor(options: MishapsOptions) {
    this.#options = options;
  }

  get untold(): readonly Mishap[] {
    return this.#untold;
  }

  /** One listener at a time. */
  onChange(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  happened(kind: Mishap['kind'], detail: string): void {
    const { say } = this.#options;
    const at = Date.now();
    say(`${kind}: ${detail}`);
    this.#keep(kind, detail, at);
    this.#count += 1;
    // What goes wrong again and again is told once, until that was seen.
    const others = this.#untold.filter((one) => one.kind !== kind);
    this.#untold = [...others, { id: this.#count, kind, at }].slice(-MOST_UNTOLD);
    this.#listener?.();
  }

  /** The window has told its user of this one. */
  told(id: number): void {
    this.#untold = this.#untold.filter((one) => one.id !== id);
  }

  /** The records that are kept, the newest first. */
  records(): string[] {
    return this.#files()
      .toReversed()
      .flatMap((file) => {
        try {
          return [fs.readFileSync(path.join(this.#options.folder, file), 'utf8')];
        } catch {
          return [];
        }
      });
  }

  #keep(kind: string, detail: string, at: number): void {
    const { folder, lastLog, facts, say } = this.#options;
    const time = new Date(at).toISOString();
    const record = { time, kind, detail: detail.slice(0, 16_384), ...facts, log: lastLog().split('\n') };
    try {
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, `${time.replaceAll(':', '-')}.json`), `${JSON.stringify(record, null, 2)}\n`, {
        mode: 0o600,
      });
      for (const old of this.#files().slice(0, -MOST_FILES)) fs.rmSync(path.join(folder, old), { force: true });
    } catch (error) {
      say(`no record of it was kept: ${String(error)}`);
    }
  }

  /** By time, as their names are. */
  #files(): string[] {
    try {
      return fs
        .readdirSync(this.#options.folder)
        .filter((file) => file.endsWith('.json'))
        .toSorted();
    } catch {
      return [];
    }
  }
}
