import { urlMatches } from '@vsoa-testbench/core';

/** Urls whose takers are remembered, and how long those are at the most: a client may ask for anything. */
const REMEMBERED = 1_024;
const LONGEST = 256;

/** Who takes a url, as VSOA routes: the exact one before the longest prefix, and of those that are alike the first. */
export class UrlRoutes<Target extends { readonly spec: { url: string } }> {
  readonly #targets: readonly Target[];
  readonly #known = new Map<string, readonly Target[]>();

  constructor(targets: readonly Target[]) {
    // Of those that take one url the longer is the more exact: /a/b, then /a/b/, /a/, and /.
    this.#targets = targets.toSorted((one, other) => other.spec.url.length - one.spec.url.length);
  }

  takers(url: string): readonly Target[] {
    const known = this.#known.get(url);
    if (known !== undefined) return known;
    const takers = this.#targets
      .filter(({ spec }) => urlMatches(spec.url, url))
      .toSorted((one, other) => Number(other.spec.url === url) - Number(one.spec.url === url));
    if (url.length > LONGEST) return takers;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(url, takers);
    return takers;
  }
}
