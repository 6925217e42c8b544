export interface Rates {
  /** Messages a second. */
  rate: number;
  /** Part of what was sent meanwhile that did not arrive, 0 to 1; absent where nothing can be lost. */
  loss?: number | undefined;
}

/** Counts what arrives in a second, once it is warm. */
export class Meter {
  #arrived = 0;
  #sent: number | undefined;
  readonly rates: Promise<Rates>;

  constructor({ warmUpMs, measureMs }: { warmUpMs: number; measureMs: number }) {
    this.rates = new Promise((resolve) => {
      setTimeout(() => {
        const [arrived, sent, started] = [this.#arrived, this.#sent, performance.now()];
        setTimeout(() => {
          const count = this.#arrived - arrived;
          const rate = (count * 1_000) / (performance.now() - started);
          resolve({ rate, loss: sent && this.#sent && 1 - count / (this.#sent - sent) });
        }, measureMs);
      }, warmUpMs);
    });
  }

  /** Of something that may be lost it is told how many were sent up to this one. */
  tick(sent?: number): void {
    this.#arrived += 1;
    this.#sent = sent;
  }

  get count(): number {
    return this.#arrived;
  }
}
