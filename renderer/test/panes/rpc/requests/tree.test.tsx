import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { BenchApi, RequestNode, SavedRequest } from '../../../../../testbench/contract.ts';
import { saveRequest } from '../../../../src/panes/rpc/requests/act.ts';
import { RequestTree } from '../../../../src/panes/rpc/requests/request-tree.tsx';
import { draftOf, EMPTY_DRAFT, editDraft } from '../../../../src/state/calls.ts';
import { applyBatch } from '../../../../src/state/events.ts';
import { isChanged, NOTHING_EXPECTED, setOpened, showOpened, useRequests } from '../../../../src/state/requests.ts';
import { useToasts } from '../../../../src/state/toasts.ts';
import { answers, benchWith } from '../../../harness.ts';

// Nothing has a size here, and only rows in view are in the document.
beforeEach(() => {
  const size = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480);
  return () => size.mockRestore();
});

const folder = (id: string, parent: string | null = null): RequestNode => ({ id, name: id, parent, kind: 'folder' });
const request = (id: string, change: object = {}): RequestNode => ({
  id,
  name: id,
  parent: 'Car',
  kind: 'request',
  method: 'SET',
  problem: null,
  revision: '1',
  ...change,
});
const saved = (url: string): SavedRequest => ({ draft: { ...EMPTY_DRAFT, url }, expect: NOTHING_EXPECTED });
const tell = (...nodes: RequestNode[]) => applyBatch({ requests: { nodes, leftOut: 0, error: null } });

function show(commands: Parameters<typeof benchWith>[0] = {}) {
  benchWith({
    refreshRequests: () => answers(undefined),
    readRequest: ({ id }) => answers(saved(`/${id}`)),
    ...commands,
  });
  tell(folder('Car'), request('a'), request('b'));
  render(<RequestTree tab="t" />);
  return screen.getByRole('tree', { name: 'Requests' });
}

const names = () => screen.getAllByRole('treeitem').map((item) => item.querySelector('.cut')?.textContent);
const cursor = () =>
  screen.getAllByRole('treeitem').find((item) => item.getAttribute('aria-selected') === 'true')?.textContent;

test('arrows walk, fold and unfold; Enter opens a request in the tab', async () => {
  const tree = show();
  expect(names()).toEqual(['Car', 'a', 'b']);
  act(() => tree.focus());
  expect(cursor()).toContain('Car');
  fireEvent.keyDown(tree, { key: 'ArrowLeft' });
  expect(names()).toEqual(['Car']);
  fireEvent.keyDown(tree, { key: 'ArrowRight' });
  fireEvent.keyDown(tree, { key: 'ArrowDown' });
  fireEvent.keyDown(tree, { key: 'Enter' });
  await waitFor(() => expect(draftOf('t').url).toBe('/a'));
  expect(screen.getAllByRole('treeitem')[1]?.getAttribute('aria-current')).toBe('true');
});

