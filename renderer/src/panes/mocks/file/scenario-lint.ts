import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { ScenarioCheck, ScenarioProblemPlace } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';

/** Longer text is checked less often while it is written, characters. */
const LONG = 262_144;

/** Marks what the bench finds wrong; `onCheck` is told of it too. */
export function scenarioLint(fileName: string, length: number, onCheck: (check: ScenarioCheck) => void): Extension {
  return [
    lintGutter(),
    linter(
      async ({ state: { doc } }) => {
        const checked = await bench().checkScenario({ text: doc.toString(), fileName });
        if (!checked.ok) return [];
        onCheck(checked.value);
        return checked.value.problems.map((problem) => diagnosticOf(problem, doc));
      },
      { delay: length > LONG ? 2_000 : 400 },
    ),
  ];
}

function diagnosticOf(
  { line, column, endLine, endColumn, message, severity }: ScenarioProblemPlace,
  doc: Text,
): Diagnostic {
  const from = offsetOf(doc, line, column);
  const to = Math.max(from, offsetOf(doc, endLine, endColumn));
  // Of what reaches over many lines the first one is marked.
  const end = Math.min(to, doc.lineAt(from).to);
  return { from, to: end > from ? end : Math.min(from + 1, doc.lineAt(from).to), severity, message };
}

export function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.max(from, Math.min(from + column - 1, to));
}
