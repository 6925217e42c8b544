import type { Answer, Request } from '@vsoa-testbench/core';
import { delayOf, statusOf } from './computed.ts';
import type { EcuContext } from './context.ts';
import { Effects } from './effects.ts';
import type { AnswerSpec } from './file/schema.ts';
import { Spoken } from './spoken.ts';
import { StreamPlan } from './streams/plan.ts';
import type { Moment } from './values/types.ts';

/** One way of answering, understood. */
export class PlannedAnswer {
  readonly isSilent: boolean;
  readonly stream: StreamPlan | undefined;
  /** ms. Throws `ValueError`. */
  readonly delay: (moment: Moment) => number;
  readonly #status: (moment: Moment) => number;
  readonly #spoken: Spoken;
  readonly #effects: Effects;
  readonly #context: EcuContext;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: AnswerSpec, context: EcuContext) {
    const { folder } = context.scenario;
    this.#context = context;
    this.isSilent = spec.silent === true;
    this.delay = delayOf(spec.delay);
    this.#status = statusOf(spec.status);
    this.#spoken = new Spoken(spec, folder);
    this.#effects = new Effects(spec);
    this.stream = spec.stream && new StreamPlan(spec.stream, context);
  }

  /**
   * Changes the state, publishes, and answers what the state is then. Where anything of it cannot be computed nothing has
   * happened. Throws `ValueError`, `RangeError`.
   */
  happen(moment: Moment, request: Request): Answer {
    const next = this.#effects.stateAfter(moment, this.#context);
    const after = next === undefined ? moment : { ...moment, state: next.value };
    const answer = this.isSilent ? {} : { ...this.#spoken.at(after, request), status: this.#status(after) };
    this.#effects.happen(next, this.#context);
    return answer;
  }
}
