import { useEffect, useRef, useState } from 'react';
import type { BenchError, TopicChanges, TopicValue } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';

type Answer<T> = { ok: true; value: T } | { ok: false; error: BenchError };

interface Shown<T> {
  /** What was asked for. */
  key: string;
  value?: T;
  error?: BenchError;
}

/** The value with this number, or the newest. Until it is there the last one stays. */
export function useTopicValue(deviceId: string, url: string, chosen: number | null, count: number) {
  const key = chosen === null ? `newest ${count}` : String(chosen);
  return useNewestAnswer<TopicValue | null>(key, () =>
    chosen === null
      ? bench().topicValue({ id: deviceId, url })
      : bench().topicHistoryValue({ id: deviceId, url, number: chosen }),
  );
}

export function useTopicChanges(deviceId: string, url: string, before: number, after: number) {
  return useNewestAnswer<TopicChanges>(`${before} ${after}`, () =>
    bench().topicChanges({ id: deviceId, url, before, after }),
  );
}

/** Asks again when `key` is another one, once at a time: what comes faster is left out. */
function useNewestAnswer<T>(key: string, ask: () => Promise<Answer<T>>): Shown<T> {
  const [shown, setShown] = useState<Shown<T>>({ key: '' });
  const asking = useRef(false);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (asking.current || shown.key === key) return;
    asking.current = true;
    const run = async () => {
      const result = await latest.current();
      asking.current = false;
      setShown(result.ok ? { key, value: result.value } : { key, error: result.error });
    };
    void run();
  }, [key, shown]);
  return shown;
}
