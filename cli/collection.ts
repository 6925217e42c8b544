import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '@vsoa-testbench/core';
import type { SavedRequest } from '../testbench/contract.ts';
import { DataFiles } from '../testbench/requests/data-files.ts';
import { readEnvironment } from '../testbench/requests/environment-format.ts';
import { KnownValues } from '../testbench/requests/known-values.ts';
import { fileNameOf } from '../testbench/requests/names.ts';
import { readRequest } from '../testbench/requests/request-format.ts';
import { readPlainFile, Scanner } from '../testbench/requests/scan.ts';
import type { Lookup, VariableValue } from '../testbench/requests/variables.ts';
import { ChosenFiles } from '../testbench/workspace/chosen-files.ts';
import { UsageError } from './exit.ts';

export interface NamedRequest {
  /** `Body/Open a door` */
  name: string;
  /** Null where the file makes no sense; `problem` says why. */
  request: SavedRequest | null;
  problem: string;
}

export interface Collection {
  name: string;
  /** In the order of the window. */
  requests: NamedRequest[];
  files: ChosenFiles;
  /** The folder that has requests/ and environments/. */
  workspace: string;
}

/** Of a folder of requests, one request, or a whole workspace. Throws `UsageError`. */
export async function readCollection(place: string): Promise<Collection> {
  const whole = path.resolve(place);
  if (!existsSync(whole))
    throw new UsageError(`${place} is not there: expected a folder of requests, a request or a workspace`);
  const isWorkspace = existsSync(path.join(whole, 'requests'));
  const root = isWorkspace ? path.join(whole, 'requests') : rootOf(whole);
  const workspace = path.dirname(root);
  const files = new ChosenFiles();
  const data = new DataFiles(workspace, files, [], () => undefined);
  const wanted = isWorkspace ? '' : path.relative(root, whole).split(path.sep).join('/');
  const { entries } = await new Scanner(root).scan();
  const chosen = entries.filter(({ id }) => wanted === '' || id === wanted || id.startsWith(`${wanted}/`));
  const requests: NamedRequest[] = [];
  for (const { id, request: about } of chosen) {
    if (about === undefined) continue;
    const { value, problem } = readRequest(await readPlainFile(path.join(root, id)), (file) => data.fileAt(file));
    const name = namesOf(id, entries);
    requests.push({ name, request: value?.request ?? null, problem: problem === null ? '' : wordsOf(problem) });
  }
  if (requests.length === 0) throw new UsageError(`there is no request in ${place}`);
  return { name: path.basename(whole, '.json'), requests, files, workspace };
}

/** The variables of an environment, by its name or its file, under those that were given one by one. Throws `UsageError`. */
export async function readVariables(
  workspace: string,
  env: string | undefined,
  given: readonly string[],
): Promise<KnownValues> {
  const known = new KnownValues(systemClock);
  const environment = env === undefined ? new Map<string, VariableValue>() : await readFile(workspace, env);
  for (const each of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`--var expects name=value, not ${each}`);
    environment.set(name, { kind: 'text', text: value });
  }
  const values: Lookup = (name) => environment.get(name);
  known.choose(values);
  return known;
}

async function readFile(workspace: string, env: string): Promise<Map<string, VariableValue>> {
  const inWorkspace = path.join(workspace, 'environments', `${fileNameOf(env)}.json`);
  const file = existsSync(inWorkspace) ? inWorkspace : path.resolve(env);
  if (!existsSync(file)) throw new UsageError(`--env: there is no environment ${env} in ${path.dirname(inWorkspace)}`);
  const { value, problem } = readEnvironment(await readPlainFile(file));
  if (!value) throw new UsageError(`--env: ${file} makes no sense: ${wordsOf(problem)}`);
  const plain = value.variables.filter(({ kind }) => kind !== 'secret');
  return new Map(plain.map(({ name, kind, value: text }) => [name, { kind: kind === 'json' ? 'json' : 'text', text }]));
}

/** The folder `requests` that the place is in; else the folder itself. */
function rootOf(place: string): string {
  for (let folder = place; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    if (path.basename(folder) === 'requests') return folder;
  }
  return statSync(place).isDirectory() ? place : path.dirname(place);
}

function namesOf(id: string, entries: readonly { id: string; parent: string | null; name: string }[]): string {
  const names: string[] = [];
  for (let at = entries.find((entry) => entry.id === id); at; at = entries.find((entry) => entry.id === at?.parent)) {
    names.unshift(at.name);
    if (at.parent === null) break;
  }
  return names.join('/');
}

function wordsOf(problem: object | null): string {
  return problem !== null && 'message' in problem ? String(problem.message) : JSON.stringify(problem);
}
