import type { LineCounter, Node } from 'yaml';
import { BenchFailure } from '../../errors.ts';
import { compactJson } from '../../json.ts';
import type { LoadedScenario, ScenarioProblem } from '../types.ts';
import { check, type Path } from './check.ts';
import { partOf } from './part-of.ts';
import type { RuleProblem } from './rule.ts';
import { problemsOfScenario } from './rules.ts';
import { scenarioSpec } from './schema.ts';
import { atOnce, inTurns, type Steps } from './steps.ts';
import { jsonOf, nodeAt } from './tree.ts';
import { type ReadDocument, readDocument, type TextProblem } from './yaml.ts';

/** Beyond these the others are not looked for. */
const MOST_PROBLEMS = 100;

/** Reads a scenario from YAML or JSON. Never throws: what is wrong stands in `problems`, in the order of the file. */
export function loadScenario(text: string, fileName: string): LoadedScenario {
  return atOnce(loading(text, fileName));
}

/** The same where others wait: 100,000 characters take some 300 ms. Rejects with the reason of the signal. */
export function loadScenarioInTurns(text: string, fileName: string, signal?: AbortSignal): Promise<LoadedScenario> {
  return inTurns(loading(text, fileName), signal);
}

function* loading(text: string, fileName: string): Steps<LoadedScenario> {
  const read = yield* readDocument(text);
  yield;
  if (read.document && fileName.toLowerCase().endsWith('.json')) read.problems.push(...jsonWarnings(text));
  const { document, lines, problems: ofText } = read;
  const json = document && ofText.every(({ isWarning }) => isWarning) ? jsonOf(document, ofText) : undefined;
  const fromText = ofText.map((problem) => placed('', problem, lines));
  if (fromText.some(({ severity }) => severity === 'error')) return { spec: null, problems: inOrder(fromText) };

  yield;
  const checked = check(scenarioSpec, json);
  const found = checked.problems ?? (yield* problemsOfScenario(checked.output));
  const problems = [...fromText, ...gravest(found).map((problem) => atNode(problem, text, read))];
  const spec = checked.output !== undefined && found.every(isHarmless) ? checked.output : null;
  return { spec, problems: inOrder(problems) };
}

/** What YAML allows and JSON does not: here it is read all the same, elsewhere it may not be. */
function jsonWarnings(text: string): TextProblem[] {
  try {
    compactJson(text);
    return [];
  } catch (error) {
    if (!(error instanceof BenchFailure)) throw error;
    const start = error.position ?? 0;
    return [{ message: `this is no JSON: ${error.message}`, start, end: start + 1, isWarning: true }];
  }
}

function isHarmless(problem: RuleProblem): boolean {
  return problem.isWarning === true;
}

function atNode(problem: RuleProblem, text: string, { document, lines }: ReadDocument): ScenarioProblem {
  const node: Node | null = document ? nodeAt(document, problem.path, problem.ofKey === true) : null;
  const [start, end] = partOf(node, problem.position, text);
  return placed(pathOf(problem.path), { ...problem, start, end }, lines);
}

function placed(path: string, { message, start, end, isWarning }: TextProblem, lines: LineCounter): ScenarioProblem {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(start, end));
  return {
    path,
    line: from.line,
    column: from.col,
    endLine: to.line,
    endColumn: to.col,
    message,
    severity: isWarning ? 'warning' : 'error',
  };
}

function gravest(problems: readonly RuleProblem[]): RuleProblem[] {
  return problems.toSorted((one, other) => Number(isHarmless(one)) - Number(isHarmless(other))).slice(0, MOST_PROBLEMS);
}

/** `ecus[0].commands[2].url`; keys that are no words as JSON has them. */
function pathOf(path: Path): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[\w$-]+$/u.test(key)) return `[${JSON.stringify(key)}]`;
      return at === 0 ? key : `.${key}`;
    })
    .join('');
}

function inOrder(problems: ScenarioProblem[]): ScenarioProblem[] {
  return problems.slice(0, MOST_PROBLEMS).toSorted((one, other) => one.line - other.line || one.column - other.column);
}
