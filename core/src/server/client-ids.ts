/** 0xffffffff is left out: some peers take it for none. */
const LAST_ID = 0xffff_fffe;

/** Ids of clients: 1, 2, and so on, and from 1 again, but never one that is in use. */
export class ClientIds {
  readonly #used = new Set<number>();
  #last: number;

  /** `last`: the one that counts as handed out last. */
  constructor(last: number = 0) {
    this.#last = last;
  }

  take(): number {
    do this.#last = (this.#last % LAST_ID) + 1;
    while (this.#used.has(this.#last));
    this.#used.add(this.#last);
    return this.#last;
  }

  release(id: number): void {
    this.#used.delete(id);
  }
}
