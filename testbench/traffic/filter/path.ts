import type { Step } from './ast.ts';

const STEP = /\.([^.[\]]+)|\[(\d{1,9})\]|\["((?:\\.|[^"\\])*)"\]/sy;
const PLAIN = /^[\p{L}\p{N}_$-]+$/u;

/** The steps of `.doors[0]["a b"]`; undefined where it is no path. */
export function readPath(text: string): Step[] | undefined {
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const [whole, name, index, quoted] = STEP.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const key = quoted === undefined ? name : unquoted(quoted);
    if (key === undefined && index === undefined) return undefined;
    steps.push(key ?? Number(index));
    at += whole.length;
  }
  return steps;
}

export function printPath(steps: Step[]): string {
  return steps
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
