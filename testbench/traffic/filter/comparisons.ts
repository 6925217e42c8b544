import type { Operator, Value } from './ast.ts';
import { foldText } from './bytes.ts';

export type TextTest = (text: string) => boolean;

/** Whether a text compares with a value. `ignoreCase`: also under == and !=. */
export function textTest(operator: Operator, value: Value, ignoreCase = false): TextTest {
  if (value.kind === 'regex') {
    const regex = new RegExp(value.source, value.flags);
    return (text) => regex.test(text);
  }
  const wanted = textOf(value);
  const foldedWanted = foldText(wanted);
  if (operator === 'contains') return (text) => foldText(text).includes(foldedWanted);
  const equal = ignoreCase ? (text: string) => foldText(text) === foldedWanted : (text: string) => text === wanted;
  return operator === '!=' ? (text) => !equal(text) : equal;
}

/** Whether a text is one of the values. */
export function anyText(values: readonly Value[], ignoreCase = false): TextTest {
  const fold = ignoreCase ? foldText : (text: string) => text;
  const wanted = new Set(values.map((value) => fold(textOf(value))));
  return (text) => wanted.has(fold(text));
}

/** Whether a value in JSON compares with one of the filter. Values of different kinds are not equal, and have no order. */
export function jsonTest(operator: Operator, value: Value): (found: unknown) => boolean {
  if (value.kind === 'regex' || operator === 'contains') {
    const test = textTest(operator, value);
    return (found) => test(typeof found === 'string' ? found : JSON.stringify(found));
  }
  const wanted = plainOf(value);
  if (operator === '==') return (found) => found === wanted;
  if (operator === '!=') return (found) => found !== wanted;
  const inOrder = numberTest(operator, Number(wanted));
  return (found) => typeof found === 'number' && inOrder(found);
}

export function numberTest(operator: Operator, wanted: number): (found: number) => boolean {
  switch (operator) {
    case '<':
      return (found) => found < wanted;
    case '<=':
      return (found) => found <= wanted;
    case '>':
      return (found) => found > wanted;
    case '>=':
      return (found) => found >= wanted;
    case '!=':
      return (found) => found !== wanted;
    case '==':
    case '=~':
    case 'contains':
      return (found) => found === wanted;
  }
}

function plainOf(value: Value): string | number | boolean | null {
  if (value.kind === 'number') return value.number;
  return value.kind === 'constant' ? value.constant : textOf(value);
}

export function textOf(value: Value): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return String(value.number);
  return value.kind === 'constant' ? String(value.constant) : '';
}
