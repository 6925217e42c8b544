import { useCommand } from '../../frame/commands.ts';
import { openPane } from '../../frame/dock-store.ts';
import { useView } from '../../state/traffic.ts';
import { useTrafficSettings } from '../../state/traffic-settings.ts';
import { clearLog } from '../../traffic/act.ts';
import { pickedRange, togglePause } from '../../traffic/list.ts';
import { openCapture, save } from './files/save.ts';
import { toggleProblems } from './filter/problems.ts';

const group = 'pane.traffic';
const isLive = () => useView.getState().source === 'live';

/** What the palette can do with the traffic. */
export function useTrafficCommands({ onGoTo }: { onGoTo: () => void }): void {
  useCommand({ id: 'traffic.pause', title: 'traffic.pauseOrResume', group, when: isLive, run: togglePause });
  useCommand({ id: 'traffic.clear', title: 'traffic.clearAll', group, when: isLive, run: () => void clearLog() });
  useCommand({ id: 'traffic.problems', title: 'traffic.problems', group, run: toggleProblems });
  useCommand({ id: 'traffic.goTo', title: 'traffic.goTo', group, run: onGoTo });
  useCommand({
    id: 'traffic.open',
    title: 'traffic.open',
    group,
    run: () => {
      openPane('traffic');
      void openCapture();
    },
  });
  useCommand({
    id: 'traffic.saveAll',
    title: 'traffic.saveAllPcapng',
    group,
    run: () => void save('all', 'pcapng'),
  });
  useCommand({
    id: 'traffic.saveView',
    title: 'traffic.saveViewPcapng',
    group,
    run: () => void save('view', 'pcapng'),
  });
  useCommand({
    id: 'traffic.saveRange',
    title: 'traffic.saveRangePcapng',
    group,
    when: () => pickedRange() !== null,
    run: () => void save('range', 'pcapng'),
  });
  useCommand({
    id: 'traffic.chart',
    title: 'traffic.showChart',
    group,
    run: () => useTrafficSettings.setState(({ chartOpen }) => ({ chartOpen: !chartOpen })),
  });
}
