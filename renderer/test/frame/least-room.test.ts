import { Actions } from 'flexlayout-react';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/frame/dock-model.ts';
import { leastRoom } from '../../src/frame/least-room.ts';

test('the smallest window has room for the arrangement that ships there', () => {
  const { width, height } = leastRoom(loadModel(null, 900));
  expect(width).toBeLessThanOrEqual(900 - 41);
  expect(height).toBeLessThanOrEqual(600 - 26);
});

test('panes beside each other need their widths together, panes below each other their heights', () => {
  const usual = leastRoom(loadModel(null, 1_440));
  const wide = leastRoom(loadModel(null, 1_920));
  expect(wide.width).toBeGreaterThan(usual.width);
  expect(wide.height).toBe(usual.height);
});

test('one that is maximized needs room for itself alone', () => {
  const model = loadModel(null, 1_440);
  const tabset = model.getNodeById('traffic')?.getParent()?.getId() ?? '';
  const all = leastRoom(model);
  model.doAction(Actions.maximizeToggle(tabset));
  expect(leastRoom(model).width).toBeLessThan(all.width);
});
