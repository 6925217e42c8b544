import * as v from 'valibot';
import { milliseconds, payloadText, shortText } from '../contract/command.ts';
import { expectations } from '../contract/requests.ts';
import { requestDraft } from '../contract/rpc.ts';
import type { ChosenFile, Expectations, ParamExpectation, SavedRequest } from '../contract.ts';
import { compactJson } from '../json.ts';
import { type ReadFile, readFileText, VERSION, writeFileText } from './file-text.ts';
import { ORDER } from './order.ts';

/** A request as it is kept in a file. */
export interface RequestFile {
  /** Its place among its siblings; undefined: behind all others. */
  order: string | undefined;
  request: SavedRequest;
  /** Fields that this version does not know, with the text of their JSON; they are written as they were. */
  others: ReadonlyMap<string, string>;
}

/** Texts of several lines are a list of them, so that one can read what has changed. */
const lines = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((text) => (typeof text === 'string' ? text : text.join('\n'))),
  payloadText,
);
const { entries: expected } = expectations;
const { entries: expectedParam } = expected.param.pipe[0].item;

/** By hand one may leave out what is by default. */
const schema = v.object({
  version: v.number(),
  order: v.optional(v.pipe(v.string(), v.regex(ORDER))),
  method: v.optional(requestDraft.entries.method, 'GET'),
  url: v.optional(shortText, ''),
  param: v.optional(v.unknown()),
  paramText: v.optional(lines),
  data: v.optional(v.union([v.object({ text: lines }), v.object({ hex: lines }), v.object({ file: shortText })])),
  timeoutMs: v.optional(milliseconds, 5_000),
  repeat: v.optional(requestDraft.entries.repeat),
  expect: v.optional(
    v.object({
      status: v.optional(expected.status, null),
      rttMs: v.optional(expected.rttMs, null),
      param: v.optional(
        v.array(
          v.object({
            path: v.optional(expectedParam.path, ''),
            is: expectedParam.is,
            value: v.optional(v.unknown()),
            valueText: v.optional(expectedParam.value),
          }),
        ),
        [],
      ),
    }),
  ),
});

type Written = v.InferOutput<typeof schema>;
const KNOWN = new Set(Object.keys(schema.entries));

export const EMPTY_EXPECTATIONS: Expectations = { status: null, rttMs: null, param: [] };

/** The same request is the same text, whatever it was made from. `pathOf` is how a file of the user is named in it. */
export function writeRequest({ order, request, others }: RequestFile, pathOf: (file: ChosenFile) => string): string {
  const { draft, expect } = request;
  const { data } = draft.payload;
  const { count, perSecond } = draft.repeat;
  const fields: [string, unknown][] = [
    ['version', VERSION],
    ['order', order],
    ['method', draft.method],
    ['url', draft.url],
    ['data', data.kind === 'file' ? { file: pathOf(data.file) } : data.text && { [data.kind]: inLines(data.text) }],
    ['timeoutMs', draft.timeoutMs],
    ['repeat', count === 1 && perSecond === null ? '' : { count, perSecond }],
    ['expect', writtenExpectations(expect)],
  ];
  const written = fields.flatMap(([key, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[key, JSON.stringify(value, null, 2)]],
  );
  const beforeData = written.findIndex(([key]) => key === 'data' || key === 'timeoutMs');
  written.splice(beforeData, 0, ...writtenParam(draft.payload.param));
  return writeFileText([...written, ...others]);
}

/** `fileAt` is what a name of a file means. */
export function readRequest(text: string, fileAt: (path: string) => ChosenFile): ReadFile<RequestFile> {
  const found = readFileText(text, schema);
  if (found.value === null) return found;
  const { output, fields } = found.value;
  const { method, url, timeoutMs, repeat = { count: 1, perSecond: null }, paramText } = output;
  const param = paramText ?? fields.get('param') ?? '';
  return {
    value: {
      order: output.order,
      request: {
        draft: { url, method, payload: { param, data: readData(output.data, fileAt) }, timeoutMs, repeat },
        expect: readExpectations(output.expect),
      },
      others: new Map([...fields].filter(([key]) => !KNOWN.has(key))),
    },
    problem: found.problem,
  };
}

/** JSON as it was written, spaces and all; what is none (yet) as text. */
function writtenParam(param: string): [string, string][] {
  const text = param.replaceAll('\r\n', '\n');
  const trimmed = text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '');
  if (trimmed === '' && text === '') return [];
  return isJson(trimmed) ? [['param', trimmed]] : [['paramText', JSON.stringify(inLines(text), null, 2)]];
}

function isJson(text: string): boolean {
  try {
    return compactJson(text) !== '';
  } catch {
    return false;
  }
}

function inLines(text: string): string | string[] {
  return text.includes('\n') ? text.split('\n') : text;
}

function readData(
  data: Written['data'],
  fileAt: (path: string) => ChosenFile,
): SavedRequest['draft']['payload']['data'] {
  if (data === undefined) return { kind: 'text', text: '' };
  if ('file' in data) return { kind: 'file', file: fileAt(data.file) };
  return 'hex' in data ? { kind: 'hex', text: data.hex } : { kind: 'text', text: data.text };
}

function writtenExpectations({ status, rttMs, param }: Expectations): object | undefined {
  if (status === null && rttMs === null && param.length === 0) return undefined;
  return {
    ...(status !== null && { status }),
    ...(rttMs !== null && { rttMs }),
    ...(param.length > 0 && { param: param.map(({ path, is, value }) => ({ path, is, ...writtenValue(is, value) })) }),
  };
}

/** As JSON where that keeps all of it: not all digits, for one, would be the same. */
function writtenValue(is: ParamExpectation['is'], text: string): object {
  if ((is === 'there' || is === 'notThere') && text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (JSON.stringify(value) === text) return { value };
  } catch {
    // It is kept as it is.
  }
  return { valueText: text };
}

function readExpectations(written: Written['expect']): Expectations {
  if (written === undefined) return EMPTY_EXPECTATIONS;
  const { status, rttMs, param } = written;
  return {
    status,
    rttMs,
    param: param.slice(0, 100).map(({ path, is, value, valueText }) => ({
      path,
      is,
      value: valueText ?? (value === undefined ? '' : JSON.stringify(value)),
    })),
  };
}
