import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Answer } from '../../../testbench/contract.ts';
import { AnswerView } from '../../src/panes/rpc/answer-view.tsx';
import { CallHistory } from '../../src/panes/rpc/call-history.tsx';
import { suggest } from '../../src/panes/rpc/url-input.tsx';
import { type Call, type Outcome, useCalls } from '../../src/state/calls.ts';
import { device } from '../harness.ts';

const answer = (change: Partial<Answer>): Outcome => ({
  kind: 'answer',
  answer: {
    status: 0,
    statusName: 'success',
    tunnelId: 0,
    rttMs: 1.842,
    text: '',
    json: false,
    param: new Uint8Array(),
    data: new Uint8Array(),
    ...change,
  },
});

function callWith(outcome: Outcome): Call {
  return {
    id: 'c1',
    deviceId: 'd1',
    deviceName: 'Gateway',
    url: '/echo',
    method: 'GET',
    param: '',
    data: '',
    timeoutMs: 5_000,
    startedAt: Date.now(),
    outcome,
  };
}

function show(outcome: Outcome) {
  render(<AnswerView call={callWith(outcome)} device={device()} />);
  return screen.getByRole('group', { name: 'Answer' }).textContent;
}

test('an answer says its status by name and number, and its round trip', () => {
  expect(show(answer({}))).toContain('Success(0)1.84 ms');
});

test('a status that is no success says which, and a tunnel id is named', () => {
  const text = show(answer({ status: 130, tunnelId: 40_123 }));
  expect(text).toContain('Server status 130');
  expect(text).toContain('40123');
});

test('a call without an answer says why and offers to send again', () => {
  const text = show({ kind: 'failed', afterMs: 5_000, error: { code: 'TIMEOUT', message: 'after 5000 ms' } });
  expect(text).toContain('No answer in time');
  expect(screen.getByRole('button', { name: 'Send again' })).toBeDefined();
});

test('a param that was refused here is not offered to be sent again, and no time is told for what never left', () => {
  const refused: Outcome = { kind: 'failed', afterMs: 12, error: { code: 'INVALID_PARAM', message: 'at 1' } };
  expect(show(refused)).toContain('Param is not JSON');
  expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull();

  useCalls.setState({ calls: [callWith(refused)] });
  render(<CallHistory />);
  expect(screen.getByRole('option').textContent).toBe('GET/echo');
});

test('a cancelled call is no error', () => {
  expect(show({ kind: 'failed', afterMs: 1_200, error: { code: 'ABORTED', message: '' } })).toBe(
    'Cancelled after 1.2 s',
  );
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a param that is not UTF-8 is shown as bytes', () => {
  const text = show(answer({ text: null, param: Uint8Array.of(0xff, 0xfe) }));
  expect(text).toContain('Not UTF-8');
  expect(screen.queryByRole('radio', { name: 'Tree' })).toBeNull();
});

test('urls are completed once each, without what is typed already, and not without end', () => {
  expect(suggest('/s', ['/speed', '/s', '/speed', '/doors'])).toEqual(['/speed']);
  expect(
    suggest(
      '',
      Array.from({ length: 10_000 }, (_, i) => `/t/${i}`),
    ),
  ).toHaveLength(50);
});
