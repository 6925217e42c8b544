import * as v from 'valibot';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { LoadedScenario, ScenarioProblem } from '../types.ts';
import { scenarioSpec } from './schema.ts';

/** Reads a scenario from YAML or JSON. Never throws: what is wrong stands in `problems`. */
export function loadScenario(text: string, _fileName: string): LoadedScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const place = (path: string, message: string, start: number, end: number): ScenarioProblem => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      path,
      message,
      line: Math.max(1, from.line),
      column: Math.max(1, from.col),
      endLine: Math.max(1, to.line),
      endColumn: Math.max(1, to.col),
      severity: 'error',
    };
  };
  if (document.errors.length > 0) {
    return { spec: null, problems: document.errors.map((each) => place('', each.message, ...each.pos)) };
  }
  const result = v.safeParse(scenarioSpec, document.toJS({ maxAliasCount: 100 }));
  if (result.success) return { spec: result.output, problems: [] };
  const problems = result.issues.map((issue) => {
    const keys = (issue.path ?? []).map((item) => item.key as string | number);
    const node = document.getIn(keys, true);
    const range = isNode(node) ? node.range : undefined;
    return place(keys.join('.'), issue.message, range?.[0] ?? 0, range?.[1] ?? 0);
  });
  return { spec: null, problems };
}
