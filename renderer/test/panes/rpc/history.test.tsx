import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { BenchApi } from '../../../../testbench/contract.ts';
import { type Translate, translate } from '../../../src/i18n.ts';
import { historyMenu } from '../../../src/panes/rpc/history/history-menu.ts';
import { loadCall, stepThroughHistory } from '../../../src/panes/rpc/history/step.ts';
import { whyFailed } from '../../../src/panes/rpc/history/why.ts';
import { SaveDialog } from '../../../src/panes/rpc/requests/save-dialog.tsx';
import { draftOf, EMPTY_DRAFT, editDraft, useCalls } from '../../../src/state/calls.ts';
import { NOTHING_EXPECTED, showOpened, useRequests } from '../../../src/state/requests.ts';
import { undoLast, useToasts } from '../../../src/state/toasts.ts';
import { answers, benchWith } from '../../harness.ts';
import { record } from '../../state/records.ts';

const records = ['/newest', '/middle', '/oldest'].map((url) => record({ id: url, draft: { ...EMPTY_DRAFT, url } }));
const summaries = records.map(({ id, draft }) => ({
  id,
  time: 0,
  deviceName: 'Gateway',
  method: draft.method,
  url: draft.url,
  sent: 1,
  status: 0,
  rttMs: 1,
  error: null,
}));

const t: Translate = (key, values) => translate('en', key, values);

const noSaving = () => {};

const withHistory = () =>
  benchWith({
    callHistory: () => answers({ total: summaries.length, calls: summaries }),
    readCall: ({ id }) => answers(records.find((each) => each.id === id) ?? record()),
    deleteCalls: () => answers(undefined),
    bringBackCalls: () => answers(1),
  });

test('keys lead from the newest to older calls and back, and stop at the ends', async () => {
  withHistory();
  const urls: string[] = [];
  for (const by of [1, 1, 1, 1, -1, -1, -1] as const) {
    await stepThroughHistory('rpc', by);
    urls.push(draftOf('rpc').url);
  }
  expect(urls).toEqual(['/newest', '/middle', '/oldest', '/oldest', '/middle', '/newest', '/newest']);
});

test('a call that failed says why: what went wrong on the way, or the status of the answer', () => {
  expect(whyFailed({ status: 3, error: null }, t)).toBe(t('status.3'));
  expect(whyFailed({ status: null, error: 'TIMEOUT' }, t)).toBe(t('error.TIMEOUT.title'));
  expect(whyFailed({ status: 0, error: null }, t)).toBeNull();
  expect(whyFailed({ status: null, error: null }, t)).toBeNull();
});

test('what was written and not sent can be had back', async () => {
  withHistory();
  useToasts.setState(useToasts.getInitialState(), true);
  editDraft('rpc', { url: '/mine', payload: { param: '{"a":1}', data: { kind: 'hex', text: '01' } } });
  const mine = draftOf('rpc');
  await loadCall('rpc', '/middle');
  expect(draftOf('rpc').url).toBe('/middle');
  undoLast();
  expect(draftOf('rpc')).toEqual(mine);
  expect(useCalls.getState().shown['rpc']).toBeUndefined();

  await loadCall('rpc', '/middle');
  undoLast();
  useToasts.setState(useToasts.getInitialState(), true);
  await loadCall('rpc', '/newest');
  useToasts.setState(useToasts.getInitialState(), true);
  // What came from the history and was not changed is still there.
  await loadCall('rpc', '/oldest');
  expect(useToasts.getState().undos).toEqual([]);
});

test('a call is deleted from its menu, with a way back', async () => {
  withHistory();
  useToasts.setState(useToasts.getInitialState(), true);
  const [first] = summaries;
  if (!first) throw new Error('there is none');
  const actions = historyMenu('rpc', first, (key) => key, noSaving).flatMap((group) => group.actions);
  expect(actions.map(({ id }) => id)).toEqual(['load', 'save', 'url', 'line', 'request', 'answer', 'delete']);
  actions.find(({ id }) => id === 'delete')?.run();
  await expect.poll(() => useToasts.getState().undos).toHaveLength(1);
});

test('one of the history cannot be saved over the request that is open, and that can be had back', async () => {
  withHistory();
  useToasts.setState(useToasts.getInitialState(), true);
  const saved = { draft: { ...EMPTY_DRAFT, url: '/middle' }, expect: NOTHING_EXPECTED };
  showOpened('rpc', 'Body/Doors.json', saved);
  await loadCall('rpc', '/middle');
  expect(useRequests.getState().opened['rpc']?.id).toBe('Body/Doors.json');
  await loadCall('rpc', '/oldest');
  expect(useRequests.getState().opened['rpc']).toBeUndefined();
  // It is on the disk as it was.
  expect(useToasts.getState().undos).toEqual([]);

  showOpened('rpc', 'Body/Doors.json', saved);
  editDraft('rpc', { timeoutMs: 9_000 });
  await loadCall('rpc', '/oldest');
  undoLast();
  expect(draftOf('rpc')).toMatchObject({ url: '/middle', timeoutMs: 9_000 });
  expect(useRequests.getState().opened['rpc']?.id).toBe('Body/Doors.json');
});

test('a call of the history is saved under a name, and what is written in the tab stays', async () => {
  const addRequest = vi.fn<BenchApi['addRequest']>(() => answers('Body/middle.json'));
  benchWith({ addRequest });
  useRequests.setState({
    tree: { nodes: [{ id: 'Body', parent: null, name: 'Body', kind: 'folder' }], leftOut: 0, error: null },
  });
  editDraft('rpc', { url: '/mine' });
  const draft = { ...EMPTY_DRAFT, url: '/body/middle' };
  const closed = vi.fn<() => void>();
  render(<SaveDialog tab="rpc" other={draft} onClose={closed} />);
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('middle');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const request = { draft, expect: NOTHING_EXPECTED };
  expect(addRequest).toHaveBeenCalledWith({ parent: 'Body', name: 'middle', request });
  expect(draftOf('rpc').url).toBe('/mine');
  expect(useRequests.getState().opened['rpc']).toBeUndefined();
});
