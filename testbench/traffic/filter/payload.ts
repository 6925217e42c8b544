import { asBuffer } from '../../payload.ts';
import type { Filter, Operator, PathTest, Step, Value } from './ast.ts';
import { byText, contains, equals, PARTS, type PartName, partOf } from './bytes.ts';
import { jsonTest, textOf, textTest } from './comparisons.ts';
import { byRow, Cost, not, or, type Term } from './refine.ts';

const BACKSLASH = 0x5c;

/** A comparison of the param, the data or all bytes of a packet. */
export function payloadTerm(part: PartName, operator: Operator, value: Value): Term {
  if (operator === '!=') return not(payloadTerm(part, '==', value));
  const bytes = value.kind === 'bytes' ? Buffer.from(value.hex, 'hex') : Buffer.from(textOf(value));
  if (operator === '=~') return byText(PARTS[part], Cost.REGEX, textTest(operator, value));
  if (operator === 'contains') return contains(PARTS[part], bytes, value.kind !== 'bytes');
  if (value.kind === 'bytes' || part !== 'param') return equals(PARTS[part], bytes);
  // A text is meant as it is on the wire, or as the JSON that it is there.
  const asJson = Buffer.from(value.kind === 'text' ? JSON.stringify(value.text) : textOf(value));
  return or(equals(PARTS.param, bytes), equals(PARTS.param, asJson));
}

/** A comparison of a value inside the JSON of the param. Packets without it do not pass, whatever the operator. */
export function pathTerm({ path, test }: Filter & { kind: 'path' }): Term {
  const passes = pathTest(test);
  const mayHold = keyFinder(path);
  return byRow(Cost.JSON, (chunk, row) => {
    const bytes = partOf(PARTS.param, chunk, row);
    if (bytes.length === 0 || !mayHold(bytes)) return false;
    const found = valueAt(path, bytes);
    return found !== undefined && passes(found);
  });
}

function pathTest(test: PathTest): (found: unknown) => boolean {
  if (test.operator === 'exists') return () => true;
  if (test.operator !== 'in') return jsonTest(test.operator, test.value);
  const tests = test.values.map((value) => jsonTest('==', value));
  return (found) => tests.some((each) => each(found));
}

/** Most params need not be parsed to know that a key is not in them. Only where there is a \ a key may be spelled otherwise. */
function keyFinder(path: Step[]): (bytes: Buffer) => boolean {
  const keys = path.filter((step) => typeof step === 'string').toSorted((one, other) => other.length - one.length);
  const longest = keys[0];
  if (longest === undefined) return () => true;
  const needle = Buffer.from(JSON.stringify(longest));
  return (bytes) => bytes.includes(needle) || bytes.includes(BACKSLASH);
}

/** Undefined where the bytes are no JSON, or have nothing there. */
function valueAt(path: Step[], bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(asBuffer(bytes).toString());
  } catch {
    return undefined;
  }
  for (const step of path) {
    const isThere = typeof step === 'number' ? Array.isArray(value) : isObject(value) && Object.hasOwn(value, step);
    if (!isThere) return undefined;
    value = (value as Record<Step, unknown>)[step];
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
