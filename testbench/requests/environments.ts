import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import type { Environment, EnvironmentVariable, RequestProblem, VariableDraft } from '../contract.ts';
import type { Secrets } from '../devices/secrets.ts';
import { BenchFailure } from '../errors.ts';
import { compactJson } from '../json.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import { type EnvironmentFile, readEnvironment, writeEnvironment } from './environment-format.ts';
import { cleanName, EXTENSION, fileNameOf, freeName, nameOf } from './names.ts';
import { isMissing, readPlainFile } from './scan.ts';
import type { Trash } from './trash.ts';
import { type Lookup, VARIABLE_NAME, type VariableValue } from './variables.ts';

const MOST = 100;
const MAX_BYTES = 33_554_432;

interface Kept {
  file: EnvironmentFile;
  /** What it is read from, without the folder. */
  fileName: string;
  problem: RequestProblem | null;
}

export interface EnvironmentsOptions {
  root: string;
  trash: Trash;
  secrets: Secrets;
  /** What the keys of its secrets begin with: another workspace may have an environment of the same name. */
  prefix: string;
}

/** Environments in their folder, one file each. As in `Collections`, methods are to be called one after the other. */
export class Environments {
  readonly #root: string;
  readonly #secrets: Secrets;
  readonly #prefix: string;
  readonly #trash: Trash;
  /** What is not in the files of those in the trash, by name. */
  readonly #deleted = new Map<string, { fileName: string; secrets: [variable: string, secret: string][] }>();
  #kept = new Map<string, Kept>();

  constructor({ root, trash, secrets, prefix }: EnvironmentsOptions) {
    this.#root = root;
    this.#trash = trash;
    this.#secrets = secrets;
    this.#prefix = prefix;
  }

  get folder(): string {
    return this.#root;
  }

