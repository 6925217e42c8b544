import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { Translate } from '../../i18n.ts';
import { type JsonProblem, scanJson } from './json-scan.ts';

/** Marks where the text is no JSON, in the words of the window. */
export function jsonLint(t: Translate): Extension {
  return linter(
    (view): Diagnostic[] => {
      const { problem } = scanJson(view.state.doc.toString());
      if (problem === null) return [];
      const to = Math.min(problem.position + 1, view.state.doc.length);
      return [{ from: Math.min(problem.position, to), to, severity: 'error', message: describeProblem(problem, t) }];
    },
    { delay: 200 },
  );
}

export const describeProblem = ({ wanted }: JsonProblem, t: Translate): string => t(`editor.wanted.${wanted}`);
