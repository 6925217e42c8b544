const SLOTS = 262_144;
const MASK = SLOTS - 1;
const PROBES = 8;
const EMPTY = 0;

/**
 * Where the requests are that wait for a reply, by connection and key (less than 2^20; the seqno in its low 16 bits).
 * A table of a fixed size, 4 MiB: where there is no room near the place of a new one, the oldest there is forgotten.
 */
export class Waiting {
  readonly #connections = new Uint32Array(SLOTS);
  readonly #keys = new Uint32Array(SLOTS);
  /** Index of the request in the log, plus 1. */
  readonly #indices = new Float64Array(SLOTS);

  /** Takes the place of one with the same connection and key. */
  set(connection: number, key: number, index: number): void {
    const home = homeOf(connection, key);
    let place = home & MASK;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (home + probe) & MASK;
      if (this.#isAt(slot, connection, key)) {
        place = slot;
        break;
      }
      if ((this.#indices[slot] as number) < (this.#indices[place] as number)) place = slot;
    }
    this.#connections[place] = connection;
    this.#keys[place] = key;
    this.#indices[place] = index + 1;
  }

  /** Undefined where none waits, or it was forgotten. */
  take(connection: number, key: number): number | undefined {
    const home = homeOf(connection, key);
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (home + probe) & MASK;
      if (!this.#isAt(slot, connection, key)) continue;
      const index = (this.#indices[slot] as number) - 1;
      this.#indices[slot] = EMPTY;
      return index;
    }
    return undefined;
  }

  #isAt(slot: number, connection: number, key: number): boolean {
    return this.#indices[slot] !== EMPTY && this.#connections[slot] === connection && this.#keys[slot] === key;
  }
}

/** Requests of one kind lie side by side, in the order of their seqnos. */
function homeOf(connection: number, key: number): number {
  return (Math.imul(Math.imul(connection, 0x9e3779b1) ^ (key >>> 16), 0x85ebca6b) >>> 7) + (key & 0xffff);
}
