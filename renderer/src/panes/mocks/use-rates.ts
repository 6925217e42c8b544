import { useEffect, useState } from 'react';
import { Rates } from './rates.ts';

const nothing: number[] = [];

/** How fast counters grow; falls to 0 by itself while nothing changes. `counts` is another array where one has changed. */
export function useRates(counts: readonly number[]): number[] {
  const [rates] = useState(() => new Rates());
  const [now, setNow] = useState(nothing);
  useEffect(() => {
    const look = () => setNow(rates.take(counts, performance.now()));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [counts, rates]);
  return now;
}
