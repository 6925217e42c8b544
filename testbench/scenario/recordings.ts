import { stat } from 'node:fs/promises';
import { BenchFailure } from '../errors.ts';
import type { EcuSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { readRecording, type TimedMessages } from './values/recording.ts';
import { ValueError } from './values/types.ts';

interface Known {
  /** Of the file, as it was read. */
  stamp: string;
  byUrl: Map<string, TimedMessages>;
}

/** What the recordings have that a scenario names, read before it runs. */
export class Recordings {
  readonly #folder: ScenarioFolder;
  #known = new Map<string, Known>();

  constructor(folder: ScenarioFolder) {
    this.#folder = folder;
  }

  /** Throws `ValueError` where that was not loaded. */
  get(file: string, url: string): TimedMessages {
    const found = this.#known.get(file)?.byUrl.get(url);
    if (found === undefined) throw new ValueError(`${file} was not read for ${url}`);
    return found;
  }

  /** Those that these ECUs name, and no others. A file that is the same as before is not read again. Rejects as files do, and with `INVALID_SCENARIO`. */
  async load(ecus: readonly EcuSpec[]): Promise<void> {
    const wanted = wantedOf(ecus);
    const next = new Map<string, Known>();
    for (const [file, urls] of wanted) {
      // One after the other: each may take tens of MiB while it is read.
      next.set(file, await this.#read(file, [...urls]).catch((error: unknown) => explain(file, error)));
    }
    this.#known = next;
  }

  async #read(file: string, urls: readonly string[]): Promise<Known> {
    const path = await this.#folder.find(file);
    const { mtimeMs, size } = await stat(path);
    const stamp = `${mtimeMs} ${size}`;
    const known = this.#known.get(file);
    if (known?.stamp === stamp && urls.every((url) => known.byUrl.has(url))) return known;
    return { stamp, byUrl: await readRecording(path, urls) };
  }
}

function explain(file: string, error: unknown): never {
  if (!(error instanceof ValueError)) throw error;
  throw new BenchFailure('INVALID_SCENARIO', `${file}: ${error.message}`, { subject: file, cause: error });
}

function wantedOf(ecus: readonly EcuSpec[]): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const { topics = [] } of ecus) {
    for (const { url, recording } of topics) {
      if (recording === undefined) continue;
      const urls = wanted.get(recording.file) ?? new Set<string>();
      wanted.set(recording.file, urls.add(recording.url ?? url));
    }
  }
  return wanted;
}
