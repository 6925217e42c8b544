import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Capture, Recording } from '../../../../testbench/contract.ts';
import { RecordingState } from '../../../src/frame/recording-state.tsx';
import { translate } from '../../../src/i18n.ts';
import type { Key } from '../../../src/locales/en.ts';
import { RecordDialog } from '../../../src/panes/traffic/files/record-dialog.tsx';
import { openCapture, saveGroups } from '../../../src/panes/traffic/files/save.ts';
import { SourceTabs } from '../../../src/panes/traffic/files/source-tabs.tsx';
import { FileStrips } from '../../../src/panes/traffic/files/strips.tsx';
import { WarningsNotice } from '../../../src/panes/traffic/files/warnings.tsx';
import { useFiles } from '../../../src/state/files.ts';
import { useView } from '../../../src/state/traffic.ts';
import { useTrafficSettings } from '../../../src/state/traffic-settings.ts';
import { useList } from '../../../src/traffic/list.ts';
import { answers, benchWith, refuses, stats, view } from '../../harness.ts';

const t = (key: Key) => translate('en', key);

const capture = (change: Partial<Capture> = {}): Capture => ({
  id: 'c1',
  name: 'drive.pcapng',
  path: '/data/drive.pcapng',
  state: 'ready',
  stats: stats({ end: 12 }),
  from: 0,
  to: 1,
  warnings: [],
  ...change,
});

const recording = (change: Partial<Recording> = {}): Recording => ({
  folder: '/data',
  file: 'a.pcapng',
  since: Date.now(),
  files: 1,
  packets: 3,
  bytes: 2_048,
  lost: 0,
  error: null,
  ...change,
});

const disabledIn = (id: string) => saveGroups(t).find((group) => group.id === id)?.actions[0]?.disabled;

test('only what there is can be saved: what is narrowed, what is selected', () => {
  expect([disabledIn('all'), disabledIn('view'), disabledIn('range')]).toEqual([false, true, true]);
  useView.setState({ filter: 'quick' });
  useList.setState({ picked: { anchor: 5, cursor: 2 } });
  expect([disabledIn('view'), disabledIn('range')]).toEqual([false, false]);
});

test('the selected rows are saved as chosen, and where they went is said', async () => {
  const asked: unknown[] = [];
  benchWith({
    saveTraffic: (request) => {
      asked.push(request);
      return answers({ name: 'x.csv', path: '/data/x.csv', packets: 4, bytes: 300 });
    },
  });
  useList.setState({ picked: { anchor: 5, cursor: 2 } });
  render(<FileStrips />);
  saveGroups(t)
    .find((group) => group.id === 'range')
    ?.actions.find(({ id }) => id === 'csv')
    ?.run();
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toContain('4 packets (300 B) saved to /data/x.csv'),
  );
  expect(asked).toEqual([{ view: 0, what: { kind: 'range', from: 2, to: 6 }, format: 'csv' }]);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('status')).toBeNull();
});

test('a file that cannot be read says why, and one that was not chosen says nothing', async () => {
  benchWith({ openCapture: () => refuses({ code: 'NOT_A_CAPTURE', message: 'begins with 50 4b' }) });
  render(<FileStrips />);
  await openCapture();
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Not a capture file'));
  benchWith({ openCapture: () => answers(null) });
  await openCapture();
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('a capture that was opened is shown', async () => {
  benchWith({
    openCapture: () => answers(capture()),
    setTrafficView: (wish) => answers(view({ ...wish, id: 1 })),
  });
  await openCapture();
  expect(useView.getState().source).toBe('c1');
});

test('live traffic and captures stand side by side, and one that is closed gives way to live traffic', async () => {
  const closed: string[] = [];
  benchWith({
    setTrafficView: (wish) => answers(view({ ...wish, id: useView.getState().id + 1 })),
    closeCapture: ({ id }) => {
      closed.push(id);
      return answers(undefined);
    },
  });
  useFiles.setState({ captures: [capture()] });
  useView.setState({ source: 'c1' });
  render(<SourceTabs />);
  expect(screen.getByRole('button', { name: 'drive.pcapng' }).getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(screen.getByRole('button', { name: 'Close drive.pcapng' }));
  await waitFor(() => expect(closed).toEqual(['c1']));
  expect(useView.getState().source).toBe('live');
});

test('what was odd about a file is counted, and told one by one', async () => {
  useFiles.setState({
    captures: [
      capture({
        warnings: [
          { code: 'CUT_SHORT', message: 'ends in a block of 96 bytes', offset: 123_456, count: 1 },
          { code: 'BYTES_MISSING', message: '10.0.0.1:1 → 10.0.0.2:2', count: 3 },
        ],
      }),
    ],
  });
  useView.setState({ source: 'c1' });
  render(<WarningsNotice />);
  expect(screen.getByRole('status').textContent).toContain('4 problems in all');
  fireEvent.click(screen.getByRole('button', { name: 'Details' }));
  await waitFor(() => expect(screen.getByRole('dialog').textContent).toContain('at byte 123,456'));
  expect(screen.getByRole('dialog').textContent).toContain('Bytes of a conversation were not captured ×3');
});

test('work that goes on shows how far it is, and can be cancelled', () => {
  const cancelled: string[] = [];
  benchWith({
    cancelTask: ({ id }) => {
      cancelled.push(id);
      return answers(undefined);
    },
  });
  useFiles.setState({
    tasks: [{ id: 't1', kind: 'save', name: 'x.pcapng', done: 25_000, total: 100_000, unit: 'packets' }],
  });
  render(<FileStrips />);
  expect(screen.getByRole('progressbar', { name: 'Saving x.pcapng' })).toBeDefined();
  expect(screen.getByText('25.0 k / 100 k packets')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(cancelled).toEqual(['t1']);
});

test('a recording starts as it was set up, and that is remembered', async () => {
  const asked: unknown[] = [];
  benchWith({
    startRecording: (request) => {
      asked.push(request);
      return answers(recording());
    },
  });
  render(<RecordDialog open onOpenChange={() => {}} />);
  fireEvent.change(screen.getByLabelText('Size of a file, MiB'), { target: { value: '64' } });
  fireEvent.change(screen.getByLabelText('What a crash may lose, seconds'), { target: { value: '0.5' } });
  expect(screen.getByText('Takes 1.25 GiB of disk at most.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Choose a folder and record' }));
  await waitFor(() => expect(asked).toEqual([{ maxFileBytes: 64 * 1_048_576, maxFiles: 20, syncMs: 500 }]));
  expect(useTrafficSettings.getState().recording).toEqual({ maxFileMiB: 64, maxFiles: 20, syncMs: 500 });
});

test('a recording that makes no sense cannot be started', () => {
  render(<RecordDialog open onOpenChange={() => {}} />);
  fireEvent.change(screen.getByLabelText('Files to keep'), { target: { value: '0' } });
  expect(screen.getByRole('button', { name: 'Choose a folder and record' }).hasAttribute('disabled')).toBe(true);
});

test('that it records is always in view, with what was lost and why it stopped', () => {
  useFiles.setState({ recording: recording() });
  const { rerender } = render(<RecordingState />);
  expect(screen.getByRole('group', { name: 'Recording' }).textContent).toContain('2.00 KiB');
  useFiles.setState({ recording: recording({ lost: 7, error: { code: 'DISK_FULL', message: 'ENOSPC' } }) });
  rerender(<RecordingState />);
  expect(screen.getByRole('group', { name: 'Recording' }).textContent).toContain('Disk is full');
  expect(screen.getByRole('group', { name: 'Recording' }).textContent).toContain('7 lost');
});
