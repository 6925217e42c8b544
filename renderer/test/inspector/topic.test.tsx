import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HistoryValue, TopicChanges, TopicValue } from '../../../testbench/contract.ts';
import { TopicInspector } from '../../src/inspector/topic-inspector.tsx';
import { applyBatch } from '../../src/state/events.ts';
import { answers, benchWith, device, refuses, topic } from '../harness.ts';

const row = (number: number): HistoryValue => ({
  number,
  time: 1_000 * number,
  quick: false,
  preview: `{"n":${number}}`,
  paramLength: 7,
  dataLength: 0,
  whole: true,
});

const value = (number: number): TopicValue => ({
  text: `{"n":${number}}`,
  json: true,
  param: new TextEncoder().encode(`{"n":${number}}`),
  data: new Uint8Array(),
  time: 1_000 * number,
  quick: false,
});

const changes = (before: number, after: number): TopicChanges => ({
  before,
  after,
  fields: { changes: [{ kind: 'changed', path: ['n'], before: String(before), after: String(after) }], total: 1 },
  param: { lengthBefore: 7, lengthAfter: 7, firstDifference: 5, different: 1 },
  data: null,
});

/** A topic of which the values from `first` on are there; `say` lets more come. */
function showTopic(first = 0) {
  let end = 5;
  const say = (count: number) => {
    end = count;
    act(() => applyBatch({ topics: [topic({ url: '/n', count })] }));
  };
  benchWith({
    topicHistory: ({ from, to }) => {
      const start = Math.max(from, first);
      const length = Math.max(0, Math.min(to, end) - start);
      return answers({ first, end, values: Array.from({ length }, (_, at) => row(start + at)) });
    },
    topicValue: () => answers(value(end - 1)),
    topicHistoryValue: ({ number }) =>
      number < 3 ? refuses({ code: 'NO_SUCH_VALUE', message: 'gone' }) : answers(value(number)),
    topicChanges: ({ before, after }) => answers(changes(before, after)),
  });
  applyBatch({ devices: [device()] });
  say(5);
  render(<TopicInspector deviceId="d1" url="/n" />);
  return { say, list: () => screen.getByRole('grid', { name: 'Last values' }) };
}

const shownField = () => screen.queryAllByRole('treeitem').at(-1)?.textContent;

const rowWith = (list: HTMLElement, text: string) => within(list).findByText(text);

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(300);
});
afterEach(() => void vi.restoreAllMocks());

test('the newest value is shown, and the next one when it comes', async () => {
  const { say, list } = showTopic();
  await rowWith(list(), '{"n":4}');
  expect((await screen.findAllByRole('treeitem')).at(-1)?.textContent).toContain('n:4');
  say(6);
  await rowWith(list(), '{"n":5}');
  await waitFor(() => expect(shownField()).toContain('n:5'));
});

test('a value that is chosen stays, and how many are newer is counted, until one follows again', async () => {
  const { say, list } = showTopic();
  fireEvent.click(await rowWith(list(), '{"n":3}'));
  await waitFor(() => expect(shownField()).toContain('n:3'));
  say(1_205);
  await screen.findByRole('button', { name: '1,200 newer' });
  expect(within(list()).queryByText('{"n":1204}')).toBeNull();
  expect(shownField()).toContain('n:3');
  fireEvent.keyDown(list(), { key: 'Escape' });
  await rowWith(list(), '{"n":1204}');
});

test('a value that is gone says so, and what to do', async () => {
  const { list } = showTopic();
  fireEvent.click(await rowWith(list(), '{"n":2}'));
  expect((await screen.findByRole('alert')).textContent).toContain('Value is gone');
});

test('what has changed is told against the one before, or any other', async () => {
  const { list } = showTopic();
  fireEvent.click(await rowWith(list(), '{"n":4}'));
  fireEvent.click(screen.getByRole('tab', { name: 'Changes' }));
  expect((await screen.findByRole('listitem')).textContent).toMatch(/n.*3.*4.*\(\+1\)/);
  fireEvent.contextMenu(await rowWith(list(), '{"n":0}'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Compare others with this' }));
  await waitFor(() => expect(screen.getByRole('listitem').textContent).toMatch(/0.*4.*\(\+4\)/));
});

test('the oldest value has none before it', async () => {
  showTopic(4);
  fireEvent.click(await screen.findByRole('tab', { name: 'Changes' }));
  expect(await screen.findByText('There is no value before this one to compare it with.')).toBeTruthy();
});
