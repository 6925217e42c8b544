import type { FilterHelp } from '../../contract.ts';
import type { TrafficLog } from '../log.ts';
import { FilterError, OPERATORS } from './ast.ts';
import { FIELDS, type Field, KEYWORDS, OPERATORS_OF } from './fields.ts';
import { parseFilter } from './parser.ts';
import { valuesFrom } from './suggest.ts';
import { quote, scan, type Token } from './tokens.ts';

const MOST = 50;

type Completion = Pick<FilterHelp['completions'][number], 'insert' | 'kind'>;

/** What is wrong with a filter that is being written, and what could stand at the caret; values are those in the log. */
export function filterHelp(text: string, caret: number, log: TrafficLog): FilterHelp {
  const { before, current, from, to } = placeOf(text, Math.min(caret, text.length));
  const typed = current.replace(/^"/, '').toLowerCase();
  const fits = ({ insert }: Completion) => insert.toLowerCase() !== current.toLowerCase() && rank(insert, typed) < 2;
  const completions = choices(before, typed, log)
    .filter(fits)
    .toSorted((one, other) => rank(one.insert, typed) - rank(other.insert, typed))
    .slice(0, MOST)
    .map(({ insert, kind }) => ({ insert, kind, from, to }));
  return { error: errorOf(text), completions };
}

function errorOf(text: string): FilterHelp['error'] {
  try {
    parseFilter(text);
    return null;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { reason, found, from, to } = error;
    return { code: reason, found, from, to };
  }
}

/** 0: starts with what was typed, 1: holds it, 2: neither. */
function rank(insert: string, typed: string): number {
  const at = insert.toLowerCase().replace(/^"/, '').indexOf(typed);
  return at < 0 ? 2 : Math.min(at, 1);
}

interface Place {
  /** Tokens before what is being written. */
  before: Token[];
  /** What is being written, up to the caret; '' between tokens. */
  current: string;
  from: number;
  to: number;
}

function placeOf(text: string, caret: number): Place {
  const { tokens, error } = scan(text);
  const before = tokens.filter((token) => token.kind !== 'end' && token.to < caret);
  const at = tokens.find((token) => token.kind !== 'end' && token.from < caret && token.to >= caret);
  if (at) {
    const isWhole = at.kind === 'symbol' || text[at.to - 1] === (at.kind === 'text' ? '"' : '/');
    if (at.to === caret && at.kind !== 'word' && isWhole)
      return { before: [...before, at], current: '', from: caret, to: caret };
    return { before, current: text.slice(at.from, caret), from: at.from, to: at.to };
  }
  // A text whose quote is not closed yet.
  if (error && error.from < caret)
    return { before, current: text.slice(error.from, caret), from: error.from, to: caret };
  return { before, current: '', from: caret, to: caret };
}

function choices(before: Token[], typed: string, log: TrafficLog): Completion[] {
  const last = before.at(-1);
  const field = fieldOf(before.at(-2));
  if (!last) return terms();
  if (isOperator(last))
    return last.text === 'in' ? [{ insert: '{', kind: 'operator' }] : values(field, before.at(-2), typed, log);
  if (last.kind === 'symbol' && (last.text === '{' || last.text === ',')) {
    const opened = before.findLastIndex((token) => token.kind === 'symbol' && token.text === '{');
    return values(fieldOf(before[opened - 2]), before[opened - 2], typed, log);
  }
  if (last.kind === 'symbol' && last.text !== ')' && last.text !== '}') return terms();
  if (last.kind === 'word' && /^(?:and|or|not)$/i.test(last.text)) return terms();
  const isValue = before.length > 1 && isOperator(before.at(-2) as Token);
  const named = last.kind === 'word' && !isValue ? fieldOf(last) : undefined;
  if (named) return operators(named, last);
  return [
    { insert: '&&', kind: 'keyword' },
    { insert: '||', kind: 'keyword' },
  ];
}

function terms(): Completion[] {
  return [
    ...Object.keys(FIELDS).map((insert) => ({ insert, kind: 'field' }) as const),
    ...[...KEYWORDS.filter((keyword) => !Object.hasOwn(FIELDS, keyword)), 'not'].map(
      (insert) => ({ insert, kind: 'keyword' }) as const,
    ),
  ];
}

function operators(field: Field, { text }: Token): Completion[] {
  const allowed = text.includes('.') || text.includes('[') ? OPERATORS : OPERATORS_OF[field.kind];
  const names = [...allowed, ...(allowed.includes('==') ? ['in'] : [])];
  const found = names.map((insert) => ({ insert, kind: 'operator' }) as const);
  // `odd` says something alone, too.
  return text.toLowerCase() === 'odd' ? [...found, { insert: '&&', kind: 'keyword' }] : found;
}

function values(field: Field | undefined, name: Token | undefined, typed: string, log: TrafficLog): Completion[] {
  if (!field || !name) return [];
  const known = field.values ?? valuesFrom(log, name.text.toLowerCase(), typed, MOST);
  const needsQuotes = field.values === undefined && (field.kind === 'text' || field.kind === 'param');
  return known.map((value) => ({ insert: needsQuotes ? quote(value) : value, kind: 'value' }));
}

function fieldOf(token: Token | undefined): Field | undefined {
  if (token?.kind !== 'word') return undefined;
  const name = token.text.toLowerCase();
  if (/^param[.[]/.test(name)) return FIELDS['param'];
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
}

function isOperator({ kind, text }: Token): boolean {
  if (kind === 'symbol') return OPERATORS.some((operator) => operator === text);
  return kind === 'word' && /^(?:contains|in)$/i.test(text);
}
