import { useEffect, useRef, useState } from 'react';
import type { CallSummary } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useCalls } from '../../../state/calls.ts';

const PAGE = 100;

interface Found {
  total: number;
  /** By their number; those that are not read yet are missing. */
  calls: ReadonlyMap<number, CallSummary>;
}

const NOTHING: Found = { total: 0, calls: new Map() };

/** The calls of the history in which there is `search`, newest first; only those from `first` to `last` are read. */
export function useHistory(search: string, first: number, last: number): Found {
  const version = useCalls(({ history }) => history.version);
  const [found, setFound] = useState(NOTHING);
  const asked = useRef(0);
  const from = Math.floor(Math.max(0, first) / PAGE) * PAGE;
  const to = (Math.floor(Math.max(0, last) / PAGE) + 1) * PAGE;
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    const read = async () => {
      const result = await bench().callHistory({ search: search.slice(0, 4_096), from, to });
      if (mine !== asked.current || !result.ok) return;
      const { total, calls } = result.value;
      setFound({ total, calls: new Map(calls.map((call, at) => [from + at, call])) });
    };
    void read();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what has changed since is read again
  }, [search, from, to, version]);
  return found;
}
