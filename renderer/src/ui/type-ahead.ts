const PAUSE_MS = 700;

/** Finds rows by the first letters typed in quick succession. */
export class TypeAhead {
  #typed = '';
  #at = 0;

  /** Index of the row that `key` leads to, or null where the key is no letter or nothing begins so. */
  find(key: string, from: number, count: number, textOf: (index: number) => string, now: number): number | null {
    if (key.length !== 1) return null;
    if (now - this.#at > PAUSE_MS) this.#typed = '';
    this.#at = now;
    // The same letter again moves on to the next row that begins with it.
    const again = this.#typed === key.toLowerCase();
    if (!again) this.#typed += key.toLowerCase();
    const start = this.#typed.length === 1 ? from + 1 : Math.max(0, from);
    for (let step = 0; step < count; step += 1) {
      const index = (start + step) % count;
      if (textOf(index).toLowerCase().startsWith(this.#typed)) return index;
    }
    return null;
  }
}
