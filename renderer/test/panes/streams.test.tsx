import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { BenchApi, Transfer, TransferDraft } from '../../../testbench/contract.ts';
import { translate } from '../../src/i18n.ts';
import { bytesRate, leftOf, partOf, progressText } from '../../src/panes/streams/describe.ts';
import { StreamsPane } from '../../src/panes/streams/streams-pane.tsx';
import { useDevices } from '../../src/state/devices.ts';
import { useSelection } from '../../src/state/selection.ts';
import { editDraft, useStreamDrafts } from '../../src/state/stream-drafts.ts';
import { openStream, useStreams } from '../../src/state/streams.ts';
import { useToasts } from '../../src/state/toasts.ts';
import { answers, benchWith, device, refuses } from '../harness.ts';

const transfer = (change: Partial<Transfer> = {}): Transfer => ({
  id: 't1',
  deviceId: 'd1',
  deviceName: 'Gateway',
  source: { kind: 'call', url: '/log', method: 'GET' },
  tunnelId: 40_123,
  receive: { kind: 'folder', folder: { path: '/tmp', name: 'tmp' }, ifExists: 'ask' },
  send: null,
  state: { name: 'running', since: 0 },
  received: { bytes: 250, total: 1_000, rate: 50, sha256: null },
  sent: { bytes: 0, total: null, rate: 0, sha256: null },
  announced: { name: 'log.txt', size: 1_000, sha256: null },
  file: { path: '/tmp/log.txt.part', name: 'log.txt.part', partial: true },
  startedAt: 0,
  endedAt: null,
  ...change,
});

const t = (key: Parameters<typeof translate>[1], values?: Parameters<typeof translate>[2]) =>
  translate('en', key, values);

beforeEach(() => {
  useStreams.setState(useStreams.getInitialState(), true);
  useStreamDrafts.setState({ drafts: {}, shown: {}, failed: {} });
  useDevices.setState({ devices: [device()] });
  useSelection.setState({ deviceId: 'd1' });
});

test('a running transfer says how far it is, how fast, and how long it will take', () => {
  useStreams.setState({ transfers: [transfer()] });
  render(<StreamsPane />);
  expect(screen.getByRole('progressbar', { name: 'received' })).toHaveProperty('value', 0.25);
  expect(screen.getAllByText('250 B of 1000 B · 50 B/s · 15 s left').length).toBeGreaterThan(0);
  expect(screen.getByText('25 %')).toBeDefined();
  expect(screen.getByText('/tmp/log.txt.part')).toBeDefined();
});

test('a received file whose length nobody announced is not shown as surely whole', () => {
  const done = transfer({
    state: { name: 'done', since: 0 },
    received: { bytes: 9, total: null, rate: 0, sha256: null },
  });
  useStreams.setState({ transfers: [done] });
  const { rerender } = render(<StreamsPane key="1" />);
  expect(screen.getByText('length not announced')).toBeDefined();
  useStreams.setState({ transfers: [{ ...done, received: { ...done.received, total: 9 } }] });
  rerender(<StreamsPane key="2" />);
  expect(screen.queryByText('length not announced')).toBeNull();
});

test('what can be done follows the state', async () => {
  const done: string[] = [];
  const order = (name: string) => () => {
    done.push(name);
    return answers(undefined);
  };
  benchWith({
    pauseTransfer: order('pause'),
    resumeTransfer: order('resume'),
    stopTransfer: order('stop'),
    cancelTransfer: order('cancel'),
    restartTransfer: order('again'),
  });
  useStreams.setState({ transfers: [transfer()] });
  render(<StreamsPane />);
  for (const name of ['Pause', 'Stop', 'Cancel']) fireEvent.click(screen.getByRole('button', { name }));
  expect(screen.queryByRole('button', { name: 'Start again' })).toBeNull();
  useStreams.setState({ transfers: [transfer({ state: { name: 'paused', since: 0 } })] });
  fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
  useStreams.setState({ transfers: [transfer({ state: { name: 'cancelled', since: 0 } })] });
  fireEvent.click(await screen.findByRole('button', { name: 'Start again' }));
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  expect(done).toEqual(['pause', 'stop', 'cancel', 'resume', 'again']);
});

test('a failure says why, with the host, and offers to start again', () => {
  const reason = { code: 'DISK_FULL', message: 'ENOSPC' } as const;
  useStreams.setState({ transfers: [transfer({ state: { name: 'failed', since: 0, reason } })] });
  render(<StreamsPane />);
  expect(screen.getByRole('alert').textContent).toContain('Disk is full');
  expect(screen.getByText('Partial file')).toBeDefined();
});

