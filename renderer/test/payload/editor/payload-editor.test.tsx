import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { DataDraft, PayloadDraft } from '../../../../testbench/contract.ts';
import { checkDraft, dataBytes, isSendable, paramBytes } from '../../../src/payload/editor/check.ts';
import { writtenAs } from '../../../src/payload/editor/data-kinds.ts';
import { PayloadEditor } from '../../../src/payload/editor/payload-editor.tsx';
import { answers, benchWith, device, deviceOptions, refuses } from '../../harness.ts';

const file = { path: '/home/me/frame.bin', name: 'frame.bin', bytes: 4_096 };

test('what is no JSON is named with its place; a raw device takes it as it is', () => {
  const draft: PayloadDraft = { param: '{"a":\n }', data: { kind: 'text', text: '' } };
  const { rerender } = render(<PayloadEditor label="Request" value={draft} onChange={() => {}} device={device()} />);
  expect(screen.getByRole('status').textContent).toBe('Line 2, column 2: a value is missing');
  expect(screen.getByRole('tab', { name: /Not JSON/ })).toBeDefined();

  const raw = device({ options: deviceOptions({ raw: true }) });
  rerender(<PayloadEditor label="Request" value={draft} onChange={() => {}} device={raw} />);
  expect(screen.getByRole('status').textContent).toBe('');
  expect(screen.getByRole('tab', { name: /raw/ })).toBeDefined();
});

test('a file is chosen in the dialog of the system, and its size is shown', async () => {
  benchWith({ chooseDataFile: () => answers(file) });
  render(<Edited data={{ kind: 'hex', text: '01' }} />);
  fireEvent.click(screen.getByRole('tab', { name: /Data/ }));
  fireEvent.click(screen.getByRole('radio', { name: 'File' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Choose file…' }));
  await screen.findByText('frame.bin');
  expect(screen.getByRole('tab', { name: /Data 4.00 KiB/ })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Without this file' }));
  await waitFor(() => expect(screen.queryByText('frame.bin')).toBeNull());
});

test('a file that is dropped is taken, and why one is not is said', async () => {
  benchWith({ takeDroppedFile: () => answers(file) });
  render(<Edited data={{ kind: 'text', text: '' }} />);
  fireEvent.click(screen.getByRole('tab', { name: /Data/ }));
  const dataTransfer = { files: [new File(['x'], 'frame.bin')], types: ['Files'] };
  fireEvent.drop(screen.getByRole('radiogroup', { name: 'Write data as' }), { dataTransfer });
  await screen.findByText('frame.bin');

  benchWith({ takeDroppedFile: () => refuses({ code: 'FILE_UNREADABLE', message: 'it is no regular file' }) });
  fireEvent.drop(screen.getByRole('radiogroup', { name: 'Write data as' }), { dataTransfer });
  expect((await screen.findByRole('alert')).textContent).toContain('Cannot read the file');
});

test('data is written the other way where it can be, and is never lost', () => {
  expect(writtenAs({ kind: 'text', text: 'é1' }, 'hex')).toEqual({ kind: 'hex', text: 'c3 a9 31' });
  expect(writtenAs({ kind: 'hex', text: 'c3a9 31' }, 'text')).toEqual({ kind: 'text', text: 'é1' });
  expect(writtenAs({ kind: 'hex', text: 'ff' }, 'text')).toEqual({ kind: 'text', text: 'ff' });
  expect(writtenAs({ kind: 'hex', text: 'ff {{id}}' }, 'text')).toEqual({ kind: 'text', text: 'ff {{id}}' });
});

test('what is sent is counted in bytes, without the spaces of JSON', () => {
  expect(paramBytes('{ "a": "é" }', false)).toBe(10);
  expect(paramBytes('{ "a"', false)).toBeNull();
  expect(paramBytes('{ "a"', true)).toBe(5);
  expect([{ kind: 'hex', text: '01 ff' } as const, { kind: 'text', text: 'é' } as const].map(dataBytes)).toEqual([
    2, 2,
  ]);
});

test('hex with a variable in it is fine, half a byte is not', () => {
  expect(isSendable(withHex('01 {{id}} ff'), false)).toBe(true);
  expect(checkDraft(withHex('01 {{id}} f'), false).data).toBe(10);
});

function Edited({ data }: { data: DataDraft }) {
  const [value, setValue] = useState<PayloadDraft>({ param: '', data });
  return <PayloadEditor label="Request" value={value} onChange={setValue} device={device()} />;
}

const withHex = (text: string): PayloadDraft => ({ param: '', data: { kind: 'hex', text } });
