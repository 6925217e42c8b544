/** Something that waits while it is closed. */
export class Gate {
  #open: (() => void) | undefined;
  #opened: Promise<void> = Promise.resolve();

  /** Resolves when it is open. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  close(): void {
    if (this.#open) return;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#open = undefined;
    this.#opened = Promise.resolve();
  }
}
