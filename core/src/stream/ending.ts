/** Whether it is closed because the program is through with it. Leaving a `for await` is an AbortError without a cause. */
export function isInOrder(error: Error | null | undefined): boolean {
  return !error || (codeOf(error) === 'ABORT_ERR' && error.cause === undefined);
}

export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
