import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { splitUrls } from '../../src/panes/subscriptions/subscribe-form.tsx';
import { type Topics, useTopicRows } from '../../src/panes/subscriptions/use-topic-rows.ts';
import { applyBatch } from '../../src/state/events.ts';
import { topicsOf } from '../../src/state/topics.ts';
import { device, topic } from '../harness.ts';

const subscribed = ['/', '/never'];

function showTopics() {
  return renderHook(
    ({ filter, held }: { filter: string; held: Topics | null }) => useTopicRows('d1', subscribed, filter, held),
    { initialProps: { filter: '', held: null as Topics | null } },
  );
}

test('urls are split at spaces, commas and lines, each once', () => {
  expect(splitUrls(' /a, /b\n/c/  /a ')).toEqual(['/a', '/b', '/c/']);
});

test('topics stand by url, and a subscription that waits for its first message has a row too', () => {
  applyBatch({ devices: [device()], topics: [topic({ url: '/b' }), topic({ url: '/a' })] });
  const { result } = showTopics();
  expect(result.current.rows.map((row) => row.url)).toEqual(['/a', '/b', '/never']);
  expect(result.current.rows[2]?.topic).toBeUndefined();
});

test('numbers in urls stand in the order of numbers', () => {
  applyBatch({ topics: ['/wheel/10', '/wheel/2', '/wheel/1'].map((url) => topic({ url })) });
  const { result } = showTopics();
  expect(result.current.rows.map((row) => row.url)).toEqual(['/never', '/wheel/1', '/wheel/2', '/wheel/10']);
});

test('the filter looks into urls, whatever the case', () => {
  applyBatch({ topics: [topic({ url: '/Speed' }), topic({ url: '/doors' })] });
  const { result, rerender } = showTopics();
  rerender({ filter: ' speed ', held: null });
  expect(result.current.rows.map((row) => row.url)).toEqual(['/Speed']);
});

test('while paused the rows stand still and the messages that wait are counted', () => {
  applyBatch({ topics: [topic({ url: '/a', count: 5, preview: 'old' })] });
  const { result, rerender } = showTopics();
  rerender({ filter: '', held: new Map(topicsOf('d1')) });
  act(() => applyBatch({ topics: [topic({ url: '/a', count: 8, preview: 'new' }), topic({ url: '/b', count: 2 })] }));
  expect(result.current.rows.map((row) => row.topic?.preview)).toEqual(['old', undefined]);
  expect(result.current.waiting).toBe(5);
  rerender({ filter: '', held: null });
  expect(result.current.rows[0]?.topic?.preview).toBe('new');
  expect(result.current.waiting).toBe(0);
});

test('ten thousand topics are listed, in order', () => {
  applyBatch({ topics: Array.from({ length: 10_000 }, (_, i) => topic({ url: `/t/${String(i).padStart(5, '0')}` })) });
  const { result } = showTopics();
  expect(result.current.total).toBe(10_000);
  expect(result.current.rows.at(-1)?.url).toBe('/t/09999');
});
