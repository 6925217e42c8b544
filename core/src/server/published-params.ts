import { ObjectWriter } from '../json/object-writer.ts';
import { Trial } from '../json/trial.ts';
import { type EncodedParam, encodeParam } from '../packet/encoder.ts';
import type { Payload } from '../payload.ts';

const MAX_URLS = 256;
const SCRATCH = 65_536;

/** The params of publishes as they go on the wire. Those of one url mostly have the same keys, and that is made use of. */
export class PublishedParams {
  readonly #trials = new Map<string, Trial<ObjectWriter>>();
  readonly #scratch = new Uint8Array(SCRATCH);
  #writing = false;

  /** Valid until the next call. Throws as `encodeParam`. */
  encode(url: string, param: Payload['param']): EncodedParam {
    if (param === null || typeof param !== 'object' || param instanceof Uint8Array) return encodeParam(param);
    const trial = this.#trialOf(url);
    const writer = trial.learned;
    if (writer === undefined) {
      if (trial.isDue()) trial.begin(ObjectWriter.for(param));
      return encodeParam(param);
    }
    const end = this.#write(writer, param);
    if (end === -1) {
      trial.miss();
      return encodeParam(param);
    }
    trial.hit();
    return this.#scratch.subarray(0, end);
  }

  /** -1: `JSON.stringify` is to write it, and to throw where its getters do. */
  #write(writer: ObjectWriter, param: object): number {
    // A getter of the param publishes: it must not write over what is half written.
    if (this.#writing) return -1;
    this.#writing = true;
    try {
      return writer.write(param, this.#scratch, 0);
    } catch {
      return -1;
    } finally {
      this.#writing = false;
    }
  }

  #trialOf(url: string): Trial<ObjectWriter> {
    let trial = this.#trials.get(url);
    if (trial === undefined) {
      if (this.#trials.size >= MAX_URLS) this.#trials.clear();
      trial = new Trial();
      this.#trials.set(url, trial);
    }
    return trial;
  }
}
