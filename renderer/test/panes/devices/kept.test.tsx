import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { BenchError, Device, PeerCertificate } from '../../../../testbench/contract.ts';
import { WorkspaceProblems } from '../../../src/frame/workspace-problems.tsx';
import { removeDevice } from '../../../src/panes/devices/act.ts';
import { DevicesPane } from '../../../src/panes/devices/devices-pane.tsx';
import { useDevices } from '../../../src/state/devices.ts';
import { applyBatch } from '../../../src/state/events.ts';
import { Toasts } from '../../../src/ui/toasts.tsx';
import { answers, benchWith, device } from '../../harness.ts';

afterEach(() => vi.useRealTimers());

const SINCE = 1_800_000_000_000;
const refused: BenchError = { code: 'UNREACHABLE', message: 'ECONNREFUSED', host: '127.0.0.1:3000' };
const show = (...devices: Device[]) => act(() => applyBatch({ devices, mocks: [] }));
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })));

test('a device that waits says until when, why, and can be tried at once or stopped', async () => {
  const asked: string[] = [];
  benchWith({
    connectDevice: () => (asked.push('connect'), answers(device())),
    disconnectDevice: () => (asked.push('disconnect'), answers(device())),
  });
  render(<DevicesPane />);
  vi.useFakeTimers({ toFake: ['Date'], now: SINCE + 1_000 });
  show(device({ state: { name: 'waiting', since: SINCE, until: SINCE + 5_000, attempt: 2, reason: refused } }));
  expect(screen.getAllByText('Next try in 4 s · 2 failed').length).toBeGreaterThan(0);
  expect(screen.getByRole('alert').textContent).toContain('Unreachable');
  await press('Try now');
  await press('Stop');
  expect(asked).toEqual(['connect', 'disconnect']);
});

test('the reason stays in its place while the next attempt is made', () => {
  render(<DevicesPane />);
  show(
    device({
      state: { name: 'connecting', since: SINCE, step: 'connecting', timeoutMs: 10_000, attempt: 3, reason: refused },
    }),
  );
  expect(screen.getByRole('alert').textContent).toContain('Unreachable');
  expect(screen.getByRole('option', { name: /attempt 3/ })).toBeDefined();
});

test('lost pings are said beside the state', () => {
  render(<DevicesPane />);
  show(device({ state: { name: 'connected', since: SINCE, lostPings: 2 } }));
  expect(screen.getByRole('option', { name: /Connected.*2 pings lost/ })).toBeDefined();
});

test('the round trips are drawn, and said in numbers', () => {
  render(<DevicesPane />);
  show(device({ rttMs: 4, roundTrips: [1, 2, 4] }));
  expect(screen.getByRole('img', { name: 'Round trips of the last 3 pings: 1.00 ms to 4.00 ms' })).toBeDefined();
});

test('what is wrong with a certificate is said with the next step', () => {
  render(<DevicesPane />);
  const reason: BenchError = { code: 'TLS_HANDSHAKE_FAILED', message: 'CERT_HAS_EXPIRED', tls: 'EXPIRED' };
  show(device({ state: { name: 'disconnected', since: SINCE, reason } }));
  expect(screen.getByRole('alert').textContent).toMatch(/has expired.*Renew it/);
});

test('a certificate that was only accepted is marked, and shown with its PEM to copy', async () => {
  const certificate: PeerCertificate = {
    subject: [['CN', 'ecu-7']],
    issuer: [['O', 'Acme']],
    notBefore: SINCE,
    notAfter: SINCE,
    altNames: ['DNS:ecu.local'],
    serialNumber: '0a',
    fingerprint: 'AB:CD',
    problem: 'OTHER_NAME',
    pem: 'PEM',
  };
  render(<DevicesPane />);
  show(device({ certificate }));
  expect(screen.getByText('Not verified')).toBeDefined();
  await press('Show certificate');
  const dialog = screen.getByRole('dialog');
  for (const text of ['CN=ecu-7', 'O=Acme', 'DNS:ecu.local', 'AB:CD', 'another name']) {
    expect(dialog.textContent).toContain(text);
  }
});

test('a removed device can be brought back', async () => {
  const asked: unknown[] = [];
  benchWith({
    removeDevice: (request) => (asked.push(request), answers(undefined)),
    bringBackDevice: (request) => (asked.push(request), answers(device())),
  });
  render(<Toasts />);
  await act(() => removeDevice(device({ id: 'd9', name: 'Camera' })));
  expect(screen.getByText('Removed Camera.')).toBeDefined();
  await press('Undo');
  expect(asked).toEqual([{ id: 'd9' }, { id: 'd9' }]);
  expect(screen.queryByText('Removed Camera.')).toBeNull();
});

test('a broken file of devices is told until it is dismissed', async () => {
  render(<WorkspaceProblems />);
  act(() =>
    applyBatch({
      workspace: {
        ...useDevices.getInitialState().workspace,
        problems: [{ file: 'w.json', kind: 'broken', keptAs: '/u/w.json.broken-1' }],
        keepsSecrets: true,
      },
    }),
  );
  expect(screen.getByRole('status').textContent).toContain('/u/w.json.broken-1');
  await press('Dismiss');
  expect(screen.queryByRole('status')).toBeNull();
});

test('a workspace that is not there any more is told', () => {
  render(<WorkspaceProblems />);
  const missing = { folder: '/media/stick/bench', name: 'bench' };
  act(() => applyBatch({ workspace: { ...useDevices.getInitialState().workspace, missing } }));
  expect(screen.getByRole('status').textContent).toContain('The workspace /media/stick/bench is not there.');
});

test('Alt and an arrow move the device, not the choice, and stop at the ends', async () => {
  const moves: unknown[] = [];
  benchWith({ moveDevice: (request) => (moves.push(request), answers(undefined)) });
  render(<DevicesPane />);
  show(device(), device({ id: 'd2', name: 'Camera' }));
  const list = screen.getByRole('listbox', { name: 'Devices' });
  for (const key of ['ArrowUp', 'ArrowDown']) {
    await act(async () => fireEvent.keyDown(list, { key, altKey: true }));
  }
  expect(moves).toEqual([{ id: 'd1', to: 1 }]);
});
