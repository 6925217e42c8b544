import { useCallback, useEffect, useRef, useState } from 'react';
import type { HistoryValue } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';

/** Rows read at once: more than are in view. */
const PAGE = 100;
/** And while it follows, many times a second. */
const NEWEST = 40;
/** Rows that are remembered while one scrolls. */
const MOST_ROWS = 2_000;

export interface TopicHistoryState {
  /** The oldest value that is there. */
  first: number;
  /** Behind the newest that was read. */
  end: number;
  rows: ReadonlyMap<number, HistoryValue>;
}

const NOTHING: TopicHistoryState = { first: 0, end: 0, rows: new Map() };

/**
 * The values of a topic, read by number, one reading at a time. While it follows, each reading has the newest; what is
 * shown is never ahead of what was read. `wish` asks for older ones.
 */
export function useTopicHistory(deviceId: string, url: string, newestEnd: number, follows: boolean) {
  const [state, setState] = useState(NOTHING);
  const reading = useRef(false);
  const [turn, setTurn] = useState(0);

  const read = useCallback(
    async (from: number, to: number, keep: boolean) => {
      reading.current = true;
      const result = await bench().topicHistory({ id: deviceId, url, from: Math.max(0, from), to });
      reading.current = false;
      if (result.ok) setState((before) => merged(before, result.value, keep));
      setTurn((turns) => turns + 1);
    },
    [deviceId, url],
  );

  useEffect(() => {
    if (!follows || reading.current || state.end === newestEnd) return;
    void read(newestEnd - NEWEST, newestEnd + NEWEST, false);
  }, [follows, newestEnd, state.end, read]);

  /** That values from `from` up to `to` are wanted. */
  const wish = useCallback(
    (from: number, to: number) => {
      if (reading.current) return;
      const start = Math.max(from, state.first);
      for (let number = start; number < Math.min(to, state.end); number++) {
        if (state.rows.has(number)) continue;
        void read(number - PAGE / 2, number + PAGE, true);
        return;
      }
    },
    [state, read],
  );
  /** Reads anew what is there: more may be gone than is told. */
  const refresh = useCallback(() => read(newestEnd - NEWEST, newestEnd + NEWEST, false), [read, newestEnd]);
  return { ...state, turn, wish, refresh };
}

function merged(
  before: TopicHistoryState,
  { first, end, values }: { first: number; end: number; values: HistoryValue[] },
  keep: boolean,
): TopicHistoryState {
  const rows = new Map(keep && before.rows.size < MOST_ROWS ? before.rows : []);
  for (const value of values) rows.set(value.number, value);
  // A list that is held stays as long as it is.
  return { first, end: keep ? before.end : end, rows };
}
