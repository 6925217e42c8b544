import { isDeepStrictEqual } from 'node:util';

interface Continuing<Spec> {
  readonly spec: Spec;
  /** Takes over what the one before has counted. */
  continue(before: this): void;
}

/**
 * One for each spec: that of before where the spec is the same, else a new one, which continues that of the same key.
 * Those of before are not changed.
 */
export function continued<Spec, Item extends Continuing<Spec>>(
  before: readonly Item[],
  specs: readonly Spec[],
  keyOf: (spec: Spec) => string,
  make: (spec: Spec) => Item,
): Item[] {
  const left = new Set(before);
  const take = (fits: (item: Item) => boolean) => {
    const found = [...left].find(fits);
    if (found !== undefined) left.delete(found);
    return found;
  };
  const same = specs.map((spec) => take((item) => isDeepStrictEqual(item.spec, spec)));
  return specs.map((spec, place) => {
    const item = same[place];
    if (item !== undefined) return item;
    const fresh = make(spec);
    const known = take((other) => keyOf(other.spec) === keyOf(spec));
    if (known !== undefined) fresh.continue(known);
    return fresh;
  });
}
