import { FilterError, type Operator, type Value } from './ast.ts';
import { type Field, UNITS } from './fields.ts';
import type { Token } from './tokens.ts';

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/;
const HEX = /^0[xX]([0-9a-fA-F]*)$/;
const OF_DAY = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const FLAGS = /^[imsu]*$/;
const DAY = 86_400_000;
const CONSTANTS: Record<string, boolean | null> = { true: true, false: false, null: null };

/** What a token says as a value of a field, under an operator that the field takes. Throws `FilterError`. */
export function readValue(field: Field, operator: Operator, token: Token): Value {
  if (token.kind === 'symbol' || token.kind === 'end') throw fail('EXPECTED_VALUE', token);
  if (operator === '=~') return regexOf(token);
  if (token.kind === 'regex') throw fail('WRONG_VALUE', token);
  switch (field.kind) {
    case 'choice':
      return choiceOf(field, token);
    case 'text':
      return { kind: 'text', text: token.text };
    case 'bytes':
    case 'param':
      return payloadOf(token, field.kind === 'param' && operator !== 'contains');
    case 'time':
      return timeOf(token);
    case 'count':
    case 'size':
    case 'duration':
      return { kind: 'number', number: numberOf(token, UNITS[field.kind] ?? {}) };
  }
}

/** Of a value in the JSON of a param: a word is a number or constant where it can be, a quoted text is a text. */
export function readJsonValue(operator: Operator, token: Token): Value {
  if (token.kind === 'symbol' || token.kind === 'end') throw fail('EXPECTED_VALUE', token);
  if (operator === '=~') return regexOf(token);
  if (token.kind === 'regex') throw fail('WRONG_VALUE', token);
  const value = jsonOf(token);
  const ordered = operator !== '==' && operator !== '!=' && operator !== 'contains';
  if (ordered && value.kind !== 'number') throw fail('BAD_NUMBER', token);
  return operator === 'contains' ? { kind: 'text', text: token.text } : value;
}

function jsonOf(token: Token): Value {
  const { text } = token;
  if (token.kind === 'word') {
    if (Object.hasOwn(CONSTANTS, text)) return { kind: 'constant', constant: CONSTANTS[text] as boolean | null };
    if (NUMBER.test(text) && Number.isFinite(Number(text))) return { kind: 'number', number: positive(Number(text)) };
  }
  return { kind: 'text', text };
}

function payloadOf(token: Token, asJson: boolean): Value {
  const hex = token.kind === 'word' ? HEX.exec(token.text)?.[1] : undefined;
  if (hex === undefined) return asJson ? jsonOf(token) : { kind: 'text', text: token.text };
  if (hex.length === 0 || hex.length % 2 === 1) throw fail('BAD_NUMBER', token);
  return { kind: 'bytes', hex: hex.toLowerCase() };
}

function choiceOf({ values = [] }: Field, token: Token): Value {
  const known = values.find((value) => value.toLowerCase() === token.text.toLowerCase());
  if (known !== undefined) return { kind: 'text', text: known };
  // A type that the protocol does not know has no name.
  const code = Number(token.text);
  const isCode = values.includes('RPC') && token.kind === 'word' && Number.isInteger(code) && code >= 0 && code <= 0xff;
  if (!isCode) throw fail('UNKNOWN_VALUE', token);
  return { kind: 'number', number: code };
}

function numberOf(token: Token, units: Readonly<Record<string, number>>): number {
  if (token.kind !== 'word') throw fail('BAD_NUMBER', token);
  if (HEX.test(token.text) && token.text.length > 2) return Number(token.text);
  const [, digits, unit = ''] = NUMBER.exec(token.text) ?? [];
  const factor = unit === '' ? 1 : units[unit.toLowerCase()];
  const number = Number(digits) * (factor ?? Number.NaN);
  if (!Number.isFinite(number)) throw fail('BAD_NUMBER', token);
  return positive(number);
}

/** `-10s` is that long ago, `12:30:05.250` is of the day, anything else a date or epoch ms. */
function timeOf(token: Token): Value {
  const { text } = token;
  const [, hours, minutes, seconds = '0', fraction = '0'] = OF_DAY.exec(text) ?? [];
  if (hours !== undefined) {
    const ms = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000;
    if (ms >= DAY || Number(minutes) > 59 || Number(seconds) > 59) throw fail('BAD_NUMBER', token);
    return { kind: 'ofDay', ms: ms + Math.round(Number(fraction) * 1_000_000) / 1_000 };
  }
  if (ISO.test(text)) {
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw fail('BAD_NUMBER', token);
    return { kind: 'number', number: time };
  }
  const number = numberOf(token, UNITS.time ?? {});
  return text.startsWith('-') ? { kind: 'ago', ms: positive(-number) } : { kind: 'number', number };
}

function regexOf(token: Token): Value {
  const end = token.text.lastIndexOf('/');
  const literal = token.kind === 'regex';
  const source = literal ? token.text.slice(1, end) : token.text;
  const flags = literal ? token.text.slice(end + 1) : '';
  if (!FLAGS.test(flags)) throw fail('BAD_REGEX', token);
  try {
    const regex = new RegExp(source, flags);
    return { kind: 'regex', source: regex.source, flags: regex.flags };
  } catch {
    throw fail('BAD_REGEX', token);
  }
}

/** There is no difference between 0 and -0 to a user. */
function positive(number: number): number {
  return number === 0 ? 0 : number;
}

function fail(code: ConstructorParameters<typeof FilterError>[0], { text, from, to }: Token): FilterError {
  return new FilterError(code, text, from, to);
}
