import * as v from 'valibot';
import { command, index, payloadText, shortText } from './command.ts';
import type { BenchError } from './errors.ts';
import { requestDraft } from './rpc.ts';

/** What one part of an answer is expected to be. */
const paramExpectation = v.object({
  /** As in the filter: `.doors[0].open`; empty: the whole param. */
  path: v.pipe(v.string(), v.maxLength(1_024)),
  is: v.picklist(['equal', 'notEqual', 'less', 'greater', 'contains', 'there', 'notThere']),
  /** JSON text; not looked at for `there` and `notThere`. */
  value: v.pipe(v.string(), v.maxLength(65_536)),
});

/** What the answer to a saved request is expected to be; nothing is, by default. */
export const expectations = v.object({
  /** Null: any. */
  status: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  /** The most that the round trip may take, ms; null: anything. */
  rttMs: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(3_600_000))),
  param: v.pipe(v.array(paramExpectation), v.maxLength(100)),
});

const savedRequest = v.object({ draft: requestDraft, expect: expectations });

export type ParamExpectation = v.InferOutput<typeof paramExpectation>;
export type Expectations = v.InferOutput<typeof expectations>;
export type SavedRequest = v.InferOutput<typeof savedRequest>;

/** One expectation, and whether it was met. */
export interface Check {
  about: 'status' | 'rtt' | 'param';
  /** The number in `Expectations.param`. */
  index?: number;
  ok: boolean;
  /** What was found, as text of at most 200 characters; null: nothing. */
  found: string | null;
  /** Why it could not be checked: the path is none, the value is no JSON, the param is no JSON. */
  problem?: 'PATH' | 'VALUE' | 'NO_JSON';
}

/** A collection (a folder with no parent), a folder in it, or a request. Its id is its place, and changes with it. */
export type RequestNode = {
  id: string;
  parent: string | null;
  name: string;
} & (
  | { kind: 'folder' }
  | {
      kind: 'request';
      method: 'GET' | 'SET' | null;
      problem: RequestProblem | null;
      /** Another one when the file has changed, whoever changed it. */
      revision: string;
    }
);

export type RequestProblem =
  /** It makes no sense; the file stays as it is. Lines and columns count from 1. */
  | { kind: 'broken'; message: string; line: number; column: number }
  /** There are both sides of a merge in it. */
  | { kind: 'conflict'; line: number }
  /** A newer version of the app wrote it: what this one understands is shown, and nothing is saved over it. */
  | { kind: 'newer' }
  /** It could not be read, is too large, or is a link, which is not followed. */
  | { kind: 'unreadable'; message: string };

export interface RequestTree {
  /** Each folder right before what is in it. */
  nodes: RequestNode[];
  /** Files and folders that are beyond `MAX_REQUESTS`, or deeper than `MAX_DEPTH`. */
  leftOut: number;
  /** Why the folder cannot be read; null where it can. */
  error: BenchError | null;
}

export const MAX_REQUESTS = 5_000;
/** Folders in each other. */
export const MAX_DEPTH = 8;
/** Characters of a name. */
export const MAX_NAME = 100;

const variable = v.object({
  name: v.pipe(v.string(), v.maxLength(64)),
  /** The name it had, where it is a secret that is kept under another one. */
  was: v.optional(v.pipe(v.string(), v.maxLength(64))),
  kind: v.picklist(['text', 'json', 'secret']),
  /** Of a secret: null to keep what there is. */
  value: v.nullable(v.pipe(v.string(), v.maxLength(65_536))),
});

export type VariableDraft = v.InferOutput<typeof variable>;

export interface EnvironmentVariable {
  name: string;
  kind: 'text' | 'json' | 'secret';
  /** Null for a secret, which is never told. */
  value: string | null;
  /** Of a secret, whether there is a value on this computer. */
  stored: boolean;
}

/** Values for the variables of requests. */
export interface Environment {
  name: string;
  variables: EnvironmentVariable[];
  problem: RequestProblem | null;
}

export interface Environments {
  /** Sorted by name. */
  list: { name: string; problem: RequestProblem | null }[];
  /** Null: none is chosen. */
  chosen: string | null;
  /** Of the chosen one; values with at most 200 characters, for the eye. */
  variables: EnvironmentVariable[];
}

/** What the bench tells of saved requests and environments. */
export interface RequestEvents {
  requests?: RequestTree;
  environments?: Environments;
}

/** What is written of a collection, or read from a file. */
export interface CollectionFile {
  name: string;
  requests: number;
  /** Entries that make no sense. */
  leftOut: number;
}

const place = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));

/**
 * All fail with `NO_SUCH_REQUEST` or `NO_SUCH_ENVIRONMENT` where what they are about is gone, `INVALID_NAME`, `TOO_MANY`,
 * `NEWER_FILE`, and as files do. Those that make or move something answer its id.
 */
export const requestCommands = {
  readRequest: command<SavedRequest>()(v.object({ id: place })),
  saveRequest: command<void>()(v.object({ id: place, request: savedRequest })),
  /** At the end of a folder, or beside the collections. A name that is taken gets a number. */
  addRequest: command<string>()(v.object({ parent: v.nullable(place), name, request: savedRequest })),
  /** A collection where `parent` is null. */
  addRequestFolder: command<string>()(v.object({ parent: v.nullable(place), name })),
  renameRequest: command<string>()(v.object({ id: place, name })),
  /** Into a folder (null: beside the collections), to a place among what is in it without the one that moves. */
  moveRequest: command<string>()(v.object({ id: place, parent: v.nullable(place), to: index })),
  /** Behind it. */
  duplicateRequest: command<string>()(v.object({ id: place, name })),
  deleteRequest: command<void>()(v.object({ id: place })),
  /** Undoes `deleteRequest`, for one of the last 20. */
  bringBackRequest: command<string>()(v.object({ id: place })),
  /** Looks at the files again; they are looked at by themselves where the system tells of changes. */
  refreshRequests: command<void>()(v.undefined()),
  /** Asks the user for a file, and writes a collection into it. */
  exportCollection: command<CollectionFile | null>()(v.object({ id: place })),
  /** Asks the user for such a file, and adds what is in it as a collection. Fails with `NOT_REQUESTS`. */
  importCollection: command<CollectionFile | null>()(v.undefined()),
  /** A collection that works with the demo vehicle; names in the user's language. */
  addSampleRequests: command<string>()(v.object({ name, names: v.record(v.pipe(v.string(), v.maxLength(64)), name) })),
  /** Whether an answer is as it is expected. `param` is its text; null where it is no UTF-8. */
  checkAnswer: command<Check[]>()(
    v.object({
      expect: expectations,
      answer: v.object({ status: v.number(), rttMs: v.number(), param: v.nullable(payloadText) }),
    }),
  ),

  readEnvironment: command<Environment>()(v.object({ name: shortText })),
  /** Makes one where `name` is null, renames it where `to` is another name. Answers the name, which may have got a number. */
  saveEnvironment: command<string>()(
    v.object({ name: v.nullable(shortText), to: name, variables: v.pipe(v.array(variable), v.maxLength(500)) }),
  ),
  deleteEnvironment: command<void>()(v.object({ name: shortText })),
  /** Undoes `deleteEnvironment`, with its secrets, for one of the last 20. */
  bringBackEnvironment: command<string>()(v.object({ name: shortText })),
  chooseEnvironment: command<void>()(v.object({ name: v.nullable(shortText) })),
} as const;
