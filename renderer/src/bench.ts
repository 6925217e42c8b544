import type { BenchApi, BenchError, Result } from '../../testbench/contract.ts';

declare global {
  interface Window {
    bench: BenchApi;
  }
}

/** The testbench, as the preload hands it over. */
export const bench = (): BenchApi => window.bench;

/** What a command answered, or throws a `CommandFailed` for `errorOf`. For hooks that want one path for failure. */
export async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new CommandFailed(result.error);
  return result.value;
}

class CommandFailed extends Error {
  readonly benchError: BenchError;

  constructor(benchError: BenchError) {
    super(benchError.message);
    this.benchError = benchError;
  }
}

/** The error behind whatever a command threw. A door that is gone (the main process died) counts as internal. */
export function errorOf(thrown: unknown): BenchError {
  if (thrown instanceof CommandFailed) return thrown.benchError;
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
