import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { FilterHelp, Result } from '../../../../testbench/contract.ts';
import { FilterBar } from '../../../src/panes/traffic/filter/filter-bar.tsx';
import { FilterStopped } from '../../../src/panes/traffic/filter/filter-stopped.tsx';
import { useTraffic, useView } from '../../../src/state/traffic.ts';
import { useTrafficSettings } from '../../../src/state/traffic-settings.ts';
import { answers, benchWith, stats, view } from '../../harness.ts';

function showBar(help: (text: string) => Partial<FilterHelp> = () => ({}), onLeave = () => {}) {
  const shown: string[] = [];
  benchWith({
    filterHelp: ({ text }) => answers({ error: null, completions: [], ...help(text) }),
    setTrafficView: (wish) => {
      shown.push(wish.filter);
      return answers(view({ ...wish, id: useView.getState().id + 1 }));
    },
  });
  render(<FilterBar onLeave={onLeave} />);
  return { input: screen.getByRole('combobox', { name: 'Filter' }) as HTMLInputElement, shown };
}

const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });
const press = (input: HTMLElement, key: string) => fireEvent.keyDown(input, { key });

test('Enter applies what is written and remembers it', async () => {
  const { input, shown } = showBar();
  type(input, 'quick');
  press(input, 'Enter');
  await waitFor(() => expect(shown).toEqual(['quick']));
  await waitFor(() => expect(useTrafficSettings.getState().filters).toEqual(['quick']));
});

test('what is wrong is marked in its place and said in words, with what is still shown', async () => {
  const wrong = { code: 'UNKNOWN_FIELD', found: 'typ', from: 0, to: 3 } as const;
  const { input } = showBar(() => ({ error: wrong }));
  type(input, 'typ == RPC');
  press(input, 'Enter');
  await waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getByRole('status').textContent).toBe('There is no field typ. No filter is applied.');
  expect(document.querySelector('u')?.textContent).toBe('typ');
  expect(input.getAttribute('aria-describedby')).toBe(screen.getByRole('status').id);
});

test('Tab takes the best completion and leaves room for the next word', async () => {
  const completions: FilterHelp['completions'] = [{ insert: 'type', kind: 'field', from: 0, to: 2 }];
  const { input } = showBar((text) => (text === 'ty' ? { completions } : {}));
  input.focus();
  type(input, 'ty');
  await screen.findByRole('option', { name: /type/ });
  press(input, 'Tab');
  expect(input.value).toBe('type ');
  expect(input.selectionStart).toBe(5);
});

test('Tab right after another key takes the completion at its place in what is written by then', async () => {
  const { input } = showBar((text) => ({
    completions: text.startsWith('st') ? [{ insert: 'status', kind: 'field', from: 0, to: text.length }] : [],
  }));
  input.focus();
  type(input, 'st');
  await screen.findByRole('option', { name: /status/ });
  type(input, 'sta');
  press(input, 'Tab');
  await waitFor(() => expect(input.value).toBe('status '));
  expect(input.selectionStart).toBe(7);
});

test('Esc closes the completions, then clears, then leaves', async () => {
  const onLeave = vi.fn<() => void>();
  const completions: FilterHelp['completions'] = [{ insert: 'type', kind: 'field', from: 0, to: 2 }];
  const { input, shown } = showBar((text) => (text === 'ty' ? { completions } : {}), onLeave);
  act(() => useView.setState({ filter: 'quick' }));
  input.focus();
  type(input, 'ty');
  await screen.findByRole('option', { name: /type/ });
  press(input, 'Escape');
  await waitFor(() => expect(screen.queryByRole('option')).toBeNull());
  expect(input.value).toBe('ty');
  press(input, 'Escape');
  await waitFor(() => expect(shown.at(-1)).toBe(''));
  await waitFor(() => expect(input.value).toBe(''));
  expect(onLeave).not.toHaveBeenCalled();
  press(input, 'Escape');
  expect(onLeave).toHaveBeenCalledOnce();
});

