import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { BenchError, Device } from '../../../testbench/contract.ts';
import { DevicesPane } from '../../src/panes/devices/devices-pane.tsx';
import { applyBatch } from '../../src/state/events.ts';
import { useSettings } from '../../src/state/settings.ts';
import { benchWith, device } from '../harness.ts';

afterEach(() => vi.useRealTimers());

const type = (name: string, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });

const show = (...devices: Device[]) => act(() => applyBatch({ devices, mocks: [] }));

test('a host and port without a scheme is taken for a VSOA url, and what was left empty is not sent', async () => {
  const requests: unknown[] = [];
  benchWith({
    addDevice: (request) => {
      requests.push(request);
      return Promise.resolve({ ok: true, value: device() });
    },
  });
  render(<DevicesPane />);
  type('Server URL', ' 10.0.0.1:3000 ');
  await act(async () => fireEvent.submit(screen.getByRole('form', { name: 'Connect to a device' })));
  expect(requests).toEqual([{ url: 'vsoa://10.0.0.1:3000' }]);
  expect(screen.getByLabelText<HTMLInputElement>('Server URL').value).toBe('');
});

test('a url that is none is refused beside its field, and what was typed stays', async () => {
  const error: BenchError = { code: 'INVALID_URL', message: 'no port' };
  benchWith({ addDevice: () => Promise.resolve({ ok: false, error }) });
  render(<DevicesPane />);
  type('Server URL', 'nonsense');
  await act(async () => fireEvent.submit(screen.getByRole('form', { name: 'Connect to a device' })));
  expect(screen.getByRole('alert').textContent).toContain('vsoa://host:port');
  const input = screen.getByLabelText<HTMLInputElement>('Server URL');
  expect(input.value).toBe('nonsense');
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('connecting shows the step, for how long, and can be cancelled', async () => {
  const ended: unknown[] = [];
  benchWith({
    disconnectDevice: (request) => {
      ended.push(request);
      return Promise.resolve({ ok: true, value: device() });
    },
  });
  render(<DevicesPane />);
  const since = 1_800_000_000_000;
  vi.useFakeTimers({ toFake: ['Date'], now: since + 3_600 });
  show(
    device({ state: { name: 'connecting', since, step: 'handshaking', timeoutMs: 10_000, attempt: 1, reason: null } }),
  );
  expect(screen.getAllByText('Handshaking · 3 s of 10 s').length).toBeGreaterThan(0);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })));
  expect(ended).toEqual([{ id: 'd1' }]);
});

test('a wrong password asks for the right one, and connects with it', async () => {
  const requests: unknown[] = [];
  benchWith({
    connectDevice: (request) => {
      requests.push(request);
      return Promise.resolve({ ok: true, value: device() });
    },
  });
  render(<DevicesPane />);
  const reason: BenchError = { code: 'INVALID_PASSWORD', message: 'status 1', host: '127.0.0.1:3000' };
  show(device({ state: { name: 'disconnected', since: 0, reason } }));
  expect(screen.getByRole('alert').textContent).toContain('Wrong password');
  expect(screen.getByRole('alert').textContent).toContain('127.0.0.1:3000');
  const form = screen.getByRole('form', { name: 'Enter the password of this server' });
  fireEvent.change(within(form).getByLabelText('Enter the password of this server'), { target: { value: 'secret' } });
  await act(async () => fireEvent.submit(form));
  expect(requests).toEqual([{ id: 'd1', passwd: 'secret' }]);
});

test('a wrong password takes the focus to its field from an empty form, and leaves who types the next url alone', () => {
  render(<DevicesPane />);
  const url = screen.getByLabelText<HTMLInputElement>('Server URL');
  const reason: BenchError = { code: 'INVALID_PASSWORD', message: 'status 1' };
  const refused = (id: string) => device({ id, state: { name: 'disconnected', since: 0, reason } });
  act(() => url.focus());
  type('Server URL', 'vsoa://10');
  show(refused('d1'));
  expect(document.activeElement).toBe(url);

  type('Server URL', '');
  show(refused('d2'));
  const form = screen.getByRole('form', { name: 'Enter the password of this server' });
  expect(document.activeElement).toBe(within(form).getByLabelText('Enter the password of this server'));
});

test('a device that was lost stays in the list with the reason', () => {
  render(<DevicesPane />);
  const reason: BenchError = { code: 'CONNECTION_LOST', message: 'reset' };
  show(device(), device({ id: 'd2', name: 'Camera', state: { name: 'disconnected', since: 0, reason } }));
  expect(screen.getByRole('option', { name: /Camera.*Connection lost/ })).toBeDefined();
});

test('the language switches at once', () => {
  render(<DevicesPane />);
  act(() => useSettings.getState().setLanguage('zh'));
  expect(screen.getByRole('button', { name: '试用演示车辆' })).toBeDefined();
});
