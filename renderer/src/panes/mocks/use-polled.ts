import { useCallback, useEffect, useRef, useState } from 'react';
import type { BenchError, Result } from '../../../../testbench/contract.ts';

/** How often what is in view is read, ms: whatever goes on, the window costs the same. */
const PERIOD = 500;

export interface Polled<T> {
  /** The newest; null before there is one. Another object only where it has changed. */
  value: T | null;
  error: BenchError | null;
  /** Reads at once, as after something was done. */
  refresh: () => void;
}

/** What `read` answers, for as long as the pane is in view; null: nothing is read. Another `read` is another thing. */
export function usePolled<T>(pane: string, read: (() => Promise<Result<T>>) | null): Polled<T> {
  const [state, setState] = useState<{ of: unknown; value: T | null; error: BenchError | null }>(nothing);
  const refresh = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (read === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    let told = '';
    const next = async () => {
      clearTimeout(timer);
      if (isInView(pane)) {
        const result = await read();
        if (ended) return;
        const now = JSON.stringify(result);
        if (now !== told) {
          setState((before) => ({
            of: read,
            value: result.ok ? result.value : before.of === read ? before.value : null,
            error: result.ok ? null : result.error,
          }));
        }
        told = now;
      }
      clearTimeout(timer);
      timer = setTimeout(() => void next(), PERIOD);
    };
    refresh.current = () => void next();
    void next();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [pane, read]);
  const isThis = state.of === read;
  return {
    value: isThis ? state.value : null,
    error: isThis ? state.error : null,
    refresh: useCallback(() => refresh.current(), []),
  };
}

const nothing = { of: null, value: null, error: null };

function isInView(pane: string): boolean {
  if (document.visibilityState === 'hidden') return false;
  const element = document.querySelector(`[data-pane="${pane}"]`);
  return element === null || typeof element.checkVisibility !== 'function' || element.checkVisibility();
}
