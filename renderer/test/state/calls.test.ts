import { expect, test } from 'vitest';
import type { Answer } from '../../../testbench/contract.ts';
import { MAX_CALLS, send, useCalls } from '../../src/state/calls.ts';
import { benchWith } from '../harness.ts';

const answer: Answer = {
  status: 0,
  statusName: 'success',
  tunnelId: 0,
  rttMs: 1,
  text: '1',
  json: true,
  param: Uint8Array.of(0x31),
  data: new Uint8Array(),
};
const gateway = { id: 'd1', name: 'Gateway' };

test('a call is in the history from the moment it is sent, and takes its answer when it comes', async () => {
  const waiting: ((result: { ok: true; value: Answer }) => void)[] = [];
  benchWith({ call: () => new Promise((resolve) => waiting.push(resolve)) });
  useCalls.getState().edit({ url: ' /echo ', method: 'SET', param: '1' });
  const sent = send(gateway);
  expect(useCalls.getState().calls[0]?.outcome.kind).toBe('running');
  waiting[0]?.({ ok: true, value: answer });
  await sent;
  expect(useCalls.getState().calls[0]?.outcome).toEqual({ kind: 'answer', answer });
});

test('what is sent is the draft: the url trimmed, blank param as none, hex as bytes', async () => {
  const requests: unknown[] = [];
  benchWith({
    call: (request) => {
      requests.push(request);
      return Promise.resolve({ ok: true, value: answer });
    },
  });
  useCalls.getState().edit({ url: ' /echo ', param: ' \n', data: '01 ff', timeoutMs: 1_500 });
  await send(gateway);
  expect(requests).toEqual([
    {
      id: 'd1',
      callId: useCalls.getState().calls[0]?.id,
      url: '/echo',
      method: 'GET',
      param: '',
      data: Uint8Array.of(1, 255),
      timeoutMs: 1_500,
    },
  ]);
});

test('a failed call keeps its error', async () => {
  const error = { code: 'TIMEOUT', message: 'no answer' } as const;
  benchWith({ call: () => Promise.resolve({ ok: false, error }) });
  await send(gateway);
  expect(useCalls.getState().calls[0]?.outcome).toMatchObject({ kind: 'failed', error });
});

test('choosing a call loads its request again', async () => {
  benchWith({ call: () => Promise.resolve({ ok: true, value: answer }) });
  useCalls.getState().edit({ url: '/first', param: '{"a":1}' });
  await send(gateway);
  useCalls.getState().edit({ url: '/second', param: '' });
  const first = useCalls.getState().calls[0];
  if (first) useCalls.getState().show(first);
  expect(useCalls.getState().draft).toMatchObject({ url: '/first', param: '{"a":1}' });
});

test('the history has an end', async () => {
  benchWith({ call: () => Promise.resolve({ ok: true, value: answer }) });
  for (let i = 0; i < MAX_CALLS + 5; i += 1) await send(gateway);
  expect(useCalls.getState().calls).toHaveLength(MAX_CALLS);
});
