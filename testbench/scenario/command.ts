import type { JsonValue, Request } from '@vsoa-testbench/core';
import { PlannedAnswer } from './answer.ts';
import { type EcuContext, jsonOf } from './context.ts';
import type { AnswerSpec, CommandSpec } from './file/schema.ts';
import type { CommandCount } from './types.ts';
import { Expression } from './values/expression.ts';
import type { Moment } from './values/types.ts';

/** One request that a command has taken. */
export interface Call {
  request: Request;
  client: number;
  /** Epoch ms. */
  time: number;
  /** Of the answer; null: none (yet). */
  status: number | null;
}

/** A command of the file, and what has become of it. */
export class Command {
  readonly spec: CommandSpec;
  readonly random: () => number;
  readonly #when: Expression | undefined;
  readonly #answers: readonly { answer: PlannedAnswer; weight: number }[];
  #calls = 0;
  #failed = 0;
  #error: string | null = null;
  #last: Call | undefined;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: CommandSpec, context: EcuContext) {
    this.spec = spec;
    this.random = context.scenario.random(`${context.name} ${keyOf(spec)}`);
    this.#when = spec.when === undefined ? undefined : Expression.compile(spec.when);
    this.#answers = answersOf(spec).map(({ weight = 1, ...answer }) => ({
      answer: new PlannedAnswer(answer, context),
      weight,
    }));
  }

  /** Calls so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Throws `ValueError`. */
  takes(method: 'GET' | 'SET', moment: Moment): boolean {
    if (this.spec.method !== undefined && this.spec.method !== method) return false;
    return this.#when === undefined || this.#when.evaluate(moment) === true;
  }

  /** Counts it, and says how it is to be answered. */
  take(call: Call): PlannedAnswer {
    const place = this.spec.random === undefined ? this.#inTurn() : this.#atRandom();
    this.#calls += 1;
    this.#last = call;
    return this.#answers[place]!.answer;
  }

  answered(call: Call, status: number | null): void {
    call.status = status;
    if (status !== null && status !== 0) this.#failed += 1;
  }

  /** The last error is kept. */
  fail(reason: string): void {
    this.#error = reason;
  }

  /** The same command as before, that answers otherwise now. */
  continue({ count }: Command): void {
    this.#calls = count.calls;
    this.#failed = count.failed;
  }

  get count(): CommandCount {
    const { url, method = null, when = null } = this.spec;
    const last = this.#last && lastRequestOf(this.#last);
    return { url, method, when, calls: this.#calls, failed: this.#failed, last: last ?? null, error: this.#error };
  }

  #inTurn(): number {
    const { length } = this.#answers;
    return this.spec.then === 'last' ? Math.min(this.#calls, length - 1) : this.#calls % length;
  }

  #atRandom(): number {
    const total = this.#answers.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.random() * total;
    const place = this.#answers.findIndex(({ weight }) => (left -= weight) < 0);
    return place === -1 ? 0 : place;
  }
}

/** What it is known by, from one file to the next. */
export function keyOf({ url, method, when = '' }: CommandSpec): string {
  return `${method ?? ''} ${url} ${when}`;
}

/** What an answer does not say the command says for all of them. */
function answersOf(spec: CommandSpec): (AnswerSpec & { weight?: number | undefined })[] {
  const answers: readonly (AnswerSpec & { weight?: number | undefined })[] = spec.sequence ?? spec.random ?? [{}];
  return answers.map((answer) => Object.assign({}, spec, answer));
}

function lastRequestOf({ request, client, time, status }: Call): CommandCount['last'] {
  const { method, url, data } = request;
  const param: JsonValue | undefined = jsonOf(request.param);
  return { time, client, method, url, param, dataLength: data.length, status };
}
