/** As Electron has it. */
interface Blocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): void;
}

/** How often it is looked whether there is something to stay awake for, ms; systems sleep after a minute at the earliest. */
const PERIOD_MS = 10_000;

/** Keeps the system from sleeping while the bench is busy; the screen may go dark. Answers what ends it. */
export function keepAwake(blocker: Blocker, isBusy: () => boolean): () => void {
  let blocked: number | null = null;
  const look = (busy: boolean) => {
    if (busy && blocked === null) blocked = blocker.start('prevent-app-suspension');
    else if (!busy && blocked !== null) {
      blocker.stop(blocked);
      blocked = null;
    }
  };
  const timer = setInterval(() => look(isBusy()), PERIOD_MS);
  return () => {
    clearInterval(timer);
    look(false);
  };
}
