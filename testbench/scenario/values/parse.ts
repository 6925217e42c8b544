import type { JsonValue } from '@vsoa-testbench/core';
import type { GenericSchema } from 'valibot';
import { below, check, type Path } from '../file/check.ts';
import { nearest } from '../file/nearest.ts';
import { Expression, ExpressionError } from './expression.ts';
import { type GeneratorName, type GeneratorOptions, generators, isGeneratorName } from './generators.ts';
import type { Moment } from './types.ts';
import { waves } from './waves.ts';

/** Lists and objects in each other. */
const MAX_DEPTH = 64;

export interface TemplateProblem {
  /** From the template on. */
  path: Path;
  message: string;
  ofKey?: boolean;
  /** Characters from the start of an expression, where that is what is wrong. */
  position?: number | undefined;
}

/** A place of a template that was understood. */
export type Part =
  | { kind: 'fixed'; value: JsonValue }
  | { kind: 'wave'; at: (moment: Moment) => JsonValue | undefined }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'choice'; items: { weight: number; part: Part }[]; weight: number }
  | { kind: 'list'; items: Part[] }
  | { kind: 'object'; entries: [string, Part][] };

const NOTHING: Part = { kind: 'fixed', value: null };

/** What is wrong is added to `problems`. */
export function parse(template: JsonValue, problems: TemplateProblem[], path: Path = []): Part {
  if (typeof template === 'number' && !Number.isFinite(template)) {
    problems.push({ path, message: `expected a number that JSON has, got ${template}` });
    return NOTHING;
  }
  if (typeof template !== 'object' || template === null) return { kind: 'fixed', value: template };
  if (path.length > MAX_DEPTH) {
    problems.push({ path, message: `expected at most ${MAX_DEPTH} lists and objects in each other` });
    return NOTHING;
  }
  if (Array.isArray(template)) {
    const items = template.map((item, at) => parse(item, problems, [...path, at]));
    if (items.some(({ kind }) => kind !== 'fixed')) return { kind: 'list', items };
    return { kind: 'fixed', value: template };
  }
  return parseObject(template, problems, path);
}

function parseObject(template: { [key: string]: JsonValue }, problems: TemplateProblem[], path: Path): Part {
  const keys = Object.keys(template);
  const special = keys.find((key) => key.startsWith('$') && !key.startsWith('$$'));
  if (special !== undefined) {
    if (keys.length === 1) return generated(special, template[special] as JsonValue, problems, [...path, special]);
    const message = `${special} stands alone in its object; a key that is meant to be ${special} is written $${special}`;
    problems.push({ path: [...path, special], message });
    return NOTHING;
  }
  const entries = Object.entries(template).map(([key, value]): [string, Part] => [
    key.startsWith('$$') ? key.slice(1) : key,
    parse(value, problems, [...path, key]),
  ]);
  if (entries.some(([, { kind }]) => kind !== 'fixed')) return { kind: 'object', entries };
  const plain = entries.map(([key, part]) => [key, part.kind === 'fixed' ? part.value : null] as const);
  return { kind: 'fixed', value: Object.fromEntries(plain) };
}

function generated(key: string, options: JsonValue, problems: TemplateProblem[], path: Path): Part {
  if (!isGeneratorName(key)) {
    const known = Object.keys(generators);
    const meant = nearest(key, known);
    const hint = meant === undefined ? `one of ${known.join(', ')}` : `did you mean ${meant}?`;
    const message = `${key} is unknown, ${hint}; a key that is meant to be ${key} is written $${key}`;
    problems.push({ path, message });
    return NOTHING;
  }
  const checked = check(generators[key] as GenericSchema, options);
  if (checked.problems) {
    problems.push(...below(path, checked.problems));
    return NOTHING;
  }
  if (key === '$expr') return expressionOf(checked.output as GeneratorOptions<'$expr'>, problems, path);
  if (key === '$choice') return choiceOf(checked.output as JsonValue[], problems, path);
  return { kind: 'wave', at: waveOf(key, checked.output) };
}

function waveOf(
  key: Exclude<GeneratorName, '$expr' | '$choice'>,
  options: unknown,
): (moment: Moment) => JsonValue | undefined {
  return (waves[key] as (options: unknown) => (moment: Moment) => JsonValue | undefined)(options);
}

function expressionOf(text: string, problems: TemplateProblem[], path: Path): Part {
  try {
    return { kind: 'expression', expression: Expression.compile(text) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    problems.push({ path, message: error.message, position: error.position ?? undefined });
    return NOTHING;
  }
}

function choiceOf(items: JsonValue[], problems: TemplateProblem[], path: Path): Part {
  const parts = items.map((item, at) => {
    if (!isWeighted(item)) return { weight: 1, part: parse(item, problems, [...path, at]) };
    if (!(item.weight >= 0 && Number.isFinite(item.weight))) {
      problems.push({
        path: [...path, at, 'weight'],
        message: `expected a weight that is 0 or more, got ${item.weight}`,
      });
    }
    return { weight: item.weight, part: parse(item.value, problems, [...path, at, 'value']) };
  });
  const weight = parts.reduce((sum, each) => sum + each.weight, 0);
  if (weight === 0) problems.push({ path, message: 'expected at least one weight above 0' });
  return { kind: 'choice', items: parts, weight };
}

function isWeighted(item: JsonValue): item is { weight: number; value: JsonValue } {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  return Object.keys(item).length === 2 && typeof item['weight'] === 'number' && 'value' in item;
}
