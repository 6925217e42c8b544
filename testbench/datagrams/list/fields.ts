import type { ListProblem, ListProblemCode } from '../../contract.ts';

/** What a line says, each text with its column. */
export interface Fields {
  line: number;
  url: Located<string>;
  param: Located<ListedParam> | undefined;
  data: Located<{ kind: 'hex' | 'text'; text: string }> | undefined;
  /** Undefined: not said. */
  quick: boolean | undefined;
  delayMs: number;
}

interface ListedParam {
  written: string;
  /** It is JSON, without spaces. */
  isJson: boolean;
  /** What is sent to a device that takes params that are no JSON; null: what is written. */
  text: string | null;
}

export interface Located<Value> {
  value: Value;
  line: number;
  column: number;
}

export const FIELDS = ['url', 'param', 'data', 'quick', 'delayMs'] as const;
export type FieldName = (typeof FIELDS)[number];

export const isField = (name: string): name is FieldName => (FIELDS as readonly string[]).includes(name);

/** The longest that a list may wait for its next datagram: an hour, ms. */
export const MAX_DELAY = 3_600_000;

/** One line is wrong; thrown where it is found. */
export class WrongLine extends Error {
  readonly problem: ListProblem;

  constructor(code: ListProblemCode, message: string, place: { line: number; column: number }) {
    super(message);
    this.problem = { line: place.line, column: place.column, code, message };
  }
}
