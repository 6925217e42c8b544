import { expect, test } from 'vitest';
import { useDevices } from '../../src/state/devices.ts';
import { applyBatch } from '../../src/state/events.ts';
import { useSelection } from '../../src/state/selection.ts';
import { topicsOf, useTopics } from '../../src/state/topics.ts';
import { device, topic } from '../harness.ts';

test('the first device that appears is selected, and a removed one no longer', () => {
  applyBatch({ devices: [device({ id: 'a' }), device({ id: 'b' })] });
  expect(useSelection.getState().deviceId).toBe('a');
  useSelection.getState().selectDevice('b');
  applyBatch({ devices: [device({ id: 'a' }), device({ id: 'b' })] });
  expect(useSelection.getState().deviceId).toBe('b');
  applyBatch({ devices: [device({ id: 'a' })] });
  expect(useSelection.getState().deviceId).toBe('a');
});

test('a topic of a removed device is forgotten, and deselected', () => {
  applyBatch({ devices: [device()], topics: [topic()] });
  useSelection.getState().select({ kind: 'topic', deviceId: 'd1', url: '/speed' });
  applyBatch({ devices: [] });
  expect(topicsOf('d1').size).toBe(0);
  expect(useSelection.getState().item).toBeNull();
});

test('a batch changes only what it tells', () => {
  applyBatch({ devices: [device()], mocks: [] });
  const { devices } = useDevices.getState();
  applyBatch({ topics: [topic()] });
  expect(useDevices.getState().devices).toBe(devices);
});

test('the newest message of a topic replaces the one before, in place, and the version says so', () => {
  applyBatch({ topics: [topic({ preview: '1' })] });
  const { version } = useTopics.getState();
  const table = topicsOf('d1');
  applyBatch({ topics: [topic({ preview: '2' })] });
  expect(topicsOf('d1')).toBe(table);
  expect(table.get('/speed')?.preview).toBe('2');
  expect(useTopics.getState().version).toBe(version + 1);
});
