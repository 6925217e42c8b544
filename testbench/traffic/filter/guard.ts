import { createContext, Script } from 'node:vm';

/** A regex of the user took longer than it may. */
export class TooSlow extends Error {}

const context: { work: () => void } = { work: () => undefined };
createContext(context);
const script = new Script('work()');
/** Below this share of the time the process had no processor: other programs made it slow, not the regex. */
const BUSY = 0.5;
const ATTEMPTS = 5;

/**
 * Runs `work` and breaks it off after `limitMs`, also in the midst of a regex, which no other means of the language can
 * do. Throws `TooSlow` then. It costs some 60 us, so one call is for many packets.
 */
export function withinTime(work: () => void, limitMs: number): void {
  for (let attempt = 1; ; attempt++) {
    context.work = work;
    const before = process.cpuUsage();
    try {
      script.runInContext(context, { timeout: limitMs });
      return;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const { user, system } = process.cpuUsage(before);
      if (attempt === ATTEMPTS || (user + system) / 1_000 > limitMs * BUSY)
        throw new TooSlow(`a regex took more than ${limitMs} ms`);
    } finally {
      context.work = () => undefined;
    }
  }
}

/** The error is of another realm: no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
