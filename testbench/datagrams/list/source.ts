import { LIST_PROBLEMS, type ListProblem } from '../../contract/datagrams.ts';
import type { Lookup } from '../../requests/variables.ts';
import { type Source, type Timed, WrongList } from '../source.ts';
import type { Entry } from './entry.ts';
import { type ListOptions, ListReader } from './reader.ts';

interface ListSourceOptions extends ListOptions {
  loop: boolean;
  skipWrong: boolean;
}

/** The datagrams of a file, read as they are sent. */
export class ListSource implements Source {
  round = 1;
  wrongLines = 0;
  readonly #options: ListSourceOptions;
  #reader: ListReader | undefined;
  #entries: Entry[] = [];
  #at = 0;
  #found = false;
  #ended = false;
  #closed = false;

  constructor(options: ListSourceOptions) {
    this.#options = options;
  }

  /** Of this round. */
  get progress(): number | null {
    const { size = 0, bytesRead = 0 } = this.#reader ?? {};
    return this.#ended ? 1 : bytesRead / Math.max(1, size);
  }

  next(): Timed | null | undefined {
    const entry = this.#entries[this.#at];
    if (entry !== undefined) return entry;
    return this.#ended ? null : undefined;
  }

  done(): void {
    this.#at += 1;
  }

  /** Rejects with `WrongList` at the first line that is wrong, where those are not left out; with `FILE_UNREADABLE`. */
  async load(): Promise<void> {
    this.#reader ??= await ListReader.open(this.#options);
    const items = await this.#reader.next();
    if (this.#closed) await this.#reader.close();
    if (items === null) {
      await this.#atEnd();
      return;
    }
    const entries: Entry[] = [];
    for (const item of items) {
      if ('entry' in item) entries.push(item.entry);
      else this.#leaveOut(item.problem);
    }
    this.#found ||= entries.length > 0;
    this.#entries = entries;
    this.#at = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#ended = true;
    await this.#reader?.close().catch(() => undefined);
  }

  async #atEnd(): Promise<void> {
    this.#entries = [];
    this.#at = 0;
    if (this.#closed || !this.#options.loop || !this.#found) {
      this.#ended = true;
      return;
    }
    await this.#reader?.close();
    this.#reader = undefined;
    this.round += 1;
  }

  #leaveOut(problem: ListProblem): void {
    if (!this.#options.skipWrong) throw new WrongList([problem], 1);
    this.wrongLines += 1;
  }
}

/**
 * Reads a whole list before it is sent. `progress` is told the part that was read, and answers whether to go on. Rejects
 * with `WrongList` where a line is wrong, and with `FILE_UNREADABLE`.
 */
export async function checkList(options: ListOptions, progress: (part: number) => boolean): Promise<void> {
  const reader = await ListReader.open({ ...options, values: onlyLooking(options.values) });
  const problems: ListProblem[] = [];
  let wrongLines = 0;
  try {
    for (let items = await reader.next(); items !== null; items = await reader.next()) {
      for (const item of items) {
        if (!('problem' in item)) continue;
        wrongLines += 1;
        if (problems.length < LIST_PROBLEMS) problems.push(item.problem);
      }
      if (!progress(reader.bytesRead / Math.max(1, reader.size))) return;
    }
  } finally {
    await reader.close();
  }
  if (wrongLines > 0) throw new WrongList(problems, wrongLines);
}

/** A look at a list counts no `$counter` up. */
export function onlyLooking(values: () => Lookup): () => Lookup {
  return () => {
    const lookup = values();
    return (name) => (name === '$counter' ? { kind: 'json', text: '0' } : lookup(name));
  };
}
