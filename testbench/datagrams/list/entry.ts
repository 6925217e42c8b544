import type { ListProblemCode } from '../../contract.ts';
import { bytesOfHex } from '../../drafts/hex.ts';
import { BenchFailure } from '../../errors.ts';
import { compactJson } from '../../json.ts';
import { type Lookup, resolvePayload, resolveText } from '../../requests/variables.ts';
import { checkReady, measured, type Ready } from '../size.ts';
import { type Fields, type Located, WrongLine } from './fields.ts';

/** A datagram of a list. */
export interface Entry extends Ready {
  line: number;
  delayMs: number;
}

export interface EntryOptions {
  /** Where the line does not say it. */
  quick: boolean;
  /** The device takes params that are no JSON: one that is a JSON string goes as its text. */
  raw: boolean;
  /** For one line. */
  values: () => Lookup;
}

/** Throws `WrongLine`. */
export function entryOf(fields: Fields, { quick, raw, values }: EntryOptions): Entry {
  const { line, url, data } = fields;
  const lookup = lazily(values);
  const resolvedUrl = at(url, 'BAD_URL', () => withVariables(url.value, 'url', lookup));
  const ready = measured(resolvedUrl, fields.quick ?? quick, {
    param: fields.param && bytesOfParam(fields.param, raw, lookup),
    data: data && bytesOfData(data, lookup),
  });
  at(url, 'BAD_URL', () => checkReady(ready));
  return { ...ready, line, delayMs: fields.delayMs };
}

function bytesOfParam(param: NonNullable<Fields['param']>, raw: boolean, values: Lookup): Uint8Array {
  const { written, isJson, text } = param.value;
  return at(param, 'BAD_PARAM', () => {
    const wanted = raw ? (text ?? written) : written;
    const resolved = wanted.includes('{{')
      ? resolvePayload({ param: wanted, data: NO_DATA }, values, { raw }).param
      : wanted;
    return Buffer.from(raw || (isJson && resolved === wanted) ? resolved : compactJson(resolved));
  });
}

function bytesOfData(data: NonNullable<Fields['data']>, values: Lookup): Uint8Array {
  const { kind, text } = data.value;
  return at(data, kind === 'hex' ? 'BAD_HEX' : 'BAD_DATA', () => {
    const resolved = withVariables(text, 'data', values);
    return kind === 'hex' ? bytesOfHex(resolved) : Buffer.from(resolved);
  });
}

const NO_DATA = { kind: 'text' as const, text: '' };

const withVariables = (text: string, part: 'url' | 'data', values: Lookup): string =>
  text.includes('{{') ? resolveText(text, part, values) : text;

/** A line without variables needs none, and most have none. */
function lazily(values: () => Lookup): Lookup {
  let made: Lookup | undefined;
  return (name) => (made ??= values())(name);
}

/** What is wrong there is said with its line and column. */
function at<Result>(place: Located<unknown>, otherwise: ListProblemCode, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BenchFailure)) throw error;
    throw new WrongLine(codeOf(error, otherwise), error.message, place);
  }
}

function codeOf({ code }: BenchFailure, otherwise: ListProblemCode): ListProblemCode {
  if (code === 'PACKET_TOO_LARGE') return 'TOO_LARGE';
  return code === 'UNKNOWN_VARIABLE' || code === 'INVALID_VARIABLE' ? 'BAD_VARIABLE' : otherwise;
}
