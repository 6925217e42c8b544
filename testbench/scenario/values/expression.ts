import type { JsonValue } from '@vsoa-testbench/core';
import { EXPRESSION_LIMIT, guardedly } from './guard.ts';
import { type SandboxProblem, sandbox } from './sandbox.ts';
import { type Moment, type RequestView, TooSlowError, ValueError } from './types.ts';

/** ms that an expression rests after it took too long; each time twice as long, up to the most. */
const FIRST_REST = 1_000;
const MOST_REST = 60_000;
const SHOWN = 60;

const released = new FinalizationRegistry<number>((id) => sandbox().forget(id));

/**
 * JSONata over `state`, `request`, `ms` and `count` of a moment. It cannot reach anything else, cannot change what it is
 * given, and takes no longer than `EXPRESSION_LIMIT`.
 */
export class Expression {
  /** The one that is computed now, or was when the time was over. */
  static #running: Expression | undefined;
  readonly text: string;
  readonly #id: number;
  #rest = 0;
  #restsUntil = 0;

  private constructor(text: string, id: number) {
    this.text = text;
    this.#id = id;
    released.register(this, id);
  }

  /** Throws `ExpressionError`. */
  static compile(text: string): Expression {
    // Made before the time begins.
    const realm = sandbox();
    const compiled = guardedly(
      () => realm.compile(text),
      () => new ExpressionError({ message: `is not understood within ${EXPRESSION_LIMIT} ms` }),
    );
    if (typeof compiled === 'string') throw new ExpressionError(JSON.parse(compiled) as SandboxProblem);
    return new Expression(text, compiled);
  }

  /** Which one took too long, when something did. */
  static tooSlow(): ValueError {
    const expression = Expression.#running;
    Expression.#running = undefined;
    return expression === undefined ? new TooSlowError(`took longer than ${EXPRESSION_LIMIT} ms`) : expression.#slow();
  }

  /**
   * Undefined where it comes to nothing. Throws `ValueError` where it cannot be computed, takes too long or did so a short
   * while ago, or comes to more than `MAX_RESULT` characters of JSON.
   */
  evaluate(moment: Moment): JsonValue | undefined {
    if (performance.now() < this.#restsUntil) throw new TooSlowError(`${this.#shown} rests, as it took too long`);
    return guardedly(
      () => this.#evaluate(moment),
      () => Expression.tooSlow(),
    );
  }

  #evaluate({ state, request, ms, count, random }: Moment): JsonValue | undefined {
    const seed = (random() * 4_294_967_296) | 0;
    Expression.#running = this;
    const told = sandbox().evaluate(this.#id, textOf(state), request ? textOfRequest(request) : '', ms, count, seed);
    Expression.#running = undefined;
    this.#rest = 0;
    if (told === '?') return undefined;
    const result = JSON.parse(told.slice(1));
    if (told.startsWith('=')) return result as JsonValue;
    const { message } = result as SandboxProblem;
    throw new ValueError(`${this.#shown}: ${message}`);
  }

  #slow(): ValueError {
    this.#rest = Math.min(MOST_REST, Math.max(FIRST_REST, this.#rest * 2));
    this.#restsUntil = performance.now() + this.#rest;
    return new TooSlowError(
      `${this.#shown} took longer than ${EXPRESSION_LIMIT} ms, and rests for ${this.#rest / 1_000} s`,
    );
  }

  get #shown(): string {
    const line = this.text.replaceAll(/\s+/gu, ' ');
    return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  }
}

/** A text is no expression. */
export class ExpressionError extends ValueError {
  /** Characters from the start of the expression; null: not known. */
  readonly position: number | null;

  constructor({ message, position }: SandboxProblem) {
    super(message);
    this.position = position ?? null;
  }
}

const texts = new WeakMap<object, string>();

/** Of a state, which is never changed. */
function textOf(state: Moment['state']): string {
  let text = texts.get(state);
  if (text === undefined) {
    text = JSON.stringify(state);
    texts.set(state, text);
  }
  return text;
}

function textOfRequest({ url, method, param, dataLength, client }: RequestView): string {
  return JSON.stringify({ url, method, param, dataLength, client });
}
