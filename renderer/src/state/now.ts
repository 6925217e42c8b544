import { useCallback, useSyncExternalStore } from 'react';

/** Epoch ms in steps of `intervalMs`, drawn again at each; pass null to stand still at 0. */
export function useNow(intervalMs: number | null): number {
  const subscribe = useCallback(
    (tick: () => void) => {
      const timer = intervalMs === null ? undefined : setInterval(tick, intervalMs);
      return () => clearInterval(timer);
    },
    [intervalMs],
  );
  return useSyncExternalStore(subscribe, () =>
    intervalMs === null ? 0 : Math.floor(Date.now() / intervalMs) * intervalMs,
  );
}
