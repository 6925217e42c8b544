import type { ScenarioContext } from '../context.ts';

/** ms that a stream which was made to wait may be behind: it does not burst to make up for more. */
const MOST_BEHIND = 200;
/** Pieces a second. */
const PIECES = 50;
const MAX_PIECE = 65_536;

/** So many bytes a second, on a grid from the start on. */
export class Pace {
  readonly pieceSize: number;
  readonly #perSecond: number;
  readonly #context: ScenarioContext;
  #due: number;

  /** By default as fast as the peer takes it. */
  constructor(bytesPerSecond: number | undefined, context: ScenarioContext) {
    this.#perSecond = bytesPerSecond ?? Infinity;
    this.pieceSize = Math.max(1, Math.min(MAX_PIECE, Math.floor(this.#perSecond / PIECES)));
    this.#context = context;
    this.#due = context.clock.now();
  }

  /** Resolves when so many bytes more may go; `signal` ends the waiting, by an error. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const { clock, wheel } = this.#context;
    signal.throwIfAborted();
    if (this.#perSecond === Infinity) return;
    this.#due = Math.max(this.#due, clock.now() - MOST_BEHIND) + (bytes * 1_000) / this.#perSecond;
    await new Promise<void>((resolve, reject) => {
      const spoke = wheel.at(this.#due, () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
      const abort = () => {
        wheel.cancel(spoke);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
