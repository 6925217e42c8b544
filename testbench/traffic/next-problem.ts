import type { Chunk } from './chunk.ts';
import { type CompiledFilter, compileFilter } from './filter/compile.ts';
import { parseFilter } from './filter/parser.ts';
import { MOST_ROWS } from './selection.ts';
import { pauses, timeLimit } from './slices.ts';
import type { View } from './view.ts';

const PROBLEM = 'failed || unanswered || odd';

/** Of the packets of a view beyond `from` the position of the nearest that failed, is unanswered or odd; null for none. */
export async function nextProblem(view: View, from: number, step: 1 | -1): Promise<number | null> {
  const { source } = view;
  const { log, marks } = source;
  const pause = pauses();
  while (!view.advance(timeLimit())) await pause();
  const parsed = parseFilter(PROBLEM);
  const problem = parsed && compileFilter(parsed, { log, marks, now: 0 });
  if (!problem) return null;
  for (let index = startOf(view, from, step); ; ) {
    const chunk = log.chunkOf(index);
    if (!chunk) return null;
    const rows = problemsIn(chunk, problem, index - chunk.first, step);
    for (const row of rows) {
      const position = view.positionOf(chunk.first + row);
      if (view.indexAt(position) === chunk.first + row) return position;
    }
    index = step === 1 ? chunk.first + chunk.count : chunk.first - 1;
    await pause();
  }
}

/** Index of the first packet to look at. */
function startOf(view: View, from: number, step: 1 | -1): number {
  const { log } = view.source;
  const at = view.indexAt(from);
  if (at !== undefined) return at + step;
  if (step === 1) return Math.max(log.first, view.indexAt(view.describe().first) ?? log.end);
  return log.end - 1;
}

/** Rows of the chunk from `row` on in the direction of `step`. */
function problemsIn(chunk: Chunk, problem: CompiledFilter, row: number, step: 1 | -1): Uint16Array {
  const out = new Uint16Array(MOST_ROWS);
  if (step === 1) return out.subarray(0, problem.run(chunk, row, chunk.count, out));
  return out.subarray(0, problem.run(chunk, 0, row + 1, out)).toReversed();
}
