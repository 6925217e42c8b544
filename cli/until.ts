/** Resolves when `signal` aborts, so many ms are over (undefined: never), or what `begin` was given is called. */
export async function until(
  signal: AbortSignal,
  ms: number | undefined,
  begin: (done: () => void) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
    if (ms !== undefined) timer = setTimeout(resolve, ms);
    begin(resolve);
  });
  clearTimeout(timer);
}
