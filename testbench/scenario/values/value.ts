import type { JsonValue } from '@vsoa-testbench/core';
import { Expression } from './expression.ts';
import { guardedly } from './guard.ts';
import { type Part, parse, type TemplateProblem } from './parse.ts';
import { type Moment, type Value, ValueError } from './types.ts';

/** A template is wrong; each problem says where in it. */
class TemplateError extends ValueError {
  readonly problems: readonly TemplateProblem[];

  constructor(problems: readonly TemplateProblem[]) {
    super(problems.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; '));
    this.problems = problems;
  }
}

/** Understands a template. Throws `TemplateError`, which a scenario without problems has none of. */
export function valueOf(template: JsonValue): Value {
  const problems: TemplateProblem[] = [];
  const part = parse(template, problems);
  if (problems.length > 0) throw new TemplateError(problems);
  return part.kind === 'fixed' ? new Fixed(part.value) : new Computed(part);
}

/** What is wrong with a template. */
export function problemsOfTemplate(template: JsonValue): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  parse(template, problems);
  return problems;
}

class Fixed implements Value {
  readonly isFixed = true;
  readonly #value: JsonValue;

  constructor(value: JsonValue) {
    this.#value = value;
  }

  at(): JsonValue {
    return this.#value;
  }
}

class Computed implements Value {
  readonly isFixed = false;
  readonly #part: Part;
  readonly #hasExpressions: boolean;

  constructor(part: Part) {
    this.#part = part;
    this.#hasExpressions = hasExpressions(part);
  }

  at(moment: Moment): JsonValue | undefined {
    if (!this.#hasExpressions) return computed(this.#part, moment);
    return guardedly(
      () => computed(this.#part, moment),
      () => Expression.tooSlow(),
    );
  }
}

function computed(part: Part, moment: Moment): JsonValue | undefined {
  switch (part.kind) {
    case 'fixed':
      return part.value;
    case 'wave':
      return part.at(moment);
    case 'expression':
      return part.expression.evaluate(moment);
    case 'choice': {
      let left = moment.random() * part.weight;
      const chosen = part.items.find(({ weight }) => (left -= weight) < 0) ?? part.items.at(-1);
      return chosen && computed(chosen.part, moment);
    }
    case 'list':
      return part.items.map((item) => computed(item, moment) ?? null);
    case 'object': {
      const entries: [string, JsonValue][] = [];
      for (const [key, each] of part.entries) {
        const value = computed(each, moment);
        if (value !== undefined) entries.push([key, value]);
      }
      // Not by assignment: `__proto__` is a key like any other.
      return Object.fromEntries(entries);
    }
  }
}

function hasExpressions(part: Part): boolean {
  if (part.kind === 'choice') return part.items.some((item) => hasExpressions(item.part));
  if (part.kind === 'list') return part.items.some(hasExpressions);
  if (part.kind === 'object') return part.entries.some(([, each]) => hasExpressions(each));
  return part.kind === 'expression';
}
