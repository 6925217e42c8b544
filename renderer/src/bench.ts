import type { BenchApi, Result } from '../../testbench/contract.ts';

declare global {
  interface Window {
    bench: BenchApi;
  }
}

/** The testbench, as the preload hands it over. */
export const bench = (): BenchApi => window.bench;

/** What a command answered, where there is no place for its error: throws, so that the caller can only do without. */
export async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
