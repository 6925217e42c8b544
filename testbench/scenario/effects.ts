import type { EcuContext } from './context.ts';
import type { AnswerSpec } from './file/schema.ts';
import type { NextState } from './state.ts';
import type { Moment, Value } from './values/types.ts';
import { valueOf } from './values/value.ts';

/** What happens beside an answer: to the state first, then what is published. */
export class Effects {
  readonly #set: Value | undefined;
  readonly #publish: readonly string[];

  /** Throws `ValueError`. */
  constructor({ set, publish = [] }: Pick<AnswerSpec, 'set' | 'publish'>) {
    this.#set = set === undefined ? undefined : valueOf(set);
    this.#publish = publish;
  }

  /** The state as it will be; undefined where it stays. Throws `ValueError`, `RangeError`. */
  stateAfter(moment: Moment, { state }: EcuContext): NextState | undefined {
    const patch = this.#set?.at(moment);
    return patch === undefined ? undefined : state.with(structuredClone(patch));
  }

  /** Does it. */
  happen(next: NextState | undefined, { state, publish }: EcuContext): void {
    if (next !== undefined) state.set(next);
    if (this.#publish.length > 0) publish(this.#publish);
  }
}
