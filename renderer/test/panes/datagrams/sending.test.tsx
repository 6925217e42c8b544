import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { BenchApi, DatagramSender } from '../../../../testbench/contract.ts';
import { DatagramsPane } from '../../../src/panes/datagrams/datagrams-pane.tsx';
import { PaneContext } from '../../../src/panes/pane-context.ts';
import { draftOf, editDraft, useDatagramDrafts } from '../../../src/state/datagram-drafts.ts';
import { useDatagrams } from '../../../src/state/datagrams.ts';
import { useDevices } from '../../../src/state/devices.ts';
import { useSelection } from '../../../src/state/selection.ts';
import { undoLast, useToasts } from '../../../src/state/toasts.ts';
import { answers, benchWith, device, deviceOptions, refuses } from '../../harness.ts';

const sender = (change: Partial<DatagramSender> = {}): DatagramSender => ({
  id: 's1',
  deviceId: 'd1',
  what: { kind: 'draft', url: '/a', quick: false, count: 100 },
  pace: { kind: 'rate', perSecond: 10 },
  state: { name: 'running' },
  since: 0,
  until: null,
  sent: 25,
  sentBytes: 1_000,
  notTaken: 0,
  late: 0,
  perSecond: 9.9,
  progress: 0.25,
  round: 1,
  wrongLines: 0,
  ...change,
});

beforeEach(() => {
  useDatagrams.setState(useDatagrams.getInitialState(), true);
  useDatagramDrafts.setState(useDatagramDrafts.getInitialState(), true);
});

function show(commands: Partial<BenchApi> = {}, devices = [device()]) {
  benchWith({ measureDatagram: () => answers({ bytes: 48, limit: 262_144 }), ...commands });
  useDevices.setState({ devices });
  useSelection.setState({ deviceId: devices[0]?.id ?? null });
  return render(
    <PaneContext value={{ id: 'datagrams', pinnedTo: null }}>
      <DatagramsPane />
    </PaneContext>,
  );
}

test('without a device the pane says what to do', () => {
  show({}, []);
  expect(screen.getByText('Connect to a device to send it datagrams.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Try the demo vehicle' })).toBeDefined();
});

test('sends what is written, says so, and remembers it', async () => {
  const sendDatagram = vi.fn<BenchApi['sendDatagram']>(() => answers({ url: '/a', bytes: 48 }));
  editDraft('datagrams', { url: ' /a ', quick: true });
  show({ sendDatagram });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText(/^Sent .* · 48 B$/);
  expect(sendDatagram).toHaveBeenCalledWith({ id: 'd1', draft: expect.objectContaining({ url: '/a', quick: true }) });
  expect(useDatagramDrafts.getState().history).toMatchObject([{ deviceName: 'Gateway', bytes: 48 }]);
});

test('Ctrl+Enter sends from anywhere in the pane, and nothing without a url', async () => {
  const sendDatagram = vi.fn<BenchApi['sendDatagram']>(() => answers({ url: '/a', bytes: 48 }));
  const { container } = show({ sendDatagram });
  const pane = container.querySelector('.pane') as Element;
  fireEvent.keyDown(pane, { key: 'Enter', ctrlKey: true });
  editDraft('datagrams', { url: '/a' });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', false));
  fireEvent.keyDown(pane, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(sendDatagram).toHaveBeenCalledTimes(1));
});

