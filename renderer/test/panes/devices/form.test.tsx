import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { DeviceDialog } from '../../../src/panes/devices/form/device-dialog.tsx';
import { editDraft, newDraft } from '../../../src/panes/devices/form/draft.ts';
import { useDevices } from '../../../src/state/devices.ts';
import { answers, benchWith, device, deviceOptions, refuses } from '../../harness.ts';

const type = (name: string, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
const tls = { ...deviceOptions().tls, enabled: true };
const secrets = { passwd: true, key: true, passphrase: false };

/** A bench that takes what the form sends. */
function taking(command: 'addDevice' | 'editDevice', answer = answers(device())) {
  const sent: Record<string, unknown>[] = [];
  benchWith({
    [command]: (request: Record<string, unknown>) => {
      sent.push(request);
      return answer;
    },
  });
  return sent;
}

const edit = (of: Device) => render(<DeviceDialog device={of} start={editDraft(of)} onClose={() => {}} />);
const add = (passwd = '') =>
  render(<DeviceDialog start={newDraft({ url: '10.0.0.1:3000', name: '', passwd })} onClose={() => {}} />);

test('a new device has what was typed before, is completed, and connected', async () => {
  const sent = taking('addDevice');
  add('swordfish');
  await press('Connect');
  expect(sent).toEqual([
    { ...deviceOptions({ url: 'vsoa://10.0.0.1:3000', name: '' }), passwd: 'swordfish', connect: true },
  ]);
});

test('a device can be saved for later', async () => {
  const sent = taking('addDevice');
  add();
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Keep connected' })));
  await press('Save without connecting');
  expect(sent).toMatchObject([{ keep: true, connect: false }]);
});

test('numbers are sent as numbers, and one that is none is left to the bench to refuse', async () => {
  const sent = taking('editDevice');
  edit(device({ options: deviceOptions({ keep: true }) }));
  type('Ping every (ms)', ' 250 ');
  type('Reconnect after (ms)', 'soon');
  type('Turbo ping (ms, 0: off)', '');
  await press('Save and reconnect');
  expect(sent).toMatchObject([{ id: 'd1', robot: { pingMs: 250, reconnectMs: -1, turboMs: -1, lostLimit: 3 } }]);
});

test('what is refused is said at its field, which is brought into view and focused', async () => {
  const error: BenchError = { code: 'INVALID_ARGUMENT', message: 'out of range', field: 'connectTimeoutMs' };
  taking('addDevice', refuses(error));
  const { container } = add();
  expect(container.ownerDocument.querySelector('details')?.open).toBe(false);
  await press('Connect');
  expect(container.ownerDocument.querySelector('details')?.open).toBe(true);
  const field = screen.getByLabelText('Connect timeout (ms)');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(field);
  expect(screen.getByRole('alert').textContent).toContain('3,600,000');
  type('Connect timeout (ms)', '5000');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('secrets that are stored are never shown, stay where nothing is typed, and are forgotten when asked to', async () => {
  const sent = taking('editDevice');
  edit(device({ secrets, options: deviceOptions({ tls }) }));
  const password = screen.getByLabelText<HTMLInputElement>('Password');
  expect(password.value).toBe('');
  expect(password.placeholder).toContain('Stored');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Key of the client certificate').value).toBe('');
  type('Password', 'x');
  type('Password', '');
  await press('Forget: Key of the client certificate');
  expect(screen.getByText('Will be forgotten when saved.')).toBeDefined();
  await press('Save and reconnect');
  expect(sent[0]).not.toHaveProperty('passwd');
  expect(sent).toMatchObject([{ key: '' }]);
});

test('where there is no keyring the form says how long a secret is kept', () => {
  useDevices.setState({ workspace: { ...useDevices.getInitialState().workspace, problems: [], keepsSecrets: false } });
  edit(device());
  expect(screen.queryByText(/Kept until the app closes/)).toBeNull();
  type('Password', 'x');
  expect(screen.getByText(/Kept until the app closes/)).toBeDefined();
});

test('a file is chosen by the bench; one that is no certificate is refused at the field', async () => {
  edit(device({ options: deviceOptions({ tls }) }));
  benchWith({ choosePem: () => answers({ name: 'ca.crt', pem: 'CA' }) });
  await press('Choose file for: Authorities to trust (CA)');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Authorities to trust (CA)').value).toBe('CA');
  benchWith({ choosePem: () => refuses({ code: 'INVALID_ARGUMENT', message: 'no', field: 'cert' }) });
  await press('Choose file for: Client certificate');
  expect(screen.getByRole('alert').textContent).toContain('BEGIN CERTIFICATE');
});

test('a new name alone does not say that it reconnects', () => {
  edit(device());
  const buttons = within(screen.getByRole('form'));
  type('Name', 'Other');
  expect(buttons.getByRole('button', { name: 'Save' })).toBeDefined();
  type('Server URL', 'vsoa://10.0.0.2:3000');
  expect(buttons.getByRole('button', { name: 'Save and reconnect' })).toBeDefined();
});
