import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Answer, CallRecord } from '../../contract.ts';
import { MAX_KEPT } from '../../rpc/history/entry.ts';
import { History } from '../../rpc/history/history.ts';
import { draftOf } from './drafts.ts';

describe('the history of calls', () => {
  it('is there again after a restart, with the whole request and its answer', async () => {
    const file = fileInFolder();
    const draft = draftOf({
      url: '/{{ecu}}/speed',
      method: 'SET',
      payload: { param: '{ "v": {{v}} }', data: { kind: 'hex', text: '01 ff' } },
      repeat: { count: 5, perSecond: 2.5 },
    });
    const record = recordOf({
      draft,
      sent: {
        url: '/door/speed',
        payload: { param: '{ "v": 12345678901234567890 }', data: { kind: 'hex', text: '01 ff' } },
      },
      answer: answerOf('{"ok":1.10}', Uint8Array.of(0, 255)),
      error: { code: 'TIMEOUT', message: 'after 5 s', host: '10.0.0.7:3000' },
    });
    await written(file, [record]);
    const { history } = opened(file);
    expect(await history.read(record.id)).toEqual(record);
    expect(await history.list('', 0, 10)).toMatchObject({
      total: 1,
      calls: [{ id: record.id, url: '/door/speed', method: 'SET', status: 0, error: 'TIMEOUT', deviceName: 'Gateway' }],
    });
  });

  it('is told newest first, in the range that is asked for, and searched in url, device, param and error', async () => {
    const { history } = opened(undefined);
    for (let n = 0; n < 20; n++) await history.add(recordOf({ time: n, draft: draftOf({ url: `/n/${n}` }) }));
    await history.add(recordOf({ time: 20, deviceName: 'Türsteuergerät', draft: draftOf({ param: '{"Gear":"D"}' }) }));
    const urls = async (search: string, from = 0, to = 100) =>
      (await history.list(search, from, to)).calls.map(({ url }) => url);
    expect(await urls('', 0, 3)).toEqual(['/echo', '/n/19', '/n/18']);
    expect(await urls('', 19, 30)).toEqual(['/n/1', '/n/0']);
    expect(await urls('N/7')).toEqual(['/n/7']);
    expect(await urls('gear')).toEqual(['/echo']);
    expect(await urls('türSTEUER')).toEqual(['/echo']);
    expect(await urls('nothing')).toEqual([]);
  });

  it('survives a crash in the midst of a line: only that one is dropped, and it is told', async () => {
    const file = fileInFolder();
    await written(file, [recordOf({ id: 'first' }), recordOf({ id: 'second' })]);
    appendFileSync(file, '{"v":1,"id":"torn","time":17');
    const { history } = opened(file);
    await history.add(recordOf({ id: 'third', time: 3 }));
    expect((await history.list('', 0, 10)).calls.map(({ id }) => id)).toEqual(['third', 'second', 'first']);
    expect(history.status.leftOut).toBe(1);
    await history.close();
    expect((await opened(file).history.list('', 0, 10)).total).toBe(3);
  });

  it('is appended to, not written anew, with each call', async () => {
    const file = fileInFolder();
    await written(file, [recordOf({ id: 'first' })]);
    const before = readFileSync(file, 'utf8');
    const { history } = opened(file);
    await history.add(recordOf({ id: 'second', time: 2 }));
    await history.close();
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
  });

  it('keeps a number of calls and of bytes, and its file not much more', async () => {
    const file = fileInFolder();
    const limits = { calls: 10, bytes: 20_000 };
    const { history } = opened(file, limits);
    for (let n = 0; n < 200; n++) await history.add(recordOf({ id: `c${n}`, time: n }));
    expect((await history.list('', 0, 100)).calls.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, n) => `c${199 - n}`),
    );
    await history.add(recordOf({ id: 'large', time: 201, draft: draftOf({ param: `"${'x'.repeat(18_000)}"` }) }));
    expect((await history.list('', 0, 100)).total).toBeLessThan(10);
    await history.close();
    expect(readFileSync(file).length).toBeLessThan(3 * limits.bytes);
  });

  it('keeps the start of a large answer, and says how much is missing', async () => {
    const file = fileInFolder();
    const answer = answerOf(`"${'x'.repeat(100_000)}"`, new Uint8Array(200_000).fill(7));
    await written(file, [recordOf({ id: 'large', answer })]);
    const kept = await opened(file).history.read('large');
    expect(kept.cut).toEqual({ param: 100_002 - MAX_KEPT, data: 200_000 - MAX_KEPT });
    expect(Buffer.compare(kept.answer?.param ?? Buffer.of(), answer.param.subarray(0, MAX_KEPT))).toBe(0);
    expect(Buffer.compare(kept.answer?.data ?? Buffer.of(), answer.data.subarray(0, MAX_KEPT))).toBe(0);
  });

  it('gives back what was deleted or cleared, at its place', async () => {
    const file = fileInFolder();
    const { history } = opened(file);
    for (let n = 0; n < 4; n++) await history.add(recordOf({ id: `c${n}`, time: n }));
    await history.remove(['c1', 'none']);
    await history.clear();
    expect((await history.list('', 0, 10)).total).toBe(0);
    expect(await history.bringBack()).toBe(3);
    expect(await history.bringBack()).toBe(1);
    expect(await history.bringBack()).toBe(0);
    expect((await history.list('', 0, 10)).calls.map(({ id }) => id)).toEqual(['c3', 'c2', 'c1', 'c0']);
    await history.close();
    expect((await opened(file).history.list('', 0, 10)).total).toBe(4);
  });

  it('that was cleared is not in its file any more', async () => {
    const file = fileInFolder();
    const { history } = opened(file);
    await history.add(recordOf({ draft: draftOf({ param: '"precious"' }) }));
    await history.clear();
    await history.close();
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('of a newer version is shown as far as it is understood, and left as it is', async () => {
    const file = fileInFolder();
    await written(file, [recordOf({ id: 'ours' })]);
    appendFileSync(file, '{"v":2,"id":"theirs"}\n');
    const before = readFileSync(file, 'utf8');
    const { history } = opened(file);
    await history.add(recordOf({ id: 'another' }));
    await history.close();
    expect(history.status).toMatchObject({ newer: true, leftOut: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('whose file is rubbish starts empty, and says so', async () => {
    const file = fileInFolder();
    writeFileSync(file, Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n % 50 === 49 ? 10 : n % 251))));
    const { history } = opened(file);
    expect((await history.list('', 0, 10)).total).toBe(0);
    expect(history.status.leftOut).toBeGreaterThan(0);
  });

  it('that cannot be saved says why, and is saved with the next call once it can be', async () => {
    const folder = path.join(path.dirname(fileInFolder()), 'sub');
    const file = path.join(folder, 'calls.jsonl');
    const { history } = opened(file);
    await history.saved();
    writeFileSync(folder, 'a file where the folder should be');
    await history.add(recordOf({ id: 'first', time: 1 }));
    await history.saved();
    expect(history.status.error).toMatchObject({ code: 'FILE_UNWRITABLE' });
    rmSync(folder);
    await history.add(recordOf({ id: 'second', time: 2 }));
    await history.close();
    expect(history.status.error).toBeNull();
    expect((await opened(file).history.list('', 0, 10)).total).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('is for the eyes of its user only', async () => {
    const file = fileInFolder();
    await written(file, [recordOf()]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

function fileInFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'calls.jsonl');
}

function opened(file: string | undefined, limits?: { calls: number; bytes: number }) {
  return { history: new History({ path: file, onChange: () => undefined, ...(limits && { limits }) }) };
}

async function written(file: string, records: CallRecord[]): Promise<void> {
  const { history } = opened(file);
  for (const record of records) await history.add(record);
  await history.close();
}

let count = 0;

function recordOf(change: Partial<CallRecord> = {}): CallRecord {
  const draft = change.draft ?? draftOf();
  count += 1;
  return {
    id: `call-${count}`,
    time: count,
    deviceId: 'd1',
    deviceName: 'Gateway',
    host: '127.0.0.1:3000',
    draft,
    sent: { url: draft.url, payload: draft.payload },
    answer: answerOf('1'),
    cut: { param: 0, data: 0 },
    error: null,
    tally: { wanted: 1, sent: 1, pending: 0, statuses: [[0, 1]], failures: [], rtt: null, perSecond: 0, elapsedMs: 2 },
    ...change,
  };
}

function answerOf(text: string, data = new Uint8Array()): Answer {
  const param = new Uint8Array(Buffer.from(text));
  return { status: 0, statusName: 'success', tunnelId: 0, rttMs: 1.5, text, json: true, param, data };
}
