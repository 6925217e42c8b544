import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { BenchApi } from '../../../../testbench/contract.ts';
import { SubscriptionsPane } from '../../../src/panes/subscriptions/subscriptions-pane.tsx';
import { applyBatch } from '../../../src/state/events.ts';
import { useSelection } from '../../../src/state/selection.ts';
import { undoLast, useToasts } from '../../../src/state/toasts.ts';
import { answers, benchWith, device, topic } from '../../harness.ts';

const subscribe = (urls: string) => {
  fireEvent.change(screen.getByLabelText('URLs to subscribe'), { target: { value: urls } });
  fireEvent.submit(screen.getByRole('form', { name: 'Subscribe' }));
};

test('a url without a slash is named before anything is sent', () => {
  applyBatch({ devices: [device()] });
  render(<SubscriptionsPane />);
  subscribe('/speed doors rpm');
  expect(screen.getByRole('alert').textContent).toContain('doors, rpm');
  expect(screen.getByLabelText('URLs to subscribe').getAttribute('aria-invalid')).toBe('true');
});

test('what the server refuses is said for each url, and stays to be corrected', async () => {
  const error = { code: 'REFUSED_BY_SERVER' as const, message: 'the server answered no permissions (5)' };
  const asked = vi.fn<BenchApi['subscribe']>(() => answers([{ url: '/secret', error }]));
  benchWith({ subscribe: asked });
  applyBatch({ devices: [device()] });
  render(<SubscriptionsPane />);
  subscribe('/speed, /secret');
  const alert = await screen.findByRole('alert');
  expect(asked).toHaveBeenCalledWith({ id: 'd1', urls: ['/speed', '/secret'] });
  expect(within(alert).getByText('/secret')).toBeTruthy();
  expect(alert.textContent).toContain('no permissions (5)');
  expect(screen.getByLabelText<HTMLInputElement>('URLs to subscribe').value).toBe('/secret');
});

test('subscriptions that were not renewed are listed with their reasons, and asked for again', async () => {
  const asked = vi.fn<BenchApi['subscribe']>(() => answers([]));
  benchWith({ subscribe: asked });
  const error = { code: 'TIMEOUT' as const, message: 'no answer' };
  applyBatch({ devices: [device({ subscriptions: ['/a', '/b'], refusedSubscriptions: [{ url: '/b', error }] })] });
  render(<SubscriptionsPane />);
  expect(screen.getByRole('alert').textContent).toContain('A subscription was not renewed');
  fireEvent.click(screen.getByRole('button', { name: 'Subscribe again' }));
  await waitFor(() => expect(asked).toHaveBeenCalledWith({ id: 'd1', urls: ['/b'] }));
});

test('all can be unsubscribed, and that has a way back', async () => {
  const left = vi.fn<BenchApi['unsubscribe']>(() => answers(undefined));
  const asked = vi.fn<BenchApi['subscribe']>(() => answers([]));
  benchWith({ unsubscribe: left, subscribe: asked });
  useToasts.setState({ toasts: [], undos: [] });
  applyBatch({ devices: [device({ subscriptions: ['/a', '/b'] })] });
  render(<SubscriptionsPane />);
  fireEvent.click(screen.getByRole('button', { name: 'Unsubscribe all' }));
  await waitFor(() => expect(useToasts.getState().toasts[0]?.key).toBe('subscriptions.unsubscribed'));
  expect(left).toHaveBeenCalledWith({ id: 'd1', urls: ['/a', '/b'] });
  act(undoLast);
  await waitFor(() => expect(asked).toHaveBeenCalledWith({ id: 'd1', urls: ['/a', '/b'] }));
});

test('a topic is chosen for the inspector; a branch is not', () => {
  applyBatch({ devices: [device()], topics: [topic({ url: '/body/doors' })] });
  // Rows are measured, which needs a page.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  render(<SubscriptionsPane />);
  const grid = screen.getByRole('treegrid', { name: 'Topics' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(useSelection.getState().item).toBeNull();
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(useSelection.getState().item).toEqual({ kind: 'topic', deviceId: 'd1', url: '/body/doors' });
  fireEvent.keyDown(grid, { key: 'ArrowLeft' });
  fireEvent.keyDown(grid, { key: 'ArrowLeft' });
  expect(within(grid).getAllByRole('row')).toHaveLength(2);
  expect(within(grid).getByRole('row', { expanded: false }).textContent).toContain('1 topic');
  vi.restoreAllMocks();
});

test('the list is cleared, and has what speaks on from then', async () => {
  const asked = vi.fn<BenchApi['forgetTopics']>(() => answers(undefined));
  benchWith({ forgetTopics: asked });
  applyBatch({ devices: [device()], topics: [topic({ url: '/old' }), topic({ url: '/speed' })] });
  useSelection.getState().select({ kind: 'topic', deviceId: 'd1', url: '/old' });
  render(<SubscriptionsPane />);
  expect(screen.getByText('2 topics')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^Clear the list/ }));
  await waitFor(() => expect(asked).toHaveBeenCalledWith({ id: 'd1' }));
  act(() => applyBatch({ forgottenTopics: ['d1'], topics: [topic({ url: '/speed' })] }));
  expect(screen.getByText('1 topic')).toBeTruthy();
  expect(useSelection.getState().item).toBeNull();
});
