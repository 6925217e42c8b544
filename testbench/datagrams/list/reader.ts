import { type FileHandle, open } from 'node:fs/promises';
import { fileFailure } from '../../capture/failures.ts';
import type { ListProblem } from '../../contract.ts';
import { CsvReader } from './csv.ts';
import { type Entry, type EntryOptions, entryOf } from './entry.ts';
import { WrongLine } from './fields.ts';
import { readJsonLine } from './json-line.ts';
import { Records, type SplitRecord } from './records.ts';

/** Bytes read at a time, so that making datagrams of them never takes long. */
const READ = 65_536;

export type ListItem = { entry: Entry } | { problem: ListProblem };

export interface ListOptions extends EntryOptions {
  path: string;
}

/** Reads a list from a file piece by piece, whatever its size: CSV where its name ends so, else JSON Lines. */
export class ListReader {
  /** Bytes, as they were when it was opened, and those that were read. */
  readonly size: number;
  bytesRead = 0;
  readonly #file: FileHandle;
  readonly #options: ListOptions;
  readonly #records: Records;
  readonly #csv: CsvReader | undefined;
  readonly #buffer = Buffer.allocUnsafeSlow(READ);
  #ended = false;

  private constructor(file: FileHandle, size: number, options: ListOptions) {
    const isCsv = options.path.toLowerCase().endsWith('.csv');
    this.size = size;
    this.#file = file;
    this.#options = options;
    this.#records = new Records({ quoted: isCsv });
    this.#csv = isCsv ? new CsvReader() : undefined;
  }

  /** Rejects with `FILE_UNREADABLE`. */
  static async open(options: ListOptions): Promise<ListReader> {
    try {
      const file = await open(options.path, 'r');
      return new ListReader(file, (await file.stat()).size, options);
    } catch (error) {
      throw fileFailure(error, 'FILE_UNREADABLE');
    }
  }

  /** The next ones, in their order; null at the end. Rejects with `FILE_UNREADABLE`. */
  async next(): Promise<ListItem[] | null> {
    while (!this.#ended) {
      const bytesRead = await this.#read();
      this.bytesRead += bytesRead;
      this.#ended = bytesRead === 0;
      // A copy: what is cut off of the last line is kept until the next piece comes.
      const piece = Buffer.from(this.#buffer.subarray(0, bytesRead));
      const items = this.#itemsOf(bytesRead === 0 ? this.#records.end() : this.#records.push(piece));
      if (items.length > 0) return items;
    }
    return null;
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#file.close();
  }

  async #read(): Promise<number> {
    try {
      return (await this.#file.read(this.#buffer, 0, READ)).bytesRead;
    } catch (error) {
      throw fileFailure(error, 'FILE_UNREADABLE');
    }
  }

  #itemsOf(records: SplitRecord[]): ListItem[] {
    const items: ListItem[] = [];
    for (const record of records) {
      const item = this.#itemOf(record);
      if (item !== undefined) items.push(item);
      // Without the names of its columns no row of a CSV means anything.
      if (this.#csv?.started === false) {
        this.#ended = true;
        break;
      }
    }
    return items;
  }

  #itemOf(record: SplitRecord): ListItem | undefined {
    if ('code' in record) return { problem: record };
    try {
      const fields = this.#csv === undefined ? readJsonLine(record) : this.#csv.read(record);
      return fields && { entry: entryOf(fields, this.#options) };
    } catch (error) {
      if (error instanceof WrongLine) return { problem: error.problem };
      throw error;
    }
  }
}