test('Esc while the completions are still to come keeps what is written, and they do not open any more', async () => {
  const completions: FilterHelp['completions'] = [{ insert: 'type', kind: 'field', from: 0, to: 2 }];
  const { input } = showBar();
  const asked: ((help: Result<FilterHelp>) => void)[] = [];
  benchWith({ filterHelp: () => new Promise((resolve) => asked.push(resolve)) });
  input.focus();
  type(input, 'ty');
  press(input, 'Escape');
  expect(input.value).toBe('ty');
  expect(input.getAttribute('aria-busy')).toBe('true');
  await waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.({ ok: true, value: { error: null, completions } });
  await waitFor(() => expect(input.getAttribute('aria-busy')).toBe('false'));
  expect(screen.queryByRole('option')).toBeNull();
  expect(input.value).toBe('ty');
});

test('Ctrl+Z brings back what was cleared by Esc or by the button, and applies it; Ctrl+Shift+Z clears again', async () => {
  const { input, shown } = showBar();
  act(() => useView.setState({ filter: 'quick' }));
  press(input, 'Escape');
  await waitFor(() => expect(input.value).toBe(''));
  fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  expect(input.value).toBe('quick');
  await waitFor(() => expect(shown).toEqual(['', 'quick']));
  fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
  await waitFor(() => expect(shown).toEqual(['', 'quick', '']));
  fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  expect(input.value).toBe('quick');
  fireEvent.keyDown(input, { key: 'Z', ctrlKey: true, shiftKey: true });
  expect(input.value).toBe('');
});

test('what was typed in one go is taken back in one go', () => {
  const { input } = showBar();
  for (const text of ['q', 'qu', 'qui']) type(input, text);
  type(input, 'qu');
  fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  expect(input.value).toBe('qui');
  fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  expect(input.value).toBe('');
  fireEvent.keyDown(input, { key: 'z', ctrlKey: true });
  expect(input.value).toBe('');
  fireEvent.keyDown(input, { key: 'y', ctrlKey: true });
  expect(input.value).toBe('qui');
});

test('a filter that has stopped says why, how much it left, and what to do', async () => {
  const { shown } = showBar();
  useView.setState({ filter: 'url =~ /(a+)+b/', gaveUp: 32, stopped: true, scanned: 40, total: 1_040 });
  render(<FilterStopped />);
  expect(screen.getByRole('alert').textContent).toMatch(/^The filter stopped: .* ran away over 32 packets/);
  expect(screen.getByText('1,000 packets were not looked at.')).toBeDefined();
  expect(screen.queryByRole('progressbar')).toBeNull();
  fireEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1) as HTMLElement);
  await waitFor(() => expect(shown).toEqual(['']));
});

test('how many packets pass is said, and how far a long filter is', () => {
  useTraffic.setState(stats({ end: 100_000 }));
  useView.setState({ filter: 'quick', first: 0, end: 1_234, scanned: 50_000, total: 100_000 });
  showBar();
  expect(screen.getByText('1,234 of 100 k packets')).toBeDefined();
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
});

test('packets that a regex gave up on are counted', () => {
  useView.setState({ filter: 'url =~ /(a+)+b/', gaveUp: 3 });
  showBar();
  expect(screen.getByText('3 not decided')).toBeDefined();
});

test('a span of time is a chip that can be taken away', async () => {
  const spans: unknown[] = [];
  useView.setState({ from: 1_000, to: 5_000 });
  showBar();
  benchWith({
    setTrafficView: (wish) => {
      spans.push([wish.from, wish.to]);
      return answers(view({ ...wish, id: 1 }));
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Show the whole time' }));
  await waitFor(() => expect(spans).toEqual([[null, null]]));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Show the whole time' })).toBeNull());
});

test('problems are one click away, and back', async () => {
  const { shown } = showBar();
  const button = screen.getByRole('button', { name: 'Only failed, unanswered and odd' });
  fireEvent.click(button);
  await waitFor(() => expect(button.getAttribute('aria-pressed')).toBe('true'));
  fireEvent.click(button);
  await waitFor(() => expect(shown).toEqual(['failed || unanswered || odd', '']));
});

test('a filter that is whole is not offered to go on, but where it is asked for', async () => {
  const completions: FilterHelp['completions'] = [{ insert: '&&', kind: 'keyword', from: 5, to: 5 }];
  const { input, shown } = showBar(() => ({ completions }));
  input.focus();
  type(input, 'quick');
  await waitFor(() => expect(shown).toEqual(['quick']));
  expect(screen.queryByRole('option')).toBeNull();
  fireEvent.keyDown(input, { key: ' ', ctrlKey: true });
  expect(await screen.findByRole('option', { name: /&&/ })).toBeDefined();
});
