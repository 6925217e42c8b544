import path from 'node:path';
import { readText } from '../read-text.ts';
import { loadScenario } from './file/load.ts';
import type { ScenarioSpec } from './file/schema.ts';
import type { ScenarioProblem } from './types.ts';

/** Bytes. Larger ones are no text that somebody wrote. */
const MOST = 16_777_216;

export interface ReadScenario {
  spec: ScenarioSpec;
  /** Where the files are that it names. */
  folder: string;
  warnings: ScenarioProblem[];
}

/** A scenario that cannot be run as it is written; the message has a line for each problem. */
export class ScenarioFileError extends Error {
  readonly problems: readonly ScenarioProblem[];

  constructor(name: string, problems: readonly ScenarioProblem[]) {
    super(problems.map((problem) => problemText(name, problem)).join('\n'));
    this.name = 'ScenarioFileError';
    this.problems = problems;
  }
}

/** Rejects with a `ScenarioFileError`, or a `BenchFailure` (`FILE_UNREADABLE`). */
export async function readScenarioFile(file: string): Promise<ReadScenario> {
  const { spec, problems } = loadScenario(await readText(file, MOST), path.basename(file));
  if (spec === null) throw new ScenarioFileError(file, problems);
  return { spec, folder: path.dirname(path.resolve(file)), warnings: problems };
}

/** The same rules for one that was made by a program: a problem is named by its path. Throws a `ScenarioFileError`. */
export function checkedScenario(scenario: unknown): ScenarioSpec {
  const { spec, problems } = loadScenario(JSON.stringify(scenario), 'scenario.json');
  if (spec !== null) return spec;
  const named = problems.map((problem) => `${problem.path || 'the scenario'}: ${problem.message}`);
  const error = new ScenarioFileError('', problems);
  error.message = named.join('\n');
  throw error;
}

/** `file:line:column: what was expected`, as compilers say it. */
export function problemText(file: string, { line, column, path: place, message, severity }: ScenarioProblem): string {
  const about = place === '' ? '' : `${place}: `;
  return `${file}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${about}${message}`;
}
