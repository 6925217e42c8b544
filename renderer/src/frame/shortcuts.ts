import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { Key } from '../locales/en.ts';

/** Every key of the window, for the list behind Ctrl+/; the ones for a list or a pane are handled where they apply. */
export const shortcutGroups: { title: Key; shortcuts: { keys: string[]; does: Key }[] }[] = [
  {
    title: 'keys.window',
    shortcuts: [
      { keys: ['Mod+1'], does: 'pane.devices' },
      { keys: ['Mod+2'], does: 'pane.subscriptions' },
      { keys: ['Mod+3'], does: 'pane.rpc' },
      { keys: ['Mod+4'], does: 'pane.datagrams' },
      { keys: ['Mod+5'], does: 'pane.streams' },
      { keys: ['Mod+6'], does: 'pane.plots' },
      { keys: ['Mod+7'], does: 'pane.traffic' },
      { keys: ['Mod+8'], does: 'pane.inspector' },
      { keys: ['F6', 'Shift+F6'], does: 'keys.cycle' },
      { keys: ['Mod+F'], does: 'traffic.filter' },
      { keys: ['Mod+B'], does: 'keys.rail' },
      { keys: ['Mod+/', '?'], does: 'shortcuts' },
      { keys: ['Escape'], does: 'keys.close' },
    ],
  },
  {
    title: 'keys.lists',
    shortcuts: [
      { keys: ['ArrowUp', 'ArrowDown'], does: 'keys.move' },
      { keys: ['PageUp', 'PageDown'], does: 'keys.page' },
      { keys: ['Home', 'End'], does: 'keys.ends' },
    ],
  },
  {
    title: 'pane.traffic',
    shortcuts: [
      { keys: ['End'], does: 'traffic.follow' },
      { keys: ['Space'], does: 'traffic.pause' },
      { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], does: 'traffic.selectRange' },
      { keys: ['Mod+A'], does: 'traffic.selectAll' },
      { keys: ['M'], does: 'traffic.mark' },
      { keys: ['J'], does: 'traffic.jump' },
      { keys: ['N', 'Shift+N'], does: 'traffic.nextProblem' },
      { keys: ['T'], does: 'traffic.nextTimeMode' },
      { keys: ['Mod+G'], does: 'traffic.goTo' },
      { keys: ['Mod+C'], does: 'traffic.copyAsJson' },
      { keys: ['Mod+Shift+C'], does: 'traffic.copyAsHex' },
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'column.widthKeys' },
    ],
  },
  {
    title: 'traffic.filter',
    shortcuts: [
      { keys: ['Ctrl+Space'], does: 'filter.complete' },
      { keys: ['Tab'], does: 'filter.take' },
      { keys: ['Enter'], does: 'filter.apply' },
      { keys: ['Escape'], does: 'filter.leave' },
    ],
  },
  {
    title: 'traffic.chart',
    shortcuts: [
      { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], does: 'chart.choose' },
      { keys: ['Enter'], does: 'chart.narrow' },
      { keys: ['Escape'], does: 'traffic.wholeTime' },
    ],
  },
  { title: 'pane.devices', shortcuts: [{ keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], does: 'devices.order' }] },
  { title: 'pane.rpc', shortcuts: [{ keys: ['Mod+Enter'], does: 'rpc.send' }] },
];

export type WindowKeys = Record<string, () => void>;

/** Keys of the whole window: they work in fields too, so each has a modifier, save `?`. */
export function useWindowKeys(keys: WindowKeys): void {
  useEffect(
    () =>
      tinykeys(
        window,
        Object.fromEntries(
          Object.entries(keys).map(([press, act]) => [
            press,
            (event: KeyboardEvent) => {
              if (press.endsWith('?') && isTyping(event)) return;
              event.preventDefault();
              act();
            },
          ]),
        ),
        { ignore: () => false },
      ),
    [keys],
  );
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
