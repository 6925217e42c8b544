import type { Key } from '../locales/en.ts';
import type { Press } from './keys.ts';

export interface FixedKeys {
  group: Key;
  keys: Press[];
  does: Key;
}

const of = (group: Key, entries: [Press[], Key][]): FixedKeys[] =>
  entries.map(([keys, does]) => ({ group, keys, does }));

/** Keys that work in a list, a field or a pane and stay as they are; they are handled where they apply. */
export const fixedKeys: FixedKeys[] = [
  ...of('keys.window', [[['Escape'], 'keys.close']]),
  ...of('keys.lists', [
    [['ArrowUp', 'ArrowDown'], 'keys.move'],
    [['PageUp', 'PageDown'], 'keys.page'],
    [['Home', 'End'], 'keys.ends'],
    [['ContextMenu', 'Shift+F10'], 'keys.contextMenu'],
  ]),
  ...of('keys.tabs', [
    [['ArrowLeft', 'ArrowRight'], 'keys.nextTab'],
    [['Mod+Delete'], 'tab.close'],
  ]),
  ...of('pane.traffic', [
    [['End'], 'traffic.follow'],
    [['Space'], 'traffic.pause'],
    [['Shift+ArrowUp', 'Shift+ArrowDown'], 'traffic.selectRange'],
    [['Mod+A'], 'traffic.selectAll'],
    [['M'], 'traffic.mark'],
    [['J'], 'traffic.jump'],
    [['N', 'Shift+N'], 'traffic.nextProblem'],
    [['T'], 'traffic.nextTimeMode'],
    [['Mod+G'], 'traffic.goTo'],
    [['Mod+C'], 'traffic.copyAsJson'],
    [['Mod+Shift+C'], 'traffic.copyAsHex'],
    [['ArrowLeft', 'ArrowRight'], 'column.widthKeys'],
  ]),
  ...of('traffic.filter', [
    [['Ctrl+Space'], 'filter.complete'],
    [['Tab'], 'filter.take'],
    [['Enter'], 'filter.apply'],
    [['Escape'], 'filter.leave'],
    [['Mod+Z'], 'filter.bringBack'],
  ]),
  ...of('traffic.chart', [
    [['Shift+ArrowLeft', 'Shift+ArrowRight'], 'chart.choose'],
    [['Enter'], 'chart.narrow'],
    [['Escape'], 'traffic.wholeTime'],
  ]),
  ...of('pane.devices', [
    [['Enter'], 'devices.connect'],
    [['Delete'], 'devices.remove'],
    [['Alt+ArrowUp', 'Alt+ArrowDown'], 'devices.order'],
  ]),
  ...of('pane.subscriptions', [
    [['ArrowLeft', 'ArrowRight'], 'subscriptions.foldKeys'],
    [['Enter'], 'subscriptions.enterKey'],
    [['Mod+C'], 'subscriptions.copyValue'],
  ]),
  ...of('topic.values', [
    [['Escape'], 'topic.follow'],
    [['Mod+C'], 'topic.copyValue'],
  ]),
  ...of('fields.title', [
    [['ArrowLeft', 'ArrowRight'], 'subscriptions.foldKeys'],
    [['Enter'], 'fields.plot'],
    [['Mod+C'], 'fields.copyValue'],
  ]),
  ...of('pane.plots', [
    [['ArrowLeft', 'ArrowRight'], 'plots.moveCursor'],
    [['Shift+ArrowLeft', 'Shift+ArrowRight'], 'plots.pan'],
    [['PageUp', 'PageDown'], 'plots.panFar'],
    [['Plus', 'Minus'], 'plots.zoom'],
    [['Home'], 'plots.oldest'],
    [['Space'], 'plots.pauseKey'],
    [['End', 'Escape'], 'plots.reset'],
  ]),
  ...of('pane.rpc', [
    [['Mod+Shift+F'], 'editor.format'],
    [['Escape'], 'rpc.cancelCall'],
    [['Delete'], 'rpc.deleteCall'],
  ]),
  ...of('requests.title', [
    [['Enter'], 'requests.open'],
    [['F2'], 'requests.rename'],
    [['Mod+D'], 'requests.duplicate'],
    [['Delete'], 'requests.delete'],
    [['Alt+ArrowUp', 'Alt+ArrowDown'], 'requests.order'],
    [['Alt+ArrowLeft', 'Alt+ArrowRight'], 'requests.inOut'],
  ]),
  ...of('pane.datagrams', [
    [['Mod+Enter'], 'datagrams.send'],
    [['End'], 'traffic.follow'],
    [['Space'], 'datagrams.pauseList'],
    [['Enter'], 'datagrams.useAsTemplate'],
    [['Mod+C'], 'datagrams.copyLine'],
  ]),
  ...of('pane.streams', [[['Delete'], 'streams.remove']]),
  ...of('pane.positions', [
    [['Enter'], 'positions.edit'],
    [['Delete'], 'positions.remove'],
  ]),
  ...of('pane.mocks', [
    [['F2'], 'mocks.rename'],
    [['Delete'], 'mocks.delete'],
    [['ArrowLeft', 'ArrowRight'], 'subscriptions.foldKeys'],
  ]),
];
