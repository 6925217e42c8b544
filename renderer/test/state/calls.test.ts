import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallRecord, RunningCall } from '../../../testbench/contract.ts';
import {
  cancel,
  draftOf,
  EMPTY_DRAFT,
  editDraft,
  loadRecord,
  openTab,
  send,
  takeRunning,
  useCalls,
  useDrafts,
  useStrayCalls,
  waitFor,
} from '../../src/state/calls.ts';
import { answers, benchWith, device, deviceOptions, refuses } from '../harness.ts';
import { answer, record } from './records.ts';

const gateway = device();

test('a tab shows that it waits from the moment it sends, and the answer when it comes', async () => {
  const waiting: ((result: { ok: true; value: CallRecord }) => void)[] = [];
  benchWith({ call: () => new Promise((resolve) => waiting.push(resolve)) });
  editDraft('rpc', { url: '/echo', method: 'SET' });
  const sent = send('rpc', gateway);
  expect(useCalls.getState().shown['rpc']?.kind).toBe('running');
  waiting[0]?.({ ok: true, value: record() });
  await sent;
  expect(useCalls.getState().shown['rpc']).toEqual({ kind: 'record', record: record(), before: null });
});

test('what is sent is the draft as it is written; the bench makes bytes of it', async () => {
  const requests: unknown[] = [];
  benchWith({
    call: (request) => {
      requests.push(request);
      return answers(record());
    },
  });
  editDraft('rpc', { url: ' /echo ', payload: { param: '{"a":{{x}}}', data: { kind: 'hex', text: '01 ff' } } });
  await send('rpc', gateway);
  expect(requests).toEqual([{ id: 'd1', callId: expect.any(String), draft: draftOf('rpc') }]);
});

test('what cannot be sent is not: no url, no JSON, no hex, or a call that still runs', async () => {
  benchWith({ call: () => new Promise(() => {}) });
  await send('rpc', gateway);
  editDraft('rpc', { url: '/echo', payload: { param: '{', data: { kind: 'text', text: '' } } });
  await send('rpc', gateway);
  editDraft('rpc', { payload: { param: '', data: { kind: 'hex', text: '0' } } });
  await send('rpc', gateway);
  expect(useCalls.getState().shown['rpc']).toBeUndefined();

  editDraft('rpc', { payload: { param: '{', data: { kind: 'text', text: '' } } });
  void send('rpc', device({ options: deviceOptions({ raw: true }) }));
  expect(useCalls.getState().shown['rpc']?.kind).toBe('running');
  expect(await send('rpc', gateway)).toBeNull();
});

test('tabs have drafts and calls of their own', async () => {
  benchWith({ call: ({ draft }) => answers(record({ draft })) });
  editDraft('one', { url: '/one' });
  editDraft('two', { url: '/two' });
  await send('one', gateway);
  expect(draftOf('two').url).toBe('/two');
  expect(useCalls.getState().shown['two']).toBeUndefined();
});

test('a refusal is kept beside the draft that it is about', async () => {
  const error = { code: 'UNKNOWN_VARIABLE', message: 'there is no x', part: 'param', position: 1 } as const;
  benchWith({ call: () => refuses(error) });
  editDraft('rpc', { url: '/echo' });
  await send('rpc', gateway);
  expect(useCalls.getState().shown['rpc']).toMatchObject({ kind: 'refused', error });
});

test('the answer before is remembered for the same url and method only', async () => {
  benchWith({ call: ({ draft }) => answers(record({ draft })) });
  editDraft('rpc', { url: '/echo' });
  await send('rpc', gateway);
  await send('rpc', gateway);
  expect(useCalls.getState().shown['rpc']).toMatchObject({ before: answer() });
  editDraft('rpc', { method: 'SET' });
  await send('rpc', gateway);
  expect(useCalls.getState().shown['rpc']).toMatchObject({ before: null });
});

test('choosing a call loads its request; its answer does not give way to one that comes for another', async () => {
  const waiting: ((result: { ok: true; value: CallRecord }) => void)[] = [];
  benchWith({ call: () => new Promise((resolve) => waiting.push(resolve)) });
  editDraft('rpc', { url: '/slow' });
  const sent = send('rpc', gateway);
  const old = record({ id: 'old', draft: { ...EMPTY_DRAFT, url: '/old' } });
  loadRecord('rpc', old);
  waiting[0]?.({ ok: true, value: record() });
  await sent;
  expect(draftOf('rpc').url).toBe('/old');
  expect(useCalls.getState().shown['rpc']).toMatchObject({ kind: 'record', record: { id: 'old' } });
});

test('cancel is for the call that the tab waits for', async () => {
  const cancelled: string[] = [];
  benchWith({
    call: () => new Promise(() => {}),
    cancelCall: ({ callId }) => {
      cancelled.push(callId);
      return answers(undefined);
    },
  });
  cancel('rpc');
  editDraft('rpc', { url: '/slow' });
  void send('rpc', gateway);
  cancel('rpc');
  const shown = useCalls.getState().shown['rpc'];
  expect(cancelled).toEqual([shown?.kind === 'running' && shown.callId]);
});

test('drafts of tabs that were closed long ago are forgotten', () => {
  for (let n = 0; n < 100; n += 1) editDraft(`tab ${n}`, { url: `/${n}` });
  expect(Object.keys(useDrafts.getState().drafts)).toHaveLength(30);
  expect(draftOf('tab 99').url).toBe('/99');
});

const running = (id: string, wanted = 1_000): RunningCall => ({
  id,
  deviceId: 'd1',
  startedAt: 0,
  url: '/echo',
  method: 'SET',
  timeoutMs: 5_000,
  tally: { ...record().tally, wanted, sent: 3 },
});

const stray = () => renderHook(useStrayCalls).result.current.map(({ id }) => id);

test('a call that runs and that no open tab waits for is told, until one does', async () => {
  // As after the window was loaded anew.
  const close = openTab('rpc');
  takeRunning([running('before')]);
  expect(stray()).toEqual(['before']);
  waitFor('rpc', running('before'));
  expect(stray()).toEqual([]);
  expect(useCalls.getState().shown['rpc']).toMatchObject({ kind: 'running', callId: 'before', count: 1_000 });
  close();
  expect(stray()).toEqual(['before']);
});

test('a call that another one was looked at instead of is not lost', async () => {
  const waiting: ((result: { ok: true; value: CallRecord }) => void)[] = [];
  benchWith({ call: () => new Promise((resolve) => waiting.push(resolve)) });
  openTab('rpc');
  editDraft('rpc', { url: '/slow' });
  const sent = send('rpc', gateway);
  const shown = useCalls.getState().shown['rpc'];
  const callId = shown?.kind === 'running' ? shown.callId : '';
  takeRunning([running(callId)]);
  expect(stray()).toEqual([]);
  loadRecord('rpc', record({ id: 'old' }));
  expect(stray()).toEqual([callId]);

  waitFor('rpc', running(callId));
  waiting[0]?.({ ok: true, value: record({ id: callId }) });
  await sent;
  expect(useCalls.getState().shown['rpc']).toMatchObject({ kind: 'record', record: { id: callId } });
  // What was told of it before it ended comes late.
  takeRunning([running(callId)]);
  expect(stray()).toEqual([]);
});

test('of a call that was sent before the window was loaded anew the history has the end', async () => {
  benchWith({ readCall: ({ id }) => answers(record({ id })) });
  openTab('rpc');
  takeRunning([running('before')]);
  waitFor('rpc', running('before'));
  takeRunning([]);
  await expect.poll(() => useCalls.getState().shown['rpc']).toMatchObject({ kind: 'record', record: { id: 'before' } });
});
