import type { DatagramRow } from '../../../testbench/contract.ts';

/** Rows kept; a list shows some dozens. */
const MAX_ROWS = 2_000;

type Read = (indexes: number[]) => Promise<DatagramRow[]>;

/** Rows of a list that grows: read as they are wanted, one read at a time however fast it grows. */
export class RowReader {
  readonly #read: Read;
  readonly #rows = new Map<number, DatagramRow>();
  readonly #listeners = new Set<() => void>();
  /** Asked for, and not there any more. */
  readonly #gone = new Set<number>();
  #version = 0;
  #wanted: number[] = [];
  #reading = false;

  constructor(read: Read) {
    this.#read = read;
  }

  row(index: number): DatagramRow | undefined {
    return this.#rows.get(index);
  }

  /** Has these read where they are not there yet; what was wanted before and is not any more is not. */
  want(indexes: number[]): void {
    this.#wanted = indexes;
    if (!this.#reading) void this.#readWanted();
  }

  /** All of these are there, or never will be. */
  has(indexes: readonly number[]): boolean {
    return indexes.every((index) => this.#rows.has(index) || this.#gone.has(index));
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  async #readWanted(): Promise<void> {
    this.#reading = true;
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
      const rows = await this.#read(missing).catch(() => null);
      if (rows === null) break;
      this.#keep(missing, rows);
    }
    this.#reading = false;
  }

  #missing(): number[] {
    return this.#wanted.filter((index) => !this.#rows.has(index) && !this.#gone.has(index));
  }

  #keep(asked: number[], rows: DatagramRow[]): void {
    for (const row of rows) this.#rows.set(row.index, row);
    for (const index of asked) if (!this.#rows.has(index)) this.#gone.add(index);
    forgetOldest(this.#rows);
    forgetOldest(this.#gone);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function forgetOldest(kept: Map<number, unknown> | Set<number>): void {
  for (const index of kept.keys()) {
    if (kept.size <= MAX_ROWS) return;
    kept.delete(index);
  }
}
