import type { Mishaps } from './mishaps.ts';

/** So many are recorded in so long: an error in a loop is not to fill the disk. */
const MOST = 10;
const WITHIN_MS = 60_000;

export interface ProcessErrorsOptions {
  on: Pick<NodeJS.Process, 'on'>;
  mishaps: Pick<Mishaps, 'happened'>;
  /** Saves what the user made; called at most once at a time. */
  save: () => Promise<void>;
  say: (message: string) => void;
  now?: () => number;
}

/**
 * An error in the main process that nothing was prepared for ends none of the connections: it is recorded with its
 * stack, what the user made is saved, the user is told, and the rest goes on.
 */
export function surviveErrors({ on, mishaps, save, say, now = () => performance.now() }: ProcessErrorsOptions): void {
  let recent: number[] = [];
  let saving = false;
  const survive = (what: string) => (thrown: unknown) => {
    recent = [...recent.filter((at) => now() - at < WITHIN_MS), now()];
    if (recent.length > MOST) return;
    const last = recent.length === MOST ? ' (more of them within a minute are not recorded)' : '';
    mishaps.happened('defect', `${what}: ${stackOf(thrown)}${last}`);
    if (saving) return;
    saving = true;
    save()
      .catch((error: unknown) => say(`after the error not all was saved: ${String(error)}`))
      .finally(() => {
        saving = false;
      });
  };
  on.on('uncaughtException', survive('uncaught exception'));
  on.on('unhandledRejection', survive('unhandled rejection'));
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? String(thrown)}${cause}`;
}
