import { Actions, DockLocation } from 'flexlayout-react';
import { expect, test } from 'vitest';
import { loadModel, ownTab, paneIds, pinnedTo, shippedLayout, tabsOf } from '../../src/frame/dock-model.ts';

const WIDTHS = [450, 900, 1_440, 1_920, 3_840];

test.each(WIDTHS)('the arrangement that ships has every pane once, in a window of %i px', (width) => {
  const tabs = tabsOf(loadModel(null, width)).map((node) => node.getId());
  expect(tabs.toSorted()).toEqual([...paneIds].toSorted());
});

test('in a wide window one listens and sends side by side', () => {
  const usual = loadModel(null, 1_440);
  expect(usual.getNodeById('rpc')?.getParent()).toBe(usual.getNodeById('subscriptions')?.getParent());
  const wide = loadModel(null, 1_920);
  expect(wide.getNodeById('rpc')?.getParent()).not.toBe(wide.getNodeById('subscriptions')?.getParent());
});

test('an arrangement is kept as it was left, with the tabs of devices', () => {
  const model = loadModel(null, 1_440);
  const home = model.getNodeById('rpc')?.getParent()?.getId() ?? '';
  model.doAction(Actions.addTab(ownTab('rpc', 'd-1'), home, DockLocation.CENTER, -1, true));
  const again = loadModel(model.toJson(), 900);
  expect(again.toJson()).toEqual(model.toJson());
  const own = tabsOf(again).find((node) => node.getId() === 'rpc@d-1');
  expect(own && pinnedTo(own)).toBe('d-1');
  expect(own?.isEnableClose()).toBe(true);
});

test('panes cannot be closed', () => {
  for (const node of tabsOf(loadModel(null, 1_440))) expect(node.isEnableClose()).toBe(false);
});

test('a pane that a kept arrangement does not know yet comes beside the others', () => {
  const model = loadModel(null, 1_440);
  model.doAction(Actions.deleteTab('plots'));
  const again = loadModel(model.toJson(), 1_440);
  expect(again.getNodeById('plots')?.getParent()?.getId()).toBe(again.getNodeById('devices')?.getParent()?.getId());
});

test('a kept arrangement that is none gives way to the one that ships', () => {
  const broken = { layout: { type: 'row', children: [] } };
  for (const saved of [broken, { nonsense: true } as never]) {
    expect(loadModel(saved, 1_440).toJson().layout.children).toHaveLength(
      shippedLayout(1_440).layout.children?.length ?? 0,
    );
  }
});