  get list(): { name: string; problem: RequestProblem | null }[] {
    return Array.from(this.#kept, ([name, { problem }]) => ({ name, problem }));
  }

  /** What has changed outside is seen from now on. */
  async look(): Promise<void> {
    const kept: [string, Kept][] = [];
    let bytes = 0;
    for (const fileName of (await this.#files()).slice(0, MOST)) {
      const name = nameOf(fileName.slice(0, -EXTENSION.length));
      const nothing: EnvironmentFile = { variables: [], others: new Map() };
      try {
        const text = await readPlainFile(path.join(this.#root, fileName));
        bytes += text.length;
        if (bytes > MAX_BYTES) throw new Error('there are too many bytes in all environments');
        const { value, problem } = readEnvironment(text);
        kept.push([name, { file: value ?? nothing, fileName, problem }]);
      } catch (error) {
        if (isMissing(error)) continue;
        const message = error instanceof Error ? error.message : String(error);
        kept.push([name, { file: nothing, fileName, problem: { kind: 'unreadable', message } }]);
      }
    }
    this.#kept = new Map(kept.toSorted(([one], [other]) => one.localeCompare(other)));
  }

  get(name: string): Environment {
    const { file, problem } = this.#get(name);
    const variables = file.variables.map(({ name: each, kind, value }): EnvironmentVariable => {
      const isSecret = kind === 'secret';
      return {
        name: each,
        kind,
        value: isSecret ? null : value,
        stored: isSecret && this.#secret(name, each) !== undefined,
      };
    });
    return { name, variables, problem };
  }

  /** A secret that is not on this computer is unknown. */
  values(name: string): Lookup {
    const variables = new Map(this.#kept.get(name)?.file.variables.map((each) => [each.name, each]));
    return (wanted): VariableValue | undefined => {
      const found = variables.get(wanted);
      if (found === undefined) return undefined;
      if (found.kind !== 'secret') return { kind: found.kind, text: found.value };
      const text = this.#secret(name, wanted);
      return text === undefined ? undefined : { kind: 'text', text, secret: true };
    };
  }

  has(name: string): boolean {
    return this.#kept.has(name);
  }

  /** Answers the name, which has a number where another one has it already. */
  async save(name: string | null, to: string, variables: VariableDraft[]): Promise<string> {
    const clean = cleanName(to);
    checkVariables(variables);
    const before = name === null ? undefined : this.#get(name);
    if (before?.problem) throw unusable(before.problem);
    if (before === undefined && this.#kept.size >= MOST) throw new BenchFailure('TOO_MANY', `at most ${MOST}`);
    const others = [...this.#kept.keys()].filter((each) => each !== name);
    const free = freeName(clean, others);
    const fileName = free === name && before ? before.fileName : fileNameOf(cleanName(free)) + EXTENSION;
    const secrets = variables.map((each) => this.#newSecret(name, each));
    const file = {
      variables: variables.map((each) => ({ name: each.name, kind: each.kind, value: each.value ?? '' })),
      others: before?.file.others ?? new Map<string, string>(),
    };
    try {
      await makeFolder(this.#root);
      // Under its new name first, so that git sees a file that was renamed, and a crash leaves one of them.
      if (before && before.fileName !== fileName) {
        await rename(path.join(this.#root, before.fileName), path.join(this.#root, fileName));
      }
      await replaceFile(path.join(this.#root, fileName), writeEnvironment(file));
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
    if (name !== null) this.#forgetSecrets(name);
    for (const [index, secret] of secrets.entries()) {
      if (secret !== undefined) this.#secrets.set(this.#key(free, variables[index]?.name ?? ''), secret);
    }
    await this.look();
    return free;
  }

  /** Whatever is in its file. */
  async delete(name: string): Promise<void> {
    const { file, fileName } = this.#get(name);
    const secrets = file.variables.flatMap(({ name: variable, kind }): [string, string][] => {
      const secret = kind === 'secret' ? this.#secret(name, variable) : undefined;
      return secret === undefined ? [] : [[variable, secret]];
    });
    try {
      await this.#trash.take(inTrash(name), path.join(this.#root, fileName));
    } catch (error) {
      throw isMissing(error) ? gone(name) : fileFailure(error, 'FILE_UNWRITABLE');
    }
    for (const each of this.#deleted.keys()) if (!this.#trash.has(inTrash(each))) this.#deleted.delete(each);
    this.#deleted.set(name, { fileName, secrets });
    this.#forgetSecrets(name);
    await this.look();
  }

  /** The very file, so that nothing in it is lost; it gets a number where another one has its name now. */
  async bringBack(name: string): Promise<string> {
    const deleted = this.#deleted.get(name);
    if (!deleted || !this.#trash.has(inTrash(name))) throw gone(name);
    const free = freeName(name, this.#kept.keys());
    const fileName = free === name ? deleted.fileName : fileNameOf(cleanName(free)) + EXTENSION;
    try {
      await makeFolder(this.#root);
      await this.#trash.giveBack(inTrash(name), path.join(this.#root, fileName));
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
    for (const [variable, secret] of deleted.secrets) this.#secrets.set(this.#key(free, variable), secret);
    this.#deleted.delete(name);
    await this.look();
    return free;
  }

  #get(name: string): Kept {
    const found = this.#kept.get(name);
    if (!found) throw gone(name);
    return found;
  }

  async #files(): Promise<string[]> {
    try {
      const names = await readdir(this.#root);
      return names.filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.')).toSorted();
    } catch (error) {
      if (isMissing(error)) return [];
      throw fileFailure(error, 'FILE_UNREADABLE');
    }
  }

  /** Undefined where there is none, or an empty one was given, which forgets it. */
  #newSecret(name: string | null, { kind, value, was, name: variable }: VariableDraft): string | undefined {
    if (kind !== 'secret') return undefined;
    if (value !== null) return value === '' ? undefined : value;
    return name === null ? undefined : this.#secret(name, was ?? variable);
  }

  #forgetSecrets(name: string): void {
    for (const { name: variable, kind } of this.#kept.get(name)?.file.variables ?? []) {
      if (kind === 'secret') this.#secrets.delete(this.#key(name, variable));
    }
  }

  #secret(name: string, variable: string): string | undefined {
    return this.#secrets.get(this.#key(name, variable));
  }

  #key(name: string, variable: string): string {
    return `${this.#prefix}.${JSON.stringify([name, variable])}`;
  }
}

/** No request has an id like this. */
const inTrash = (name: string): string => `/environments/${name}`;

const gone = (name: string): BenchFailure => new BenchFailure('NO_SUCH_ENVIRONMENT', `there is no ${name} any more`);

function unusable(problem: RequestProblem): BenchFailure {
  const code = problem.kind === 'newer' ? 'NEWER_FILE' : 'FILE_UNREADABLE';
  return new BenchFailure(code, `its file is ${problem.kind}`);
}

/** Throws `INVALID_NAME` and `INVALID_VARIABLE`, with the number of the variable as `position`. */
function checkVariables(variables: VariableDraft[]): void {
  const names = new Set<string>();
  for (const [position, { name, kind, value }] of variables.entries()) {
    if (!VARIABLE_NAME.test(name))
      throw new BenchFailure('INVALID_NAME', `${name} is no name of a variable`, { position });
    if (names.has(name)) throw new BenchFailure('INVALID_NAME', `two variables are called ${name}`, { position });
    names.add(name);
    if (kind === 'json' && !isJson(value ?? '')) {
      throw new BenchFailure('INVALID_VARIABLE', `${name} is kept as JSON, and its value is none`, { position });
    }
  }
}

function isJson(text: string): boolean {
  try {
    return compactJson(text) !== '';
  } catch {
    return false;
  }
}
