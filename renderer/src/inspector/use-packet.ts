import { useEffect, useState } from 'react';
import type { BenchError, TrafficPacket } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useTraffic } from '../state/traffic.ts';
import { useList } from '../traffic/list.ts';

/** How often a request that waits for its reply is asked for again while traffic comes, ms. */
const RECHECK_MS = 500;

interface Shown {
  packet?: TrafficPacket;
  error?: BenchError;
}

/** The whole of one packet, fetched when it is chosen; until it is there, the last one stays. */
export function usePacket(source: string, index: number): Shown {
  const [shown, setShown] = useState<Shown>({});
  const [turn, setTurn] = useState(0);
  const marks = useList((list) => list.marks);
  useEffect(() => {
    let current = true;
    const fetchPacket = async () => {
      const result = await bench().trafficPacket({ source, index });
      if (current) setShown(result.ok ? { packet: result.value } : { error: result.error });
    };
    void fetchPacket();
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each turn, and a mark, asks again
  }, [source, index, turn, marks]);

  // The reply may come while the request is shown.
  const row = shown.packet?.row;
  const waits = row?.unanswered === true && source === 'live';
  const end = useTraffic((stats) => (waits ? stats.end : 0));
  useEffect(() => {
    if (!waits || end === 0) return undefined;
    const timer = setTimeout(() => setTurn((turns) => turns + 1), RECHECK_MS);
    return () => clearTimeout(timer);
  }, [waits, end]);
  return shown;
}
