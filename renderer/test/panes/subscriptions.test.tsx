import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { splitUrls } from '../../src/panes/subscriptions/subscribe-form.tsx';
import { type Topics, useTopicRows } from '../../src/panes/subscriptions/use-topic-rows.ts';
import { applyBatch } from '../../src/state/events.ts';
import { useTopicSettings } from '../../src/state/topic-settings.ts';
import { topicsOf } from '../../src/state/topics.ts';
import { device, topic } from '../harness.ts';

const gateway = device({ subscriptions: ['/', '/never'] });

function showTopics(layout: 'tree' | 'flat' = 'flat') {
  useTopicSettings.setState({ layout });
  const { result, rerender } = renderHook(
    ({ filter, held }: { filter: string; held: Topics | null }) => useTopicRows(gateway, filter, held),
    { initialProps: { filter: '', held: null as Topics | null } },
  );
  const paths = () => result.current.rows.map(({ node }) => node.path);
  const previews = () => paths().map((path) => result.current.topics.get(path)?.preview);
  return { result, rerender, paths, previews };
}

test('urls are split at spaces, commas and lines, each once', () => {
  expect(splitUrls(' /a, /b\n/c/  /a，/d ')).toEqual(['/a', '/b', '/c/', '/d']);
});

test('topics stand by url, and a subscription that waits for its first message has a row too', () => {
  applyBatch({ devices: [gateway], topics: [topic({ url: '/b' }), topic({ url: '/a' })] });
  const { paths, previews } = showTopics();
  expect(paths()).toEqual(['/a', '/b', '/never']);
  expect(previews()[2]).toBeUndefined();
});

test('numbers in urls stand in the order of numbers', () => {
  applyBatch({ topics: ['/wheel/10', '/wheel/2', '/wheel/1'].map((url) => topic({ url })) });
  expect(showTopics().paths()).toEqual(['/never', '/wheel/1', '/wheel/2', '/wheel/10']);
});

test('the filter looks into urls, whatever the case', () => {
  applyBatch({ topics: [topic({ url: '/Speed' }), topic({ url: '/doors' })] });
  const { paths, rerender } = showTopics();
  rerender({ filter: ' speed ', held: null });
  expect(paths()).toEqual(['/Speed']);
});

test('while paused the rows stand still and the messages that wait are counted', () => {
  applyBatch({ topics: [topic({ url: '/a', count: 5, preview: 'old' })] });
  const { result, rerender, previews } = showTopics();
  rerender({ filter: '', held: new Map(topicsOf('d1')) });
  act(() => applyBatch({ topics: [topic({ url: '/a', count: 8, preview: 'new' }), topic({ url: '/b', count: 2 })] }));
  expect(previews()).toEqual(['old', undefined]);
  expect(result.current.waiting).toBe(5);
  rerender({ filter: '', held: null });
  expect(previews()[0]).toBe('new');
  expect(result.current.waiting).toBe(0);
});

test('ten thousand topics are listed, in order', () => {
  applyBatch({ topics: Array.from({ length: 10_000 }, (_, i) => topic({ url: `/t/${String(i).padStart(5, '0')}` })) });
  const { result, paths } = showTopics();
  expect(result.current.total).toBe(10_000);
  expect(paths().at(-1)).toBe('/t/09999');
});

test('as a tree, a branch sums up what is below it, itself included where it is a topic', () => {
  applyBatch({
    topics: [
      topic({ url: '/body', count: 1, rate: 1, time: 10 }),
      topic({ url: '/body/doors', count: 20, rate: 2, time: 30 }),
      topic({ url: '/body/lights/low', count: 300, rate: 3, time: 20 }),
    ],
  });
  const { result, paths } = showTopics('tree');
  expect(paths()).toEqual(['/body', '/body/doors', '/body/lights', '/body/lights/low', '/never']);
  expect(result.current.rows.map(({ level }) => level)).toEqual([1, 2, 2, 3, 1]);
  expect(result.current.sums.get('/body')).toEqual({ topics: 3, count: 321, rate: 6, time: 30 });
  expect(result.current.sums.get('/body/lights')).toEqual({ topics: 1, count: 300, rate: 3, time: 20 });
  expect(result.current.sums.has('/body/doors')).toBe(false);
});

test('what is folded stays folded while one searches, which opens all of it', () => {
  applyBatch({ topics: [topic({ url: '/body/doors' }), topic({ url: '/body/lights' }), topic({ url: '/speed' })] });
  const { result, rerender, paths } = showTopics('tree');
  act(() => result.current.fold(['/body'], true));
  expect(paths()).toEqual(['/body', '/never', '/speed']);
  rerender({ filter: 'door', held: null });
  expect(paths()).toEqual(['/body', '/body/doors']);
  act(() => result.current.fold(['/body'], true));
  expect(paths()).toEqual(['/body']);
  rerender({ filter: 'doors', held: null });
  expect(paths()).toEqual(['/body', '/body/doors']);
  rerender({ filter: '', held: null });
  expect(paths()).toEqual(['/body', '/never', '/speed']);
  expect(useTopicSettings.getState().folded).toEqual(['d1 /body']);
});
