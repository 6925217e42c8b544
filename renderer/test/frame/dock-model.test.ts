import { expect, test } from 'vitest';
import { loadModel, paneIds, shippedLayout } from '../../src/frame/dock-model.ts';

test('the arrangement that ships has every pane', () => {
  const model = loadModel(null);
  expect(paneIds.filter((id) => !model.getNodeById(id))).toEqual([]);
});

test('an arrangement is kept as it was left', () => {
  const model = loadModel(null);
  const again = loadModel(model.toJson());
  expect(again.toJson()).toEqual(model.toJson());
});

test('a kept arrangement that lacks a pane, or is none, gives way to the one that ships', () => {
  const broken = { layout: { type: 'row', children: [] } };
  for (const saved of [broken, { nonsense: true } as never]) {
    expect(loadModel(saved).getNodeById('traffic')).toBeDefined();
  }
  expect(shippedLayout.layout.children).toHaveLength(2);
});
