import { useEffect, useRef, useState } from 'react';

/**
 * A value that changes at most once in `periodMs`: the newest, as soon as it may. Null: whenever it changes.
 */
export function useRegulated<T>(value: T, periodMs: number | null): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (periodMs === null || Object.is(shown, value)) return undefined;
    const show = () => {
      changedAt.current = performance.now();
      setShown(value);
    };
    const timer = setTimeout(show, Math.max(0, changedAt.current + periodMs - performance.now()));
    return () => clearTimeout(timer);
  }, [value, shown, periodMs]);
  return periodMs === null ? value : shown;
}
