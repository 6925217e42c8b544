import type { FilterErrorCode } from '../../contract.ts';
import { BenchFailure } from '../../errors.ts';

/** A filter as it was understood. Values are in base units (bytes, ms), names as the field table has them. */
export type Filter =
  | { kind: 'and' | 'or'; terms: Filter[] }
  | { kind: 'not'; term: Filter }
  /** A bare word or text: in the url or the param. */
  | { kind: 'search'; text: string }
  | { kind: 'is'; word: string }
  | { kind: 'compare'; field: string; operator: Operator; value: Value }
  | { kind: 'in'; field: string; values: Value[] }
  /** A value in the JSON of the param. */
  | { kind: 'path'; path: Step[]; test: PathTest };

export type Step = string | number;
export type PathTest =
  | { operator: 'exists' }
  | { operator: Operator; value: Value }
  | { operator: 'in'; values: Value[] };

export const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', '=~', 'contains'] as const;
export type Operator = (typeof OPERATORS)[number];

export type Value =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'bytes'; hex: string }
  | { kind: 'regex'; source: string; flags: string }
  | { kind: 'constant'; constant: boolean | null }
  /** ms before now. */
  | { kind: 'ago'; ms: number }
  /** Hours, minutes and so on of the local day, as ms. */
  | { kind: 'ofDay'; ms: number };

const words: Record<FilterErrorCode, string> = {
  UNKNOWN_FIELD: 'there is no such field',
  UNKNOWN_VALUE: 'the field has no such value',
  EXPECTED_OPERATOR: 'an operator is missing',
  EXPECTED_VALUE: 'a value is missing',
  EXPECTED_TERM: 'something to look for is missing',
  WRONG_OPERATOR: 'the field does not take this operator',
  WRONG_VALUE: 'the operator does not take this value',
  BAD_REGEX: 'this is no regular expression, or has flags other than i, m, s and u',
  BAD_NUMBER: 'this is no number with a unit of the field',
  UNCLOSED_TEXT: 'a closing quote or slash is missing',
  UNCLOSED_PARENTHESIS: 'a closing parenthesis is missing',
  UNEXPECTED: 'this cannot stand here',
  TOO_LONG: 'the filter is too long, or nested too deeply',
};

/** A text that is no filter, and where. */
export class FilterError extends BenchFailure {
  readonly reason: FilterErrorCode;
  readonly found: string;
  readonly from: number;
  readonly to: number;

  constructor(reason: FilterErrorCode, found: string, from: number, to: number) {
    const what = found === '' ? '' : `: ${found}`;
    super('INVALID_FILTER', `${words[reason]}${what}`, { position: from, length: to - from });
    this.reason = reason;
    this.found = found;
    this.from = from;
    this.to = to;
  }
}