test('an error is told with its numbers, and goes when it is dismissed', async () => {
  editDraft('datagrams', { url: '/a' });
  const error = { code: 'PACKET_TOO_LARGE' as const, message: 'the packet has 70000 bytes, at most 65507' };
  show({ sendDatagram: () => refuses(error) });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect((await screen.findByRole('alert')).textContent).toContain('70000');
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('what is beyond the limit is shown while it is written', async () => {
  editDraft('datagrams', { url: '/a', quick: true });
  show({ measureDatagram: () => answers({ bytes: 70_000, limit: 65_507 }) });
  const room = await screen.findByTitle(/^The packet has 70,000 bytes/);
  expect(room.dataset['tone']).toBe('error');
});

test('with TLS the quick channel is said to be none before anything is sent', () => {
  editDraft('datagrams', { url: '/a', quick: true });
  const tls = { ...deviceOptions().tls, enabled: true };
  show({}, [device({ options: deviceOptions({ tls }) })]);
  expect(screen.getByText('No quick channel')).toBeDefined();
});

test('a repeated one is started with its count and rate', async () => {
  const startDatagrams = vi.fn<BenchApi['startDatagrams']>(() => answers(sender()));
  editDraft('datagrams', { url: '/a', mode: 'repeat' });
  show({ startDatagrams });
  fireEvent.change(screen.getByRole('textbox', { name: /^How many/ }), { target: { value: '500' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Datagrams a second' }), { target: { value: '0.5' } });
  fireEvent.click(screen.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(startDatagrams).toHaveBeenCalled());
  expect(startDatagrams.mock.calls[0]?.[0]).toMatchObject({
    id: 'd1',
    work: { kind: 'draft', count: 500 },
    pace: { kind: 'rate', perSecond: 0.5 },
  });
});

test('a rate that is none is marked, and the last one that was stays', () => {
  editDraft('datagrams', { mode: 'repeat', perSecond: 10 });
  show();
  const field = screen.getByRole('textbox', { name: 'Datagrams a second' });
  fireEvent.change(field, { target: { value: '200000' } });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(draftOf('datagrams')(useDatagramDrafts.getState()).perSecond).toBe(10);
  fireEvent.blur(field);
  expect(field).toHaveProperty('value', '10');
});

test('running senders can be paused and stopped, those that ended go from the list', async () => {
  const stopDatagrams = vi.fn<BenchApi['stopDatagrams']>(() => answers(undefined));
  const pauseDatagrams = vi.fn<BenchApi['pauseDatagrams']>(() => answers(undefined));
  const forgetDatagrams = vi.fn<BenchApi['forgetDatagrams']>(() => answers(undefined));
  const ended = sender({
    id: 's2',
    what: { kind: 'file', name: 'b.csv', loop: false },
    state: { name: 'ended', why: 'done' },
  });
  useDatagrams.setState({
    senders: [sender({ notTaken: 3, late: 2 }), ended, sender({ id: 's3', deviceId: 'other' })],
  });
  show({ stopDatagrams, pauseDatagrams, forgetDatagrams });
  expect(screen.getByRole('list', { name: 'Being sent' }).children).toHaveLength(2);
  expect(screen.getByText('3 not taken')).toBeDefined();
  expect(screen.getByText('2 too late')).toBeDefined();
  expect(screen.getByText('25 / 100 sent')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Pause /a' }));
  fireEvent.click(screen.getByRole('button', { name: 'Stop /a' }));
  fireEvent.click(screen.getByRole('button', { name: 'Take b.csv off the list' }));
  expect(pauseDatagrams).toHaveBeenCalledWith({ id: 's1', paused: true });
  expect(stopDatagrams).toHaveBeenCalledWith({ id: 's1' });
  expect(forgetDatagrams).toHaveBeenCalledWith({ id: 's2' });
});

test('a list with wrong lines names each with its place, and why', async () => {
  editDraft('datagrams', { mode: 'file' });
  const file = { path: '/x/list.csv', name: 'list.csv', bytes: 100 };
  const preview = {
    datagrams: 1,
    first: [{ line: 2, url: '/a', quick: false, bytes: 24, delayMs: 0, preview: '1' }],
    problems: [{ line: 3, column: 4, code: 'BAD_HEX' as const, message: 'a byte is two hex digits' }],
    wrongLines: 1,
    bytes: 100,
    durationMs: 0,
  };
  show({ chooseDatagramList: () => answers(file), previewDatagramList: () => answers(preview) });
  fireEvent.click(screen.getByRole('button', { name: 'Choose list…' }));
  expect(await screen.findByText('1 wrong line')).toBeDefined();
  expect(screen.getByText('3:4').parentElement?.textContent).toBe('3:4data is not hex');
});

async function chooseSent(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Sent lately' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Load into the editor' }));
}

test('what was written gives way to what was sent before, and can be had back; so can all that was sent', async () => {
  useToasts.setState(useToasts.getInitialState(), true);
  editDraft('datagrams', { url: '/a' });
  show({ sendDatagram: () => answers({ url: '/a', bytes: 48 }) });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText(/^Sent .* · 48 B$/);
  await chooseSent();
  expect(useToasts.getState().undos).toEqual([]);

  editDraft('datagrams', { url: '/mine', payload: { param: '{"a":1}', data: { kind: 'hex', text: '' } } });
  await chooseSent();
  expect(draftOf('datagrams')(useDatagramDrafts.getState()).url).toBe('/a');
  undoLast();
  expect(draftOf('datagrams')(useDatagramDrafts.getState())).toMatchObject({
    url: '/mine',
    payload: { param: '{"a":1}' },
  });

  fireEvent.click(screen.getByRole('button', { name: 'Sent lately' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Clear' }));
  expect(useDatagramDrafts.getState().history).toEqual([]);
  undoLast();
  expect(useDatagramDrafts.getState().history).toMatchObject([{ draft: { url: '/a' } }]);
});
