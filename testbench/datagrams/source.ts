import type { ListProblem } from '../contract.ts';
import type { Ready } from './size.ts';

/** What a sender sends, one after the other. */
export interface Source {
  /** The next one; null: there is none; undefined: `load` has to be called first. Throws where it cannot be made. */
  next(): Timed | null | undefined;
  /** It was sent, or left out. */
  done(): void;
  load(): Promise<void>;
  /** 0 to 1; null where there is no end. */
  readonly progress: number | null;
  readonly round: number;
  readonly wrongLines: number;
  close(): Promise<void>;
}

export interface Timed extends Ready {
  delayMs: number;
}

/** One datagram again and again. `make` is asked for each. */
export class RepeatedSource implements Source {
  readonly round = 1;
  readonly wrongLines = 0;
  readonly #make: () => Ready;
  readonly #count: number | null;
  #done = 0;
  #next: Timed | undefined;

  /** Null: without end. */
  constructor(make: () => Ready, count: number | null) {
    this.#make = make;
    this.#count = count;
  }

  get progress(): number | null {
    return this.#count === null ? null : this.#done / this.#count;
  }

  next(): Timed | null {
    if (this.#count !== null && this.#done >= this.#count) return null;
    this.#next ??= { ...this.#make(), delayMs: 0 };
    return this.#next;
  }

  done(): void {
    this.#done += 1;
    this.#next = undefined;
  }

  async load(): Promise<void> {}

  async close(): Promise<void> {}
}

/** A list has lines that are wrong, and nothing of it is sent. */
export class WrongList extends Error {
  readonly problems: ListProblem[];
  readonly wrongLines: number;

  constructor(problems: ListProblem[], wrongLines: number) {
    super(`${wrongLines} lines of the list are wrong`);
    this.problems = problems;
    this.wrongLines = wrongLines;
  }
}
