import type { CallHistory, CallRecord, CallSummary } from '../../contract.ts';
import { BenchFailure } from '../../errors.ts';
import { type Entry, type ReadLine, readLine, toEntry, toRecord, toSummary, writeLine } from './entry.ts';
import { HistoryFile } from './history-file.ts';

/** How much is kept. Beyond it the oldest calls go. */
export interface HistoryLimits {
  calls: number;
  /** As they are written. */
  bytes: number;
}

const LIMITS: HistoryLimits = { calls: 2_000, bytes: 8_388_608 };
/** The file may hold as many times what is kept, before it is written anew. */
const SLACK = 2;
const MAX_UNDOS = 20;

export interface HistoryOptions {
  /** Undefined: the history ends with the bench. */
  path: string | undefined;
  onChange: () => void;
  limits?: HistoryLimits;
}

interface Kept {
  entry: Entry;
  line: string;
}

/** The calls that were made, in this session and before. */
export class History {
  readonly #limits: HistoryLimits;
  readonly #file: HistoryFile;
  readonly #onChange: () => void;
  readonly #removed: Kept[][] = [];
  /** Resolves when what the file had is there. */
  readonly #opened: Promise<void>;
  /** Oldest first. */
  #kept: Kept[] = [];
  #bytes = 0;
  #version = 0;
  #leftOut = 0;
  #newer = false;
  #closed = false;

  constructor({ path, onChange, limits = LIMITS }: HistoryOptions) {
    this.#limits = limits;
    this.#onChange = onChange;
    this.#file = new HistoryFile({ path, maxRead: limits.bytes * (SLACK + 1), onChange: () => this.#changed() });
    this.#opened = this.#open();
  }

  get status(): CallHistory {
    const { error } = this.#file;
    return { version: this.#version, total: this.#kept.length, leftOut: this.#leftOut, newer: this.#newer, error };
  }

  /** Newest first. */
  async entries(): Promise<Entry[]> {
    await this.#opened;
    return this.#kept.toReversed().map(({ entry }) => entry);
  }

  async add(record: CallRecord): Promise<void> {
    await this.#opened;
    const entry = toEntry(record);
    const line = writeLine(entry);
    this.#push({ entry, line });
    this.#file.add(line);
    if (this.#file.bytes > this.#limits.bytes * SLACK) this.#rewrite();
    this.#changed();
  }

  /** Of those in which there is `search`, whatever its case, newest first; `total` says how many there are. */
  async list(search: string, from: number, to: number): Promise<{ total: number; calls: CallSummary[] }> {
    await this.#opened;
    const wanted = search.trim().toLowerCase();
    const found = this.#kept.toReversed().filter(({ entry }) => wanted === '' || textOf(entry).includes(wanted));
    return { total: found.length, calls: found.slice(from, to).map(({ entry }) => toSummary(entry)) };
  }

  async read(id: string): Promise<CallRecord> {
    await this.#opened;
    const found = this.#kept.find(({ entry }) => entry.id === id);
    if (found) return toRecord(found.entry);
    throw new BenchFailure('NO_SUCH_CALL', `there is no call ${id} in the history`);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#opened;
    const gone = new Set(ids);
    this.#take(this.#kept.filter(({ entry }) => gone.has(entry.id)));
  }

  async clear(): Promise<void> {
    await this.#opened;
    this.#take(this.#kept);
  }

  /** Undoes the last `remove` or `clear`; answers how many came back. */
  async bringBack(): Promise<number> {
    await this.#opened;
    const back = this.#removed.pop() ?? [];
    const all = [...this.#kept, ...back].toSorted((one, other) => one.entry.time - other.entry.time);
    this.#reset(all);
    this.#rewrite();
    return back.length;
  }

  /** Resolves when all is saved, or could not be. */
  async saved(): Promise<void> {
    await this.#opened;
    await this.#file.settled();
  }

  /** As `saved`; nothing is told any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.saved();
  }

  async #open(): Promise<void> {
    const lines = await this.#file.read();
    const read: [string, ReadLine][] = lines.map((line) => [line, readLine(line)]);
    const kept = read.flatMap(([line, entry]) => (typeof entry === 'object' ? [{ entry, line: `${line}\n` }] : []));
    this.#reset(kept.toSorted((one, other) => one.entry.time - other.entry.time));
    this.#leftOut = read.filter(([, entry]) => entry === 'broken').length;
    this.#newer = read.some(([, entry]) => entry === 'newer');
    if (this.#newer) this.#file.leave();
    if (lines.length > 0 || this.#file.error !== null) this.#changed();
  }

  #take(gone: readonly Kept[]): void {
    if (gone.length === 0) return;
    this.#removed.push([...gone]);
    if (this.#removed.length > MAX_UNDOS) this.#removed.shift();
    const left = new Set(gone);
    this.#reset(this.#kept.filter((each) => !left.has(each)));
    this.#rewrite();
  }

  #reset(kept: Kept[]): void {
    this.#kept = [];
    this.#bytes = 0;
    for (const each of kept) this.#push(each);
  }

  #push(added: Kept): void {
    this.#kept.push(added);
    this.#bytes += added.line.length;
    let over = 0;
    while (this.#kept.length - over > 1 && this.#isOver(over)) {
      this.#bytes -= (this.#kept[over] as Kept).line.length;
      over += 1;
    }
    if (over > 0) this.#kept.splice(0, over);
  }

  #isOver(gone: number): boolean {
    return this.#kept.length - gone > this.#limits.calls || this.#bytes > this.#limits.bytes;
  }

  #rewrite(): void {
    this.#file.replace(() => this.#kept.map(({ line }) => line).join(''));
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    if (!this.#closed) this.#onChange();
  }
}

function textOf({ draft, sent, device, error }: Entry): string {
  const { url, payload } = sent ?? draft;
  return [url, draft.url, draft.method, device.name, device.host, payload.param, error?.code ?? '']
    .join('\n')
    .toLowerCase();
}
