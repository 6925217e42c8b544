import { BenchFailure } from '../errors.ts';
import { reasonOf } from './context.ts';

/**
 * Work of many steps: before each, `undo` is told what puts it back. Where one fails, all of them are put back, the last
 * one first, and the reason is thrown; what could not be put back is added to it.
 */
export async function allOrNothing<T>(work: (undo: (step: () => unknown) => void) => Promise<T>): Promise<T> {
  const steps: (() => unknown)[] = [];
  try {
    return await work((step) => steps.push(step));
  } catch (error) {
    const lost: string[] = [];
    for (const step of steps.toReversed()) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one may need what another gives up
        await step();
      } catch (reason) {
        lost.push(reasonOf(reason));
      }
    }
    if (lost.length === 0) throw error;
    const code = error instanceof BenchFailure ? error.code : 'ERROR';
    throw new BenchFailure(code, [reasonOf(error), ...lost].join(' '), { cause: error });
  }
}
