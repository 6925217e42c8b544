const SAFE_MODE = '--safe-mode';

/** `args` of this run as they are for one with or without safe mode. */
export function argsFor(args: readonly string[], { safeMode }: { safeMode: boolean }): string[] {
  const others = args.filter((arg) => arg !== SAFE_MODE);
  return safeMode ? [...others, SAFE_MODE] : others;
}
