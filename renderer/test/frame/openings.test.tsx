import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { BenchApi, Opening } from '../../../testbench/contract.ts';
import { LinkDialog } from '../../src/frame/link-dialog.tsx';
import { takeOpenings } from '../../src/frame/take-openings.ts';
import { useOpenings } from '../../src/state/openings.ts';
import { useToasts } from '../../src/state/toasts.ts';
import { answers, benchWith, device } from '../harness.ts';

/** A window to which the system hands these, with what else its bench is asked. */
async function windowWith(openings: Opening[], given: Partial<BenchApi> = {}): Promise<void> {
  useOpenings.setState({ waiting: 0, link: null });
  benchWith({ takeOpening: () => answers(openings.shift() ?? null), ...given });
  onTestFinished(takeOpenings());
  render(<LinkDialog />);
  await act(async () => useOpenings.setState({ waiting: openings.length }));
}

const link = (url: string, leftOut: Extract<Opening, { kind: 'link' }>['leftOut'] = []): Opening => ({
  kind: 'link',
  url,
  leftOut,
});

const address = (): string => screen.getByRole<HTMLInputElement>('textbox', { name: 'Server URL' }).value;

test('a link fills in the dialog, says what it left out, and connects only when the user does', async () => {
  const addDevice = vi.fn<BenchApi['addDevice']>(() => answers(device()));
  await windowWith([link('vsoa://10.0.0.1:3000', ['credentials', 'path'])], { addDevice });
  expect(address()).toBe('vsoa://10.0.0.1:3000');
  expect(screen.getByText(/comes from a link/)).toBeDefined();
  expect(screen.getByText(/password in the link was left out/)).toBeDefined();
  expect(screen.getByText(/behind the address in the link was left out/)).toBeDefined();
  expect(addDevice).not.toHaveBeenCalled();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Connect' })));
  expect(addDevice).toHaveBeenCalledWith(expect.objectContaining({ url: 'vsoa://10.0.0.1:3000', connect: true }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('the next link waits until the user has decided about the first', async () => {
  await windowWith([link('vsoa://10.0.0.1:3000'), link('vsoa://10.0.0.2:3000')]);
  expect(address()).toBe('vsoa://10.0.0.1:3000');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })));
  expect(address()).toBe('vsoa://10.0.0.2:3000');
});

test('what is refused is said, each with its reason', async () => {
  await windowWith([
    { kind: 'refusedLink', why: 'length', start: 'vsoa://aaaa…' },
    { kind: 'unreadable', path: '/tmp/gone.pcapng', error: { code: 'FILE_UNREADABLE', message: 'ENOENT' } },
    { kind: 'tooMany', most: 20 },
  ]);
  expect(useToasts.getState().toasts).toMatchObject([
    { key: 'link.refused', tone: 'error', values: { link: 'vsoa://aaaa…' }, words: { why: 'link.refused.length' } },
    { key: 'drop.failed', tone: 'error', values: { name: '/tmp/gone.pcapng' } },
    { key: 'link.tooMany', tone: 'warning' },
  ]);
});
