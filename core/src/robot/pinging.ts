import type { Clock, TimerHandle } from '../clock.ts';

export interface PingingOptions {
  clock: Clock;
  /** Asked before each ping, ms. */
  interval: () => number;
  /** Sends a ping; rejects where no answer comes within `timeout` ms. */
  ping: (timeout: number, signal: AbortSignal) => Promise<unknown>;
  /** Told of each change: how many were lost in a row. */
  lost: (count: number) => void;
}

/** Pings each interval until `signal` aborts. A ping that cannot be sent counts as lost. */
export function startPinging({ clock, interval, ping, lost }: PingingOptions, signal: AbortSignal): void {
  let count = 0;
  let timer: TimerHandle | undefined;
  const wait = (ms: number) => {
    if (ms > 0) timer = clock.setTimeout(() => void once(), ms);
    else void once();
  };
  const tell = (now: number) => {
    if (now !== count) lost((count = now));
  };
  const once = async () => {
    const ms = interval();
    const sentAt = clock.now();
    const answered = await ping(ms, signal).then(
      () => true,
      () => false,
    );
    if (signal.aborted) return;
    tell(answered ? 0 : count + 1);
    if (!signal.aborted) wait(sentAt + ms - clock.now());
  };
  signal.addEventListener('abort', () => timer !== undefined && clock.clearTimeout(timer), { once: true });
  wait(interval());
}