test('a file that exists is asked about', () => {
  const decideTransfer = vi.fn<BenchApi['decideTransfer']>(() => answers(undefined));
  benchWith({ decideTransfer });
  useStreams.setState({ transfers: [transfer({ state: { name: 'deciding', since: 0, taken: '/tmp/log.txt' } })] });
  render(<StreamsPane />);
  expect(screen.getByRole('alert').textContent).toContain('/tmp/log.txt');
  fireEvent.click(screen.getByRole('button', { name: 'Keep both' }));
  expect(decideTransfer).toHaveBeenCalledWith({ id: 't1', how: 'number' });
});

test('a SHA-256 that was announced is compared in words', () => {
  const sha256 = 'a'.repeat(64);
  const received = { bytes: 1_000, total: 1_000, rate: 50, sha256 };
  const announced = { name: null, size: null, sha256 };
  useStreams.setState({ transfers: [transfer({ received, announced, state: { name: 'done', since: 0 } })] });
  const { unmount } = render(<StreamsPane />);
  expect(screen.getByText('as announced')).toBeDefined();
  unmount();
  const other = { ...announced, sha256: 'b'.repeat(64) };
  useStreams.setState({ transfers: [transfer({ received, announced: other, state: { name: 'done', since: 0 } })] });
  render(<StreamsPane />);
  expect(screen.getByText('not as announced')).toBeDefined();
});

test('one that is removed from the list can be brought back', async () => {
  const bringBackTransfer = vi.fn<BenchApi['bringBackTransfer']>(() => answers(undefined));
  benchWith({ removeTransfer: () => answers(undefined), bringBackTransfer });
  useStreams.setState({ transfers: [transfer()] });
  render(<StreamsPane />);
  fireEvent.keyDown(screen.getByRole('listbox', { name: 'Transfers' }), { key: 'Delete' });
  await waitFor(() => expect(useToasts.getState().toasts).toHaveLength(1));
  useToasts.getState().toasts[0]?.action?.run();
  expect(bringBackTransfer).toHaveBeenCalledWith({ id: 't1' });
});

test('what is drafted is started, after the file was chosen; why it could not is said', async () => {
  const started: TransferDraft[] = [];
  benchWith({
    chooseStreamTarget: ({ name }) => answers({ path: `/tmp/${name}`, name }),
    startTransfer: (draft) => {
      started.push(draft);
      return refuses({ code: 'TOO_MANY', message: '' });
    },
  });
  editDraft('streams', { url: '/var/log', receive: 'file' });
  render(<StreamsPane />);
  fireEvent.click(screen.getByRole('button', { name: 'Start' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Too many');
  expect(started).toMatchObject([
    { deviceId: 'd1', source: { kind: 'call', url: '/var/log' }, receive: { file: { name: 'log.bin' } }, send: null },
  ]);
});

test('another pane attaches to a stream at once', async () => {
  const started: TransferDraft[] = [];
  benchWith({
    startTransfer: (draft) => {
      started.push(draft);
      return answers(transfer());
    },
  });
  openStream({ deviceId: 'd1', tunnelId: 4_711 });
  await waitFor(() => expect(useStreamDrafts.getState().shown['streams']).toBe('t1'));
  expect(started).toMatchObject([
    { source: { kind: 'tunnel', tunnelId: 4_711 }, receive: { kind: 'live' }, send: null },
  ]);
  render(<StreamsPane />);
  expect(screen.getByRole('textbox', { name: 'Tunnel id' })).toHaveProperty('value', '4711');
});

test('without a device there is one sentence and one button', () => {
  useDevices.setState({ devices: [] });
  render(<StreamsPane />);
  expect(screen.getByRole('button', { name: 'Try the demo vehicle' })).toBeDefined();
});

test('progress is told as far as it is known', () => {
  const flow = { bytes: 2_048, total: null, rate: 1_024, sha256: null };
  expect(progressText(flow, 'running', t)).toBe('2.00 KiB · 1.00 KiB/s');
  expect(progressText(flow, 'paused', t)).toBe('2.00 KiB');
  expect(leftOf({ ...flow, total: 4_096 })).toBe(2_000);
  expect(leftOf({ ...flow, total: 4_096, rate: 0 })).toBeNull();
  expect([partOf(flow), partOf({ ...flow, total: 0 }), partOf({ ...flow, total: 4_096 })]).toEqual([null, 1, 0.5]);
  expect(bytesRate(1_048_576)).toBe('1.00 MiB/s');
});
