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

/**
 * Every route that takes `url`, the most exact first: for `/a/b` that is `/a/b`, `/a/b/`, `/a/`, `/`. Those between that
 * are longer than `longest` are left out.
 */
function takersOf(url: string, longest: number): string[] {
  const takers = [url];
  if (!url.endsWith('/')) takers.push(`${url}/`);
  const from = Math.min(url.length - 2, longest - 1);
  for (let end = url.lastIndexOf('/', from); end > 0; end = url.lastIndexOf('/', end - 1)) {
    takers.push(url.slice(0, end + 1));
  }
  if (url !== '/') takers.push('/');
  return takers;
}
