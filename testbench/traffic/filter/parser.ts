import type { FilterErrorCode } from '../../contract.ts';
import { type Filter, FilterError, OPERATORS, type Operator, type PathTest, type Value } from './ast.ts';
import { FIELDS, type Field, KEYWORDS, OPERATORS_OF } from './fields.ts';
import { readPath } from './path.ts';
import { scan, type Token } from './tokens.ts';
import { readJsonValue, readValue } from './values.ts';

const LONGEST = 4_096;
const DEEPEST = 100;
const JSON_OPERATORS: readonly Operator[] = OPERATORS;

/** The filter that a text says; null where it says nothing. Throws `FilterError`, and nothing else. */
export function parseFilter(text: string): Filter | null {
  if (text.length > LONGEST) throw new FilterError('TOO_LONG', '', LONGEST, text.length);
  const { tokens, error } = scan(text);
  if (error) throw error;
  return tokens.length === 1 ? null : new Parser(tokens).run();
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  run(): Filter {
    const filter = this.#or();
    if (this.#next.kind !== 'end') throw this.#fail('UNEXPECTED');
    return filter;
  }

  #or(): Filter {
    return this.#joined(
      'or',
      () => this.#and(),
      () => this.#takes('||', 'or'),
    );
  }

  #and(): Filter {
    return this.#joined(
      'and',
      () => this.#term(),
      (last) => this.#takes('&&', 'and') || this.#goesOn(last),
    );
  }

  #joined(kind: 'and' | 'or', term: () => Filter, joins: (last: Filter) => boolean): Filter {
    const terms = [term()];
    while (joins(terms.at(-1) as Filter)) terms.push(term());
    return terms.length === 1 ? (terms[0] as Filter) : { kind, terms };
  }

  /** Words to search for need nothing between them. */
  #goesOn(last: Filter): boolean {
    return last.kind === 'search' && this.#isSearch(this.#at);
  }

  #isSearch(at: number): boolean {
    const token = this.#tokens[at];
    if (token?.kind === 'text') return true;
    const isWord = token?.kind === 'word' && !this.#isOperator(token) && !/^(?:and|or|not)$/i.test(token.text);
    const next = this.#tokens[at + 1];
    return isWord && !isName(token.text) && !(next && this.#isOperator(next));
  }

  #term(): Filter {
    if (this.#depth > DEEPEST) throw this.#fail('TOO_LONG');
    this.#depth++;
    try {
      if (this.#takes('!', 'not')) return { kind: 'not', term: this.#term() };
      const open = this.#next;
      if (!this.#takes('(')) return this.#primary();
      const inside = this.#or();
      if (!this.#takes(')')) {
        if (this.#next.kind !== 'end') throw this.#fail('UNEXPECTED');
        throw fail('UNCLOSED_PARENTHESIS', open);
      }
      return inside;
    } finally {
      this.#depth--;
    }
  }

  #primary(): Filter {
    const token = this.#next;
    if (token.kind === 'text') {
      this.#at++;
      return { kind: 'search', text: token.text };
    }
    if (token.kind !== 'word' || this.#isOperator(token) || /^(?:and|or)$/i.test(token.text)) {
      throw this.#fail(
        token.kind === 'symbol' && token.text !== ')' && token.text !== '(' ? 'UNEXPECTED' : 'EXPECTED_TERM',
      );
    }
    this.#at++;
    const name = token.text.toLowerCase();
    if (/^param[.[]/.test(name)) return this.#path(token);
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (this.#isOperator(this.#next)) {
      if (!field) throw fail('UNKNOWN_FIELD', token);
      return this.#comparison(name, field);
    }
    if (KEYWORDS.some((keyword) => keyword === name)) return { kind: 'is', word: name };
    if (field) throw this.#fail('EXPECTED_OPERATOR');
    return { kind: 'search', text: token.text };
  }

  #comparison(name: string, field: Field): Filter {
    if (this.#takes('in')) {
      return { kind: 'in', field: name, values: this.#set((token) => readValue(field, '==', token)) };
    }
    const operator = this.#operator(OPERATORS_OF[field.kind]);
    return { kind: 'compare', field: name, operator, value: this.#value((token) => readValue(field, operator, token)) };
  }

  #path(token: Token): Filter {
    const path = readPath(token.text.slice('param'.length));
    if (!path) throw fail('UNKNOWN_FIELD', token);
    return { kind: 'path', path, test: this.#pathTest() };
  }

  #pathTest(): PathTest {
    if (!this.#isOperator(this.#next)) return { operator: 'exists' };
    if (this.#takes('in')) return { operator: 'in', values: this.#set((token) => readJsonValue('==', token)) };
    const operator = this.#operator(JSON_OPERATORS);
    return { operator, value: this.#value((token) => readJsonValue(operator, token)) };
  }

  #operator(allowed: readonly Operator[]): Operator {
    const token = this.#next;
    const operator = allowed.find((each) => each === token.text.toLowerCase());
    if (!operator) throw this.#fail('WRONG_OPERATOR');
    this.#at++;
    return operator;
  }

  #set(read: (token: Token) => Value): Value[] {
    const open = this.#next;
    if (!this.#takes('{')) throw this.#fail('EXPECTED_VALUE');
    const values = [this.#value(read)];
    while (this.#takes(',')) values.push(this.#value(read));
    if (!this.#takes('}')) {
      if (this.#next.kind !== 'end') throw this.#fail('UNEXPECTED');
      throw fail('UNCLOSED_PARENTHESIS', open);
    }
    return values;
  }

  #value(read: (token: Token) => Value): Value {
    const value = read(this.#next);
    this.#at++;
    return value;
  }

  /** Of a word only where it is one, not a text that says the same. */
  #takes(...spellings: string[]): boolean {
    const { kind, text } = this.#next;
    const taken = (kind === 'symbol' || kind === 'word') && spellings.includes(text.toLowerCase());
    if (taken) this.#at++;
    return taken;
  }

  #isOperator({ kind, text }: Token): boolean {
    if (kind === 'symbol') return text === '=' || OPERATORS.some((operator) => operator === text);
    return kind === 'word' && /^(?:contains|in)$/i.test(text);
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #fail(code: FilterErrorCode): FilterError {
    return fail(code, this.#next);
  }
}

/** A word that means something else than itself. */
function isName(word: string): boolean {
  const name = word.toLowerCase();
  return Object.hasOwn(FIELDS, name) || KEYWORDS.some((keyword) => keyword === name) || /^param[.[]/.test(name);
}

function fail(code: FilterErrorCode, { text, from, to }: Token): FilterError {
  return new FilterError(code, text, from, to);
}
