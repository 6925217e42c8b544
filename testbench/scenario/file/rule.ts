import { Expression, ExpressionError } from '../values/expression.ts';
import type { Path } from './check.ts';

/** What is wrong with a scenario whose words are all right. */
export interface RuleProblem {
  path: Path;
  message: string;
  isWarning?: boolean;
  /** It is about the key at `path`. */
  ofKey?: boolean;
  /** Characters from the start of the text at `path`. */
  position?: number | undefined;
}

/** Places of what was there before. */
export function doubles(names: readonly (string | undefined)[]): number[] {
  return names.flatMap((name, at) => (name !== undefined && names.indexOf(name) < at ? [at] : []));
}

/** Of JSONata, if there is any. */
export function expressionProblems(text: string | undefined, path: Path): RuleProblem[] {
  if (text === undefined) return [];
  try {
    Expression.compile(text);
    return [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path, message: error.message, position: error.position ?? undefined }];
  }
}

/** As VSOA routes: `/a/` takes all below /a too. */
export function covers(pattern: string, url: string): boolean {
  return pattern === url || (pattern.endsWith('/') && (url.startsWith(pattern) || `${url}/` === pattern));
}
