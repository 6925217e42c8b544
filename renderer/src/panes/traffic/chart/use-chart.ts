import { useEffect, useRef, useState } from 'react';
import type { TrafficChart } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useView } from '../../../state/traffic.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { spanMs, windowOf } from '../../../traffic/chart.ts';
import { useList } from '../../../traffic/list.ts';

/** How often the chart is asked for while traffic flows, however fast that is. */
const PERIOD_MS = 500;

/** Packets over time of what the list shows, read again a few times a second at most. */
export function useChart(width: number): TrafficChart | null {
  const [chart, setChart] = useState<TrafficChart | null>(null);
  const id = useView((view) => view.id);
  const source = useView((view) => view.source);
  const from = useView((view) => view.from);
  const to = useView((view) => view.to);
  const chartSpan = useTrafficSettings((settings) => settings.chartSpan);
  const paused = useList((list) => list.paused !== null);
  const drawn = useRef('');
  const scrolls = source === 'live' && chartSpan !== 'all' && from === null && to === null && !paused;
  const lastMs = source === 'live' ? spanMs[chartSpan] : null;
  useEffect(() => {
    if (width === 0) return undefined;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const { total, scanned } = useView.getState();
      const state = `${id} ${width} ${from} ${to} ${lastMs} ${total} ${scanned}`;
      if (scrolls || state !== drawn.current) {
        const answer = await bench().trafficChart({ view: id, ...windowOf({ from, to, lastMs }, Date.now(), width) });
        if (!current) return;
        if (answer.ok) {
          drawn.current = state;
          setChart(answer.value);
        }
      }
      if (current && !paused) timer = setTimeout(() => void read(), PERIOD_MS);
    };
    void read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, width, from, to, lastMs, scrolls, paused]);
  return chart;
}
