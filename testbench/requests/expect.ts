import type { Check, Expectations, ParamExpectation } from '../contract.ts';
import { readPath } from '../traffic/filter/path.ts';
import { compareJson, isObject, parseExact, sameJson, stringifyExact } from './json-values.ts';

export interface AnswerToCheck {
  status: number;
  rttMs: number;
  /** Text of the param; null where it is no UTF-8. */
  param: string | null;
}

const MAX_FOUND = 200;

/** Whether an answer is as it is expected: one check for each expectation, in their order. */
export function checkAnswer(expect: Expectations, answer: AnswerToCheck): Check[] {
  const checks: Check[] = [];
  if (expect.status !== null) {
    checks.push({ about: 'status', ok: answer.status === expect.status, found: String(answer.status) });
  }
  if (expect.rttMs !== null) {
    checks.push({ about: 'rtt', ok: answer.rttMs <= expect.rttMs, found: String(answer.rttMs) });
  }
  if (expect.param.length === 0) return checks;
  const param = parsed(answer.param ?? '');
  for (const [index, each] of expect.param.entries())
    checks.push({ about: 'param', index, ...checkParam(each, param) });
  return checks;
}

type Found = { json: unknown } | undefined;

function checkParam(expected: ParamExpectation, param: Found): Omit<Check, 'about' | 'index'> {
  const path = readPath(expected.path);
  if (!path) return { ok: false, found: null, problem: 'PATH' };
  const found = param && valueAt(path, param);
  const text = found ? cut(shown(found.json)) : null;
  if (expected.is === 'there' || expected.is === 'notThere')
    return { ok: Boolean(found) === (expected.is === 'there'), found: text };
  const value = parsed(expected.value);
  if (!value) return { ok: false, found: text, problem: 'VALUE' };
  if (!param) return { ok: false, found: null, problem: 'NO_JSON' };
  return { ok: found !== undefined && surelyHolds(expected.is, found.json, value.json), found: text };
}

/** Not of what is nested too deeply to be compared. */
function surelyHolds(is: Parameters<typeof holds>[0], found: unknown, value: unknown): boolean {
  try {
    return holds(is, found, value);
  } catch {
    return false;
  }
}

function holds(is: Exclude<ParamExpectation['is'], 'there' | 'notThere'>, found: unknown, value: unknown): boolean {
  switch (is) {
    case 'equal':
      return sameJson(found, value);
    case 'notEqual':
      return !sameJson(found, value);
    case 'less':
      return compareJson(found, value) < 0;
    case 'greater':
      return compareJson(found, value) > 0;
    case 'contains':
      return contains(found, value);
  }
}

/** A part of a text, one of a list, or some of the fields of an object. */
function contains(found: unknown, value: unknown): boolean {
  if (typeof found === 'string') return typeof value === 'string' && found.includes(value);
  if (Array.isArray(found)) return found.some((each) => sameJson(each, value));
  if (!isObject(found) || !isObject(value)) return false;
  return Object.keys(value).every((key) => Object.hasOwn(found, key) && sameJson(found[key], value[key]));
}

function valueAt(path: (string | number)[], { json }: { json: unknown }): Found {
  let value = json;
  for (const step of path) {
    const isThere =
      typeof step === 'number'
        ? Array.isArray(value) && step < value.length
        : isObject(value) && Object.hasOwn(value, step);
    if (!isThere) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return { json: value };
}

function parsed(text: string): Found {
  try {
    return { json: parseExact(text) };
  } catch {
    return undefined;
  }
}

/** What is nested too deeply to be printed was found all the same. */
function shown(json: unknown): string {
  try {
    return stringifyExact(json);
  } catch {
    return '…';
  }
}

function cut(text: string): string {
  return text.length <= MAX_FOUND ? text : `${text.slice(0, MAX_FOUND - 1)}…`;
}
