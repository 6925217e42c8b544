import { cleanup, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { TrafficRow } from '../../../../testbench/contract.ts';
import { Row } from '../../../src/panes/traffic/list/row.tsx';
import type { TimeMode } from '../../../src/state/traffic-settings.ts';
import { columnsShown } from '../../../src/traffic/columns.ts';
import { row } from '../../harness.ts';

interface Times {
  timeMode?: TimeMode;
  before?: number;
  reference?: number;
}

function show(change: Partial<TrafficRow>, { timeMode = 'clock', before, reference }: Times = {}) {
  render(
    <div role="grid">
      <Row
        position={3}
        row={row(3, change)}
        before={before}
        reference={reference ?? null}
        timeMode={timeMode}
        columns={columnsShown([])}
        picked={false}
        ariaIndex={5}
      />
    </div>,
  );
  return (column: string) => document.querySelector<HTMLElement>(`[data-column="${column}"]`);
}

test('the answer of a position server has no status, but says where a name is not known', () => {
  const known = show({ type: 'POSITION', typeCode: 0, reply: true, preview: '{"addr":"127.0.0.1","port":3000}' });
  expect(known('status')?.textContent).toBe('');
  cleanup();
  const unknown = show({ type: 'POSITION', typeCode: 0, reply: true, preview: '{}' });
  expect(unknown('status')?.textContent).toBe('not found');
});

test('a failed reply says so in words, and the row shows it', () => {
  const cell = show({ type: 'RPC', reply: true, status: 5, url: '', pair: { index: 1, rttMs: 1.842, url: '/doors' } });
  expect(cell('status')?.textContent).toBe('No permissions');
  expect(cell('rtt')?.textContent).toBe('1.84 ms');
  expect(cell('url')?.textContent).toBe('/doors');
  expect(screen.getByRole('row').dataset['failed']).toBe('true');
});

test('a request without a reply says so', () => {
  const cell = show({ type: 'RPC', unanswered: true });
  expect(cell('status')?.textContent).toBe('No reply');
  expect(cell('rtt')?.textContent).toBe('');
});

test('a QOSSETUP shows its priority, and has not failed', () => {
  const cell = show({ type: 'QOSSETUP', reply: true, status: 5 });
  expect(cell('status')?.textContent).toBe('priority 5');
  expect(screen.getByRole('row').dataset['failed']).toBeUndefined();
});

test('an odd packet says why in its summary, whole on hover', () => {
  const cell = show({ type: 'UNKNOWN', typeCode: 0x42, odd: ['UNKNOWN_TYPE', 'UNALIGNED'] });
  expect(cell('type')?.textContent).toBe('0x42');
  expect(cell('summary')?.textContent).toContain('Unknown type, Unaligned');
  expect(cell('summary')?.title).toContain('multiple of 4');
});

test('two connections of one name are told apart by number and addresses', () => {
  const cell = show({ direction: 'received', local: '10.0.0.2:50000', remote: '10.0.0.9:3000', connectionId: 7 });
  expect(cell('connection')?.title).toBe('Gateway · device #7 · 10.0.0.9:3000 → 10.0.0.2:50000');
});

test('a stream that opens is no packet, but a row with its tunnel', () => {
  const cell = show({ type: 'STREAM_OPEN', tunnelId: 4_711, preview: '' });
  expect(cell('type')?.textContent).toBe('Stream open');
  expect(cell('summary')?.textContent).toBe('tunnel 4711');
});

test('a mark, a direction and a channel are glyphs with names', () => {
  const cell = show({ marked: true, direction: 'sent', channel: 'quick' });
  expect(['mark', 'direction', 'channel'].map((id) => cell(id)?.getAttribute('aria-label'))).toEqual([
    'marked',
    'sent',
    'quick',
  ]);
});

test('times are those of day, since a packet, or since the row before', () => {
  const time = new Date(2026, 10, 22, 12, 51, 7).getTime() + 123.456;
  expect(show({ time })('time')?.textContent).toBe('12:51:07.123456');
  document.body.replaceChildren();
  expect(show({ time }, { timeMode: 'delta', before: time - 1.5 })('time')?.textContent).toBe('+0.001500');
  document.body.replaceChildren();
  expect(show({ time }, { timeMode: 'relative', reference: time + 2_000 })('time')?.textContent).toBe('−2.000000');
});
