import { takersOf } from '../url.ts';

/** What is registered under urls: exact, `/prefix/` for `/prefix` and all below it, `/` for the rest. */
export class Routes<Target> {
  readonly #targets = new Map<string, Target>();
  /** Length of the longest url that was ever set. */
  #longest = 0;

  set(url: string, target: Target): void {
    this.#targets.set(url, target);
    this.#longest = Math.max(this.#longest, url.length);
  }

  delete(url: string): void {
    this.#targets.delete(url);
  }

  /** The exact one, else that with the longest prefix. */
  find(url: string): Target | undefined {
    const exact = this.#targets.get(url);
    if (exact !== undefined) return exact;
    // A client may ask for a url of 65,535 slashes.
    for (const taker of takersOf(url, this.#longest)) {
      const target = this.#targets.get(taker);
      if (target !== undefined) return target;
    }
    return undefined;
  }
}
