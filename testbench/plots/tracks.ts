import { PLOTS_CAP, type PlotField } from '../contract/plots.ts';
import { Track } from './track.ts';

/** The values of all fields that are plotted, each once, under one cap in bytes: over it the oldest go. */
export class Tracks {
  evicted = 0;
  /** Grows when something that could have been read is gone, or came back. */
  generation = 0;
  readonly #tracks = new Map<string, Track>();
  /** Cut off and kept for a while, so that this can be taken back. */
  readonly #cut = new Set<Track>();
  #cap: number;

  constructor(cap = PLOTS_CAP) {
    this.#cap = cap;
  }

  get cap(): number {
    return this.#cap;
  }

  set cap(bytes: number) {
    this.#cap = bytes;
    this.#makeRoom(0);
  }

  get bytes(): number {
    return sumOf([...this.#tracks.values(), ...this.#cut], (track) => track.bytes);
  }

  get points(): number {
    return sumOf(this.#tracks.values(), (track) => track.points);
  }

  get oldest(): number | null {
    const times = [...this.#tracks.values()].flatMap((track) => track.oldest ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  get newest(): number | null {
    const times = [...this.#tracks.values()].flatMap((track) => track.newest?.time ?? []);
    return times.length === 0 ? null : Math.max(...times);
  }

  find(field: PlotField): Track | undefined {
    return this.#tracks.get(keyOf(field));
  }

  of(field: PlotField): Track {
    const key = keyOf(field);
    let track = this.#tracks.get(key);
    if (!track) this.#tracks.set(key, (track = new Track()));
    return track;
  }

  /** Keeps only the values of these fields. */
  keepOnly(fields: Iterable<PlotField>): void {
    const wanted = new Set([...fields].map(keyOf));
    for (const [key, track] of this.#tracks) {
      if (wanted.has(key)) continue;
      this.#tracks.delete(key);
      if (track.points > 0) this.generation += 1;
    }
  }

  append(track: Track, time: number, value: number): void {
    const { growth } = track;
    if (growth > 0) this.#makeRoom(growth);
    track.append(time, value);
  }

  /** Forgets all values, and answers what brings them back. */
  clear(): { restore: () => void; forget: () => void } {
    const cut = [...this.#tracks].map(([key, track]) => ({ key, old: track.cut() }));
    for (const { old } of cut) this.#cut.add(old);
    const evicted = this.evicted;
    this.evicted = 0;
    this.generation += 1;
    return {
      restore: () => {
        for (const { key, old } of cut) {
          this.#tracks.get(key)?.restore(old);
          this.#cut.delete(old);
        }
        this.evicted += evicted;
        this.generation += 1;
      },
      forget: () => {
        for (const { old } of cut) this.#cut.delete(old);
      },
    };
  }

  /** What was cut off goes first, then what is oldest of all. */
  #makeRoom(bytes: number): void {
    while (this.bytes + bytes > this.#cap) {
      const candidates = [...(this.#cutBytes > 0 ? this.#cut : this.#tracks.values())];
      const oldest = oldestOf(candidates);
      if (!oldest) return;
      this.evicted += oldest.evict();
      this.generation += 1;
    }
  }

  get #cutBytes(): number {
    return sumOf(this.#cut, (track) => track.bytes);
  }
}

export const keyOf = ({ deviceId, url, path }: PlotField): string => JSON.stringify([deviceId, url, path]);

function oldestOf(tracks: Track[]): Track | undefined {
  let found: Track | undefined;
  for (const track of tracks) {
    if (track.oldest !== undefined && (found?.oldest === undefined || track.oldest < found.oldest)) found = track;
  }
  return found;
}

function sumOf(tracks: Iterable<Track>, amount: (track: Track) => number): number {
  let sum = 0;
  for (const track of tracks) sum += amount(track);
  return sum;
}
