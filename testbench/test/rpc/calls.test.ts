import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Line, Peer } from '../../../core/test/peer/peer.ts';
import type { BenchOptions } from '../../bench.ts';
import { noDialogs } from '../../capture/dialogs.ts';
import { toBenchError } from '../../errors.ts';
import { Watched } from '../bench-harness.ts';
import { callOf, draftOf } from './drafts.ts';

describe('a call', () => {
  it('sends the param as it was written, without the spaces', async () => {
    const { watched, id } = await withNpmServer();
    const param = '{ "b": 12345678901234567890,\n "a": [1.10, "车门"] }';
    const payload = { param, data: { kind: 'hex', text: '00 ff' } } as const;
    const record = await watched.handlers.call(callOf(id, '/echo', { payload }));
    const { traffic } = await watched.handlers.snapshot(undefined);
    const rows = await watched.handlers.trafficRows({ view: 0, from: 0, to: traffic.end });
    const sent = rows.find((row) => row.type === 'RPC' && row.direction === 'sent');
    expect(sent?.preview).toBe('{"b":12345678901234567890,"a":[1.10,"车门"]}');
    expect(record).toMatchObject({ error: null, tally: { wanted: 1, sent: 1, pending: 0, statuses: [[0, 1]] } });
    expect(record.answer).toMatchObject({
      status: 0,
      statusName: 'success',
      // The peer reads numbers as JavaScript does.
      text: '{"b":12345678901234567000,"a":[1.1,"车门"]}',
      json: true,
      data: new Uint8Array([0, 255]),
      tunnelId: 0,
      rttMs: expect.any(Number),
    });
    // No view of a larger buffer, which would be sent to the window with it.
    expect(record.answer?.param.buffer.byteLength).toBe(record.answer?.param.length);
  });

  it('hands over the status, whatever it is', async () => {
    const { watched, id } = await withNpmServer();
    const answer = async (url: string, method: 'GET' | 'SET' = 'GET') =>
      (await watched.handlers.call(callOf(id, url, { method }))).answer;
    expect(await answer('/nothing')).toMatchObject({ status: 3, text: '', json: false });
    expect(await answer('/status/130')).toMatchObject({ status: 130 });
    expect(await answer('/method', 'SET')).toMatchObject({ text: '{"method":"SET"}' });
  });

  it('is not sent where its param is no JSON, and says where that is wrong; the history has nothing of it', async () => {
    const { watched, id } = await withNpmServer();
    const before = (await watched.handlers.snapshot(undefined)).traffic.end;
    expect(await failure(watched.handlers.call(callOf(id, '/echo', { param: '{"a":}' })))).toMatchObject({
      code: 'INVALID_PARAM',
      part: 'param',
      position: 5,
    });
    const { traffic, callHistory } = await watched.handlers.snapshot(undefined);
    expect(traffic.end).toBe(before);
    expect(callHistory.total).toBe(0);
  });

  it('names the part that is wrong: a url, data that is no hex, a file that was not chosen, an unknown variable', async () => {
    const { watched, id } = await withNpmServer();
    const refusal = (change: Parameters<typeof draftOf>[0]) =>
      failure(watched.handlers.call({ id, callId: 'x', draft: draftOf(change) }));
    const file = { path: '/etc/hostname', name: 'hostname', bytes: 1 };
    expect(await refusal({ url: 'echo' })).toMatchObject({ code: 'INVALID_URL', part: 'url' });
    expect(await refusal({ payload: { param: '', data: { kind: 'hex', text: '0' } } })).toMatchObject({ part: 'data' });
    expect(await refusal({ payload: { param: '', data: { kind: 'file', file } } })).toMatchObject({
      code: 'FILE_UNREADABLE',
      part: 'data',
    });
    expect(await refusal({ param: '{{speed}}' })).toMatchObject({ code: 'UNKNOWN_VARIABLE', part: 'param' });
  });

  it('is not sent where it is larger than a packet can be, and leaves the connection as it is', async () => {
    const { watched, id } = await withNpmServer();
    const large = callOf(id, '/echo', { param: JSON.stringify('x'.repeat(300_000)) });
    expect(await failure(watched.handlers.call(large))).toMatchObject({ code: 'PACKET_TOO_LARGE' });
    expect((await watched.handlers.call(callOf(id, '/echo', { param: '[1]' }))).answer).toMatchObject({ text: '[1]' });
  });

  it('can be cancelled, and its id used again', async () => {
    const { watched, id } = await withNpmServer();
    const request = callOf(id, '/silent');
    const waiting = watched.handlers.call(request);
    expect(await failure(watched.handlers.call(request))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    await watched.handlers.cancelCall({ callId: request.callId });
    expect((await waiting).error).toMatchObject({ code: 'ABORTED' });
    expect(await watched.handlers.call({ ...request, draft: draftOf() })).toMatchObject({ error: null });
    await watched.handlers.cancelCall({ callId: 'ended long ago' });
  });

  it('that is cancelled while it is made ready is not sent', async () => {
    const { watched, id } = await withNpmServer();
    const request = callOf(id, '/silent');
    const waiting = watched.handlers.call(request);
    await watched.handlers.cancelCall({ callId: request.callId });
    expect(await waiting).toMatchObject({ error: { code: 'ABORTED' }, tally: { sent: 0 } });
  });

  it('ends when its time is over', async () => {
    const { watched, id, host } = await withNpmServer();
    const { error, answer } = await watched.handlers.call(callOf(id, '/silent', { timeoutMs: 20 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', host });
    expect(answer).toBeNull();
  });

  it('to a device that is not connected fails at once, with its host', async () => {
    const watched = new Watched();
    const { id } = await watched.handlers.addDevice({ url: 'vsoa://127.0.0.1:9', connect: false });
    expect(await failure(watched.handlers.call(callOf(id, '/echo')))).toMatchObject({
      code: 'NOT_CONNECTED',
      host: '127.0.0.1:9',
    });
  });
});

describe('a request that is repeated', () => {
  it('is sent one after the other, and its round trips are summed up', async () => {
    const { watched, id, most } = await withOwnServer();
    const record = await watched.handlers.call(callOf(id, '/count', { repeat: { count: 200, perSecond: null } }));
    expect(record).toMatchObject({ error: null, tally: { wanted: 200, sent: 200, pending: 0, statuses: [[0, 200]] } });
    expect(record.answer?.text).toBe('200');
    expect(most()).toBe(1);
    const { min = 0, mean = 0, p50 = 0, p99 = 0, max = 0 } = record.tally.rtt ?? {};
    expect([min, p50, p99, max].toSorted((one, other) => one - other)).toEqual([min, p50, p99, max]);
    expect(mean).toBeGreaterThanOrEqual(min);
    expect(mean).toBeLessThanOrEqual(max);
  });

  it('keeps to its rate, also where answers are slower', async () => {
    const { watched, id, most } = await withOwnServer();
    const record = await watched.handlers.call(callOf(id, '/slow', { repeat: { count: 40, perSecond: 200 } }));
    expect(record.tally).toMatchObject({ sent: 40, pending: 0, statuses: [[0, 40]] });
    expect(record.tally.elapsedMs).toBeGreaterThan((39 * 1_000) / 200 - 5);
    expect(most()).toBeGreaterThan(3);
  });

  it('tells how far it is by few events, whatever the rate, and has its newest answer', async () => {
    const { watched, id } = await withOwnServer();
    const request = callOf(id, '/count', { repeat: { count: 5_000, perSecond: null } });
    const ended = watched.handlers.call(request);
    const running = await watched.until(() =>
      watched.batches.flatMap((batch) => batch.runningCalls ?? []).find(({ tally }) => tally.statuses.length > 0),
    );
    expect(running).toMatchObject({ id: request.callId, deviceId: id, url: '/count', tally: { wanted: 5_000 } });
    expect(await watched.handlers.newestAnswer({ callId: request.callId })).toMatchObject({ status: 0 });
    await ended;
    await watched.until(() => watched.batches.findLast((batch) => batch.runningCalls)?.runningCalls?.length === 0);
    expect(await watched.handlers.newestAnswer({ callId: request.callId })).toBeNull();
  });

  it('counts what fails by its reason, and goes on', async () => {
    const { watched, id } = await withOwnServer();
    const repeat = { count: 6, perSecond: null };
    const record = await watched.handlers.call(callOf(id, '/every-third', { repeat, timeoutMs: 500 }));
    expect(record.tally).toMatchObject({
      sent: 6,
      statuses: [
        [0, 2],
        [130, 2],
      ],
      failures: [['TIMEOUT', 2]],
    });
    expect(record.error).toMatchObject({ code: 'TIMEOUT' });
  });

  it('is cancelled at once, with what waits for answers', async () => {
    const { watched, id } = await withOwnServer();
    const request = callOf(id, '/silent', { repeat: { count: 1_000_000, perSecond: 500 } });
    const ended = watched.handlers.call(request);
    await watched.until(() =>
      watched.batches.flatMap((batch) => batch.runningCalls ?? []).find(({ tally }) => tally.sent > 0),
    );
    expect(watched.bench.busy).toBe(true);
    await watched.handlers.cancelCall({ callId: request.callId });
    const { error, tally } = await ended;
    expect(watched.bench.busy).toBe(false);
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(tally.pending).toBe(0);
    expect(tally.sent).toBeLessThan(1_000_000);
  });

  it('has new values of variables such as $counter each time', async () => {
    const { watched, id, seen } = await withOwnServer();
    const param = '{"n": {{$counter}}}';
    const record = await watched.handlers.call(callOf(id, '/seen', { param, repeat: { count: 3, perSecond: null } }));
    expect(seen).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(record.sent.payload.param).toBe('{"n": 1}');
    expect(record.draft.payload.param).toBe(param);
  });

  it('does not keep the bench busy where the device goes in the midst of it', async () => {
    const { watched, id, server } = await withOwnServer();
    const request = callOf(id, '/count', { repeat: { count: 1_000_000, perSecond: null } });
    const ended = watched.handlers.call(request);
    await watched.until(() =>
      watched.batches.flatMap((batch) => batch.runningCalls ?? []).find(({ tally }) => tally.statuses.length > 0),
    );
    await server.close({ linger: 0 });
    await watched.state(id, 'disconnected');
    const { traffic } = await watched.handlers.snapshot(undefined);
    expect(traffic.end).toBeGreaterThan(0);
    await watched.handlers.cancelCall({ callId: request.callId });
    expect((await ended).tally.failures.length).toBeGreaterThan(0);
  });
});

describe('secrets', () => {
  it('are sent, and are nowhere in the history, also where the device sends them back', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'calls-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { watched, id } = await withNpmServer({}, { workspace: folder });
    const variables = [{ name: 'pin', kind: 'secret', value: 'hunter"2' } as const];
    await watched.handlers.saveEnvironment({ name: null, to: 'lab', variables });
    await watched.handlers.chooseEnvironment({ name: 'lab' });
    const payload = { param: '{"pin": "{{pin}}"}', data: { kind: 'text', text: 'pin={{pin}}' } } as const;
    const record = await watched.handlers.call(callOf(id, '/echo', { payload }));
    expect(record.answer?.text).toBe('{"pin":"hunter\\"2"}');
    expect(record.sent.payload.param).toBe('{"pin": "••••••"}');

    const kept = await watched.handlers.readCall({ id: record.id });
    expect(kept.answer?.text).toBe('{"pin":"••••••"}');
    expect(kept.cut).toEqual({ param: 0, data: 'pin=hunter"2'.length });
    await watched.bench.close();
    const file = readFileSync(path.join(folder, 'local', 'history', 'calls.jsonl'), 'utf8');
    expect(file).toContain('/echo');
    expect(file).not.toContain('hunter');
    expect(file).not.toContain(Buffer.from('hunter').toString('base64').slice(0, 7));
  });
});

describe('data of an answer', () => {
  it('is saved byte by byte in place of the file that was chosen, which stays where that fails', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'calls-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'frame.bin');
    const proposed: unknown[] = [];
    let chosen: string | null = file;
    const chooseSave = async (proposal: unknown) => {
      proposed.push(proposal);
      return chosen;
    };
    const { watched, id } = await withNpmServer({}, { dialogs: { ...noDialogs, chooseSave } });
    const text = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('');
    const record = await watched.handlers.call(
      callOf(id, '/echo', { payload: { param: '', data: { kind: 'hex', text } } }),
    );
    const data = new Uint8Array(record.answer?.data ?? []);
    writeFileSync(file, 'what was there');
    expect(await watched.handlers.saveData({ name: 'echo.bin', data })).toBe('frame.bin');
    expect(proposed).toEqual([{ name: 'echo.bin', extension: 'any' }]);
    expect(readFileSync(file).toString('hex')).toBe(text);

    chosen = path.join(file, 'no folder.bin');
    expect(await failure(watched.handlers.saveData({ name: 'echo.bin', data }))).toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    chosen = null;
    expect(await watched.handlers.saveData({ name: 'echo.bin', data })).toBeNull();
    expect(readdirSync(folder)).toEqual(['frame.bin']);
  });
});

describe('what was saved', () => {
  it('is suggested among the urls', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'calls-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const watched = new Watched({ workspace: folder });
    const parent = await watched.handlers.addRequestFolder({ parent: null, name: 'Doors' });
    const request = {
      draft: draftOf({ url: '/doors/left', method: 'SET' }),
      expect: { status: null, rttMs: null, param: [] },
    };
    await watched.handlers.addRequest({ parent, name: 'Left', request });
    await watched.until(() =>
      watched.batches.some(({ requests }) => requests?.nodes.some(({ name }) => name === 'Left')),
    );
    expect(await watched.handlers.suggestUrls({ deviceId: null, typed: '/doo' })).toEqual([
      { url: '/doors/left', methods: ['SET'], from: 'saved' },
    ]);
  });
});

async function withNpmServer(options: Line = {}, bench: BenchOptions = {}) {
  const peer = new Peer('vsoa-server.cjs', { port: 0, ...options });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  const watched = new Watched(bench);
  const { id } = await watched.connected(`vsoa://127.0.0.1:${String(port)}`);
  return { watched, id, host: `127.0.0.1:${String(port)}` };
}

/** A server of core that counts its calls, and how many were at work at once. */
async function withOwnServer() {
  const server = new Server();
  const seen: string[] = [];
  let count = 0;
  let atWork = 0;
  let most = 0;
  const work = async <T>(answer: () => T | Promise<T>) => {
    atWork += 1;
    most = Math.max(most, atWork);
    try {
      return await answer();
    } finally {
      atWork -= 1;
    }
  };
  server.command('/count', () => work(() => ({ param: ++count })));
  server.command('/slow', () => work(() => new Promise((resolve) => setTimeout(() => resolve({}), 40))));
  server.command('/silent', () => new Promise(() => undefined));
  server.command('/seen', ({ paramBytes }) => {
    seen.push(paramBytes.toString());
    return {};
  });
  server.command('/every-third', () => {
    count += 1;
    if (count % 3 === 0) return new Promise(() => undefined);
    return count % 3 === 1 ? {} : { status: 130 };
  });
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const watched = new Watched();
  const { id } = await watched.connected(`vsoa://127.0.0.1:${server.address?.port}`);
  return { watched, id, server, seen, most: () => most };
}

async function failure(work: unknown) {
  try {
    await work;
  } catch (error) {
    return toBenchError(error);
  }
  throw new Error('it did not fail');
}
