import type { JsonValue } from '../payload.ts';
import { Shape } from './shape.ts';
import { Trial } from './trial.ts';

const PLACES = 128;

/**
 * The shapes of JSON texts that come often, in so many places; texts that begin alike and belong to urls that end alike share
 * one.
 */
export class LearnedShapes {
  readonly #places = Array.from({ length: PLACES }, () => new Trial<Shape>());

  /**
   * What `JSON.parse` makes of the text of `length` bytes at `start`, or `undefined` where its shape is not known; so too
   * where it is no JSON. What stands before `start` in `source`, the end of an url, tells one topic from another.
   */
  read(source: Buffer, start: number, length: number): JsonValue | undefined {
    const place = this.#places[placeOf(source, start, length)]!;
    const shape = place.learned;
    if (shape === undefined) {
      if (place.isDue()) place.begin(Shape.of(source.subarray(start, start + length)));
      return undefined;
    }
    const value = shape.read(source, start, length);
    if (value === undefined) place.miss();
    else place.hit();
    return value;
  }
}

/** From the last bytes before it (of its url) and the first of its first key. */
function placeOf(source: Buffer, start: number, length: number): number {
  const url = start > 1 ? source[start - 1]! * 31 + source[start - 2]! : 0;
  const key = length > 3 ? source[start + 2]! * 7 + source[start + 3]! : 0;
  return (url + key) % PLACES;
}
