import type { PaneId } from '../frame/dock-model.ts';
import type { Key } from '../locales/en.ts';

interface Step {
  title: Key;
  text: Key;
  /** What it points at; where it is not in the window, at the panes of the rail. */
  target: string;
  /** Brought to the front for it. */
  pane?: PaneId;
  side: 'right' | 'left' | 'top' | 'bottom';
}

const step = (name: 'devices' | 'rail' | 'panes' | 'traffic' | 'inspector' | 'workspace' | 'menu') =>
  ({ title: `tour.${name}.title`, text: `tour.${name}.text` }) as const;

export const FALLBACK = '.rail nav';

export const steps: readonly Step[] = [
  { ...step('devices'), target: '.pane-devices form', pane: 'devices', side: 'bottom' },
  { ...step('rail'), target: '.rail nav', side: 'right' },
  { ...step('panes'), target: '.flexlayout__tabset_tabbar_outer', side: 'bottom' },
  { ...step('traffic'), target: '.pane-traffic', pane: 'traffic', side: 'top' },
  { ...step('inspector'), target: '.pane-inspector', pane: 'inspector', side: 'left' },
  { ...step('workspace'), target: '[data-tour="workspace"]', side: 'top' },
  { ...step('menu'), target: '[data-tour="menu"]', side: 'top' },
];
