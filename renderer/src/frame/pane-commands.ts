import type { Command } from './commands.ts';
import type { PaneId } from './dock-model.ts';

interface Described extends Omit<Command, 'run' | 'when'> {
  pane: PaneId;
}

const of = (pane: PaneId, group: Described['group'], commands: Omit<Described, 'pane' | 'group'>[]): Described[] =>
  commands.map((command) => ({ ...command, pane, group }));

/**
 * What panes add for as long as they are there, which they are once they were opened: so that the palette and the list
 * of shortcuts have it before, and nobody gives its keys to something else unawares.
 */
export const paneCommands: readonly Described[] = [
  ...of('subscriptions', 'pane.subscriptions', [
    { id: 'subscriptions.everything', title: 'subscriptions.subscribeAll' },
    { id: 'subscriptions.nothing', title: 'subscriptions.unsubscribeAll' },
    { id: 'subscriptions.pause', title: 'subscriptions.pause' },
    { id: 'subscriptions.forgetTopics', title: 'subscriptions.forgetTopics' },
    { id: 'subscriptions.layout', title: 'subscriptions.showFlat' },
    { id: 'subscriptions.foldAll', title: 'subscriptions.foldAll' },
    { id: 'subscriptions.unfoldAll', title: 'subscriptions.unfoldAll' },
  ]),
  ...of('rpc', 'pane.rpc', [
    { id: 'rpc.send', title: 'rpc.send', keys: ['Mod+Enter'] },
    { id: 'rpc.cancel', title: 'rpc.cancelCall' },
    { id: 'rpc.older', title: 'rpc.older', keys: ['Alt+ArrowUp'] },
    { id: 'rpc.newer', title: 'rpc.newer', keys: ['Alt+ArrowDown'] },
    { id: 'rpc.save', title: 'requests.save', keys: ['Mod+S'] },
    { id: 'rpc.saveAs', title: 'requests.saveAs', keys: ['Mod+Shift+S'] },
  ]),
  ...of('rpc', 'requests.title', [
    { id: 'rpc.addSamples', title: 'requests.addSamples' },
    { id: 'rpc.importCollection', title: 'requests.import' },
  ]),
  ...of('streams', 'pane.streams', [
    { id: 'streams.start', title: 'streams.start', keys: ['Mod+Enter'] },
    { id: 'streams.pause', title: 'streams.pauseOrResume' },
    { id: 'streams.cancel', title: 'streams.cancelTransfer' },
  ]),
  ...of('mocks', 'pane.mocks', [
    { id: 'mocks.startOrStop', title: 'mocks.startOrStop', keys: ['F5'] },
    { id: 'mocks.save', title: 'mocks.save', keys: ['Mod+S'] },
    { id: 'mocks.format', title: 'mocks.format', keys: ['Mod+Shift+F'] },
    { id: 'mocks.open', title: 'mocks.open' },
    { id: 'mocks.startAll', title: 'mocks.startAll' },
    { id: 'mocks.stopAll', title: 'mocks.stopAll' },
    { id: 'mocks.refresh', title: 'mocks.refresh' },
  ]),
  ...of('positions', 'pane.positions', [{ id: 'positions.startOrStop', title: 'positions.startOrStop' }]),
  ...of('traffic', 'pane.traffic', [
    { id: 'traffic.pause', title: 'traffic.pauseOrResume' },
    { id: 'traffic.clear', title: 'traffic.clearAll' },
    { id: 'traffic.problems', title: 'traffic.problems' },
    { id: 'traffic.goTo', title: 'traffic.goTo' },
    { id: 'traffic.open', title: 'traffic.open' },
    { id: 'traffic.saveAll', title: 'traffic.saveAllPcapng' },
    { id: 'traffic.saveView', title: 'traffic.saveViewPcapng' },
    { id: 'traffic.saveRange', title: 'traffic.saveRangePcapng' },
    { id: 'traffic.chart', title: 'traffic.showChart' },
    { id: 'traffic.record', title: 'recording.start' },
  ]),
];