test('F2 names anew and Esc does not; what is open follows its name', async () => {
  const renameRequest = vi.fn<BenchApi['renameRequest']>(() => answers('c'));
  const tree = show({ renameRequest });
  fireEvent.click(screen.getByText('a'));
  await waitFor(() => expect(useRequests.getState().opened['t']?.id).toBe('a'));
  fireEvent.keyDown(tree, { key: 'F2' });
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Name' }), { key: 'Escape' });
  expect(renameRequest).not.toHaveBeenCalled();
  fireEvent.keyDown(tree, { key: 'F2' });
  const input = screen.getByRole('textbox', { name: 'Name' });
  fireEvent.change(input, { target: { value: 'c' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(renameRequest).toHaveBeenCalledWith({ id: 'a', name: 'c' });
  await waitFor(() => expect(useRequests.getState().opened['t']?.id).toBe('c'));
});

test('Delete can be taken back, Alt with arrows moves, Ctrl+D duplicates', async () => {
  const commands = {
    deleteRequest: vi.fn<BenchApi['deleteRequest']>(() => answers(undefined)),
    bringBackRequest: vi.fn<BenchApi['bringBackRequest']>(() => answers('b')),
    moveRequest: vi.fn<BenchApi['moveRequest']>(() => answers('b')),
    duplicateRequest: vi.fn<BenchApi['duplicateRequest']>(() => answers('b 2')),
  };
  const tree = show(commands);
  act(() => tree.focus());
  fireEvent.keyDown(tree, { key: 'End' });
  fireEvent.keyDown(tree, { key: 'd', ctrlKey: true });
  expect(commands.duplicateRequest).toHaveBeenCalledWith({ id: 'b', name: 'b' });
  fireEvent.keyDown(tree, { key: 'ArrowUp', altKey: true });
  expect(commands.moveRequest).toHaveBeenCalledWith({ id: 'b', parent: 'Car', to: 0 });
  await waitFor(() => expect(cursor()).toContain('b'));
  fireEvent.keyDown(tree, { key: 'Delete' });
  expect(commands.deleteRequest).toHaveBeenCalledWith({ id: 'b' });
  await waitFor(() => expect(useToasts.getState().toasts.at(-1)?.action).toBeTruthy());
  useToasts.getState().toasts.at(-1)?.action?.run();
  expect(commands.bringBackRequest).toHaveBeenCalledWith({ id: 'b' });
});

test('what is broken says why and is not opened', async () => {
  const readRequest = vi.fn<BenchApi['readRequest']>();
  const tree = show({ readRequest });
  const problem = { kind: 'broken', line: 3, column: 7, message: 'expected ,' };
  tell(folder('Car'), request('a', { problem, method: null }));
  expect(await screen.findByTitle(/Line 3, column 7: expected ,/)).toBeDefined();
  act(() => tree.focus());
  fireEvent.keyDown(tree, { key: 'End' });
  fireEvent.keyDown(tree, { key: 'Enter' });
  expect(readRequest).not.toHaveBeenCalled();
});

test('what is written is kept when the file changes elsewhere, and follows it otherwise', async () => {
  let onDisk = saved('/a');
  show({ readRequest: () => answers(onDisk) });
  fireEvent.click(screen.getByText('a'));
  await waitFor(() => expect(draftOf('t').url).toBe('/a'));
  onDisk = saved('/pulled');
  tell(folder('Car'), request('a', { revision: '2' }));
  await waitFor(() => expect(draftOf('t').url).toBe('/pulled'));
  expect(isChanged('t')).toBe(false);

  editDraft('t', { url: '/mine' });
  expect(isChanged('t')).toBe(true);
  onDisk = saved('/theirs');
  tell(folder('Car'), request('a', { revision: '3' }));
  await waitFor(() => expect(useRequests.getState().opened['t']?.disk).toBe('changed'));
  expect(draftOf('t').url).toBe('/mine');
  tell(folder('Car'));
  expect(useRequests.getState().opened['t']?.disk).toBe('gone');
});

test('another request takes the place of one that is not saved, which can be had back', async () => {
  show();
  fireEvent.click(screen.getByText('a'));
  await waitFor(() => expect(draftOf('t').url).toBe('/a'));
  editDraft('t', { url: '/mine' });
  fireEvent.click(screen.getByText('b'));
  await waitFor(() => expect(draftOf('t').url).toBe('/b'));
  useToasts.getState().toasts.at(-1)?.action?.run();
  expect(draftOf('t').url).toBe('/mine');
  expect(isChanged('t')).toBe(true);
});

test('what somebody else has changed on the disk meanwhile is not saved over before it was chosen', async () => {
  const saveOne = vi.fn<BenchApi['saveRequest']>(() => answers(undefined));
  benchWith({ saveRequest: saveOne, readRequest: () => answers(saved('/theirs')) });
  useToasts.setState(useToasts.getInitialState(), true);
  showOpened('t', 'a', saved('/before'));
  editDraft('t', { url: '/mine' });
  tell(folder('Car'), request('a', { revision: '2' }));
  await waitFor(() => expect(useRequests.getState().opened['t']?.disk).toBe('changed'));
  expect(await saveRequest('t')).toBe(true);
  expect(saveOne).not.toHaveBeenCalled();
  expect(useToasts.getState().toasts.map(({ key }) => key)).toEqual(['requests.chooseFirst']);

  const opened = useRequests.getState().opened['t'];
  if (opened) setOpened('t', { ...opened, disk: 'same' });
  await saveRequest('t');
  expect(saveOne).toHaveBeenCalledWith({ id: 'a', request: saved('/mine') });
});
