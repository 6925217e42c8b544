import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Answer, BenchError, CallRecord } from '../../../testbench/contract.ts';
import { AnswerView } from '../../src/panes/rpc/answer/answer-view.tsx';
import { comparePayloads } from '../../src/panes/rpc/answer/compare.ts';
import { commandLine } from '../../src/panes/rpc/history/command-line.ts';
import { NumberInput } from '../../src/panes/rpc/request/number-input.tsx';
import { EMPTY_DRAFT } from '../../src/state/calls.ts';
import { useSelection } from '../../src/state/selection.ts';
import { benchWith, device, refuses } from '../harness.ts';
import { answer, record } from '../state/records.ts';

function show(shown: Partial<CallRecord>, before: Answer | null = null) {
  render(
    <AnswerView
      tab="rpc"
      shown={{ kind: 'record', record: record(shown), before }}
      draft={record(shown).draft}
      device={device()}
    />,
  );
  return screen.getByRole('group', { name: 'Answer' }).textContent;
}

const failed = (error: BenchError, elapsedMs = 0): Partial<CallRecord> => ({
  answer: null,
  error,
  tally: { ...record().tally, elapsedMs },
});

test('an answer says its status by name and number, and its round trip', () => {
  expect(show({})).toContain('Success(0)1.84 ms');
});

test('a status that is no success says which, and a tunnel id leads to its stream', () => {
  benchWith({ startTransfer: ({ source }) => refuses({ code: 'UNREACHABLE', message: JSON.stringify(source) }) });
  const text = show({ answer: answer({ status: 130, tunnelId: 40_123 }) });
  expect(text).toContain('Server status 130');
  expect(text).toContain('40123');
  fireEvent.click(screen.getByRole('button', { name: 'Open stream' }));
  expect(useSelection.getState().deviceId).toBe('d1');
});

test('a call without an answer says why and offers to send again', () => {
  const text = show(failed({ code: 'TIMEOUT', message: 'after 5000 ms', host: '10.0.0.7:3000' }));
  expect(text).toContain('No answer in time');
  expect(text).toContain('10.0.0.7:3000');
  expect(screen.getByRole('button', { name: 'Send again' })).toBeDefined();
});

test('a request that was refused here is not offered to be sent again', () => {
  const error = { code: 'PACKET_TOO_LARGE', message: '300,000 bytes' } as const;
  render(
    <AnswerView
      tab="rpc"
      shown={{ kind: 'refused', error, draft: EMPTY_DRAFT }}
      draft={EMPTY_DRAFT}
      device={device()}
    />,
  );
  expect(screen.getByRole('alert').textContent).toContain('Packet too large');
  expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull();
});

test('a cancelled call is no error', () => {
  expect(show(failed({ code: 'ABORTED', message: '' }, 1_200))).toBe('Cancelled after 1.2 s');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('an answer to another request than the one that is written says whose it is', () => {
  const shown = { kind: 'record', record: record(), before: null } as const;
  const { rerender } = render(<AnswerView tab="rpc" shown={shown} draft={record().draft} device={device()} />);
  expect(answerText()).not.toContain('/echo');
  rerender(<AnswerView tab="rpc" shown={shown} draft={{ ...EMPTY_DRAFT, url: '/other' }} device={device()} />);
  expect(answerText()).toContain('GET /echo · Gateway');
});

test('a param that is not UTF-8 is shown as bytes', () => {
  const text = show({ answer: answer({ text: null, param: Uint8Array.of(0xff, 0xfe) }) });
  expect(text).toContain('Not UTF-8');
  expect(screen.queryByRole('radio', { name: 'Tree' })).toBeNull();
});

test('an answer that the history has cut says so', () => {
  expect(show({ cut: { param: 0, data: 2_048 } })).toContain('2.00 KiB of the data are missing');
});

test('an answer is compared with the one before', () => {
  expect(show({ answer: param('{"a":1,"b":[1,2]}') }, param('{"a":1,"b":[1,3]}'))).toContain('1 value differs');
  expect(comparePayloads(param('{"a":1,"b":[1,2]}'), param('{"b":[1],"c":{}}'))?.paths).toEqual(['.a', '.b[1]', '.c']);
  expect(comparePayloads(param('[1]'), param('[1]'))).toEqual({ count: 0, paths: [] });
  expect(comparePayloads(param('[1]'), answer({ text: null, param: Uint8Array.of(0xff) }))?.paths).toEqual(['param']);
});

test('many calls are summed up: by status, by failure, and their round trips', () => {
  const text = show({
    answer: answer(),
    error: { code: 'TIMEOUT', message: '' },
    tally: {
      wanted: 1_000,
      sent: 1_000,
      pending: 0,
      statuses: [
        [0, 990],
        [130, 4],
      ],
      failures: [['TIMEOUT', 6]],
      rtt: { min: 0.2, mean: 0.5, p50: 0.4, p99: 2, max: 9 },
      perSecond: 500,
      elapsedMs: 2_000,
    },
  });
  expect(text).toContain('1,000 of 1,000 sent');
  expect(text).toContain('500/s');
  expect(text).toContain('Success (0)990');
  expect(text).toContain('No answer in time6');
  expect(screen.getByRole('group', { name: 'Round trip' }).textContent).toContain(
    'Least0.20 msMean0.50 msp500.40 msp992.00 msMost9.00 ms',
  );
});

test('a number that is none is marked, and the last one that was stays', () => {
  let value = 5;
  const view = () => (
    <NumberInput
      label="Times"
      value={value}
      least={1}
      most={10}
      whole
      onChange={(next) => {
        value = next;
      }}
    />
  );
  const { rerender } = render(view());
  const input = screen.getByRole('textbox', { name: 'Times' });
  for (const wrong of ['11', '0', 'x', '', '1.5']) {
    fireEvent.change(input, { target: { value: wrong } });
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(value).toBe(5);
  }
  fireEvent.change(input, { target: { value: '7' } });
  rerender(view());
  expect(value).toBe(7);
  expect(input.getAttribute('aria-invalid')).toBe('false');
});

test('a call is written as it is made in a terminal', () => {
  const draft = {
    ...EMPTY_DRAFT,
    url: '/a',
    method: 'SET',
    payload: { param: `{"it's": 1}`, data: { kind: 'text', text: 'é' } },
    repeat: { count: 3, perSecond: 10 },
  } as const;
  expect(commandLine(record({ draft }))).toBe(
    `vsoa-testbench call vsoa://127.0.0.1:3000/a --set --param '{"it'\\''s": 1}' --data hex:c3a9 --timeout 5000ms --repeat 3 --rate 10`,
  );
});

const param = (text: string) => answer({ text, json: true, param: new TextEncoder().encode(text) });

const answerText = () => screen.getByRole('group', { name: 'Answer' }).textContent;
