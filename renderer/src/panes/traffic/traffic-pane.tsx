import { type KeyboardEvent, useRef, useState } from 'react';
import { useTrafficSettings } from '../../state/traffic-settings.ts';
import { useSize } from '../../ui/use-size.ts';
import { Pane } from '../pane.tsx';
import { TrafficChart } from './chart/traffic-chart.tsx';
import { SourceTabs } from './files/source-tabs.tsx';
import { FileStrips } from './files/strips.tsx';
import { WarningsNotice } from './files/warnings.tsx';
import { FilterBar } from './filter/filter-bar.tsx';
import { FilterStopped } from './filter/filter-stopped.tsx';
import { GoToDialog } from './go-to-dialog.tsx';
import { TrafficList } from './list/traffic-list.tsx';
import { Toolbar } from './toolbar/toolbar.tsx';
import { useTrafficCommands } from './use-traffic-commands.ts';

/** Below this height the rows need the room more than the chart and notices do, px. */
const ROOMY = 260;

export function TrafficPane({ onConnect }: { onConnect: () => void }) {
  const body = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const roomy = useSize(body).height >= ROOMY;
  const chartOpen = useTrafficSettings((settings) => settings.chartOpen);
  const [goingTo, setGoingTo] = useState(false);
  useTrafficCommands({ onGoTo: () => setGoingTo(true) });
  const onKeys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'g') return;
    event.preventDefault();
    setGoingTo(true);
  };
  return (
    <Pane id="traffic" onKeys={onKeys}>
      <div ref={body} className="traffic">
        <Toolbar />
        <SourceTabs />
        <FilterBar onLeave={() => scroller.current?.focus()} />
        <FilterStopped />
        {roomy && <WarningsNotice />}
        <FileStrips />
        {chartOpen && roomy && <TrafficChart />}
        <TrafficList scroller={scroller} onConnect={onConnect} />
      </div>
      <GoToDialog open={goingTo} onOpenChange={setGoingTo} />
    </Pane>
  );
}
