import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FileDialogs, noDialogs } from '../../capture/dialogs.ts';
import type { TrafficRow } from '../../contract.ts';
import { toBenchError } from '../../errors.ts';
import { CaptureMarks, captureMarksFormat } from '../../traffic/capture-marks.ts';
import { Traffic } from '../../traffic/traffic.ts';
import { KeptFile } from '../../workspace/kept-file.ts';
import { packet, tapConnection, tell } from '../packets.ts';

const ecu = { ...tapConnection(1, 'ECU'), quickLocal: '127.0.0.1:3', quickRemote: '127.0.0.1:4' };
const all = { source: 'live', filter: '', from: null, to: null };
const start = 1_700_000_000_000;

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'vsoa-traffic-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

function opened(dialogs: Partial<FileDialogs> = {}, captureMarks?: CaptureMarks): Traffic {
  const options = { clock: systemClock, captureMarks, onChange: () => undefined };
  const traffic = new Traffic({ ...options, dialogs: { ...noDialogs, ...dialogs } });
  onTestFinished(() => traffic.close());
  return traffic;
}

function fill(traffic: Traffic): void {
  const { tap } = traffic;
  tell(tap, packet({ type: 1, seqno: 1, url: '/door', param: '{"open":true}' }), true, false, ecu, start);
  tell(tap, packet({ type: 1, seqno: 1, flags: 1, status: 3 }), false, false, ecu, start + 12.5);
  tell(tap, packet({ type: 5, seqno: 7, url: '/quick', data: Buffer.alloc(50, 1) }), true, true, ecu, start + 20);
  tap.odd(packet({ type: 0x42 }), 'UNKNOWN_TYPE', false, ecu, start + 30, false);
  tap.other({ kind: 'STREAM_OPEN', tunnelId: 900 }, ecu, start + 40);
  const closed = {
    kind: 'STREAM_CLOSE',
    tunnelId: 900,
    sentBytes: 10,
    receivedBytes: 20,
    error: 'CONNECTION_LOST',
  } as const;
  tap.other(closed, ecu, start + 50);
  tap.other({ kind: 'POSITION', bytes: Buffer.from('{"name":"x"}'), sent: true, malformed: false }, ecu, start + 60);
}

async function failure(work: () => unknown) {
  try {
    await work();
  } catch (error) {
    return toBenchError(error);
  }
  throw new Error('it did not fail');
}

/** What does not depend on where the rows are kept. */
function essence(row: TrafficRow): Partial<TrafficRow> {
  return { ...row, connectionId: 0 };
}

describe('files that are open', () => {
  it('share one cap: what another one needs is told, or it is refused, until one is closed', async () => {
    const file = path.join(await folder(), 'large.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    const large = packet({ url: '/a', data: Buffer.alloc(100_000, 1) });
    for (let n = 0; n < 60; n++) tell(traffic.tap, large, true, false, ecu, start + n);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    await traffic.handlers.setTrafficCap({ bytes: 16 * 1_048_576 });
    const [first, second] = [
      await traffic.handlers.openCapture(undefined),
      await traffic.handlers.openCapture(undefined),
    ];
    expect([first?.warnings, second?.warnings]).toEqual([[], []]);
    const third = await traffic.handlers.openCapture(undefined);
    expect(third?.warnings).toMatchObject([{ code: 'NOT_ALL_READ' }]);
    const fourth = await failure(() => traffic.handlers.openCapture(undefined));
    expect(fourth).toMatchObject({ code: 'TOO_MANY' });
    await traffic.handlers.closeCapture({ id: first?.id ?? '' });
    expect((await traffic.handlers.openCapture(undefined))?.state).toBe('ready');
  });
});

async function savedFile(traffic: Traffic): Promise<void> {
  fill(traffic);
  await traffic.handlers.markTraffic({ view: 0, from: 2, to: 3, marked: true });
  await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
}
const markedIn = async (traffic: Traffic): Promise<{ marked: number[]; view: number; source: string }> => {
  const source = (await traffic.handlers.openCapture(undefined))?.id ?? '';
  const { id } = await traffic.handlers.setTrafficView({ ...all, source });
  const rows = await traffic.handlers.trafficRows({ view: id, from: 0, to: 99 });
  return { marked: rows.filter(({ marked }) => marked).map(({ index }) => index), view: id, source };
};
const kept = (file: string) =>
  new KeptFile({ path: file, format: captureMarksFormat, onChange: () => undefined, time: () => 0 });

describe('what is marked in a file that is open', () => {
  it('is so again when it is opened the next time, also after a restart and under another name', async () => {
    const place = await folder();
    const file = path.join(place, 'drive.pcapng');
    let chosen = file;
    const dialogs = { chooseSave: async () => file, chooseOpen: async () => chosen };
    const marks = kept(path.join(place, 'marks.json'));
    const traffic = opened(dialogs, new CaptureMarks(marks));
    await savedFile(traffic);
    const first = await markedIn(traffic);
    expect(first.marked).toEqual([2]);
    await traffic.handlers.markTraffic({ view: first.view, from: 4, to: 7, marked: true });
    await traffic.handlers.markTraffic({ view: first.view, from: 2, to: 3, marked: false });
    await traffic.handlers.closeCapture({ id: first.source });
    expect((await markedIn(traffic)).marked).toEqual([4, 5, 6]);
    await marks.close();

    chosen = path.join(place, 'renamed.pcapng');
    await rename(file, chosen);
    const later = opened(dialogs, new CaptureMarks(kept(path.join(place, 'marks.json'))));
    expect((await markedIn(later)).marked).toEqual([4, 5, 6]);
  });

  it('stays with a file that goes on to grow, and is not taken over by another one in its place', async () => {
    const file = path.join(await folder(), 'drive.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    await savedFile(traffic);
    const { view, source } = await markedIn(traffic);
    await traffic.handlers.markTraffic({ view, from: 0, to: 1, marked: true });
    await traffic.handlers.closeCapture({ id: source });
    const live = (await traffic.handlers.setTrafficView(all)).id;
    tell(traffic.tap, packet({ url: '/more' }), false, false, ecu, start + 100);
    await traffic.handlers.saveTraffic({ view: live, what: { kind: 'all' }, format: 'pcapng' });
    expect((await markedIn(traffic)).marked).toEqual([0, 2]);
    const again = (await traffic.handlers.setTrafficView(all)).id;
    await traffic.handlers.saveTraffic({ view: again, what: { kind: 'range', from: 1, to: 8 }, format: 'pcapng' });
    expect((await markedIn(traffic)).marked).toEqual([1]);
  });
});

describe('traffic that was saved', () => {
  it('is the same when it is opened again, with pairs, marks and all that is no packet', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    fill(traffic);
    await traffic.handlers.markTraffic({ view: 0, from: 2, to: 3, marked: true });
    const saved = await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    expect(saved).toMatchObject({ name: 'saved.pcapng', path: file, packets: 7 });
    const live = await traffic.handlers.trafficRows({ view: 0, from: 0, to: 99 });

    const capture = await traffic.handlers.openCapture(undefined);
    expect(capture).toMatchObject({ name: 'saved.pcapng', state: 'ready', from: start, to: start + 60, warnings: [] });
    const view = await traffic.handlers.setTrafficView({ ...all, source: capture?.id ?? '' });
    const rows = await traffic.handlers.trafficRows({ view: view.id, from: 0, to: 99 });
    expect(rows.map(essence)).toEqual(live.map(essence));
    expect(rows[0]).toMatchObject({ pair: { index: 1, rttMs: 12.5 } });
    expect(rows[2]).toMatchObject({ marked: true });
    expect(rows[5]).toMatchObject({ type: 'STREAM_CLOSE', tunnelId: 900, length: 0 });
    const closing = await traffic.handlers.trafficPacket({ source: capture?.id ?? '', index: 5 });
    expect(JSON.parse(closing.text ?? '')).toEqual({ sentBytes: 10, receivedBytes: 20, error: 'CONNECTION_LOST' });
    const unanswered = await traffic.handlers.setTrafficView({ ...view, filter: 'unanswered' });
    expect(unanswered).toMatchObject({ scanned: 7, end: 1 });
  });

  it('is what the view shows, or a part of it', async () => {
    const file = path.join(await folder(), 'saved.jsonl');
    const traffic = opened({ chooseSave: async () => file });
    fill(traffic);
    const indices = async () =>
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { index: number }).index);
    const { id } = await traffic.handlers.setTrafficView({ ...all, filter: 'sent && !quick' });
    await traffic.handlers.saveTraffic({ view: id, what: { kind: 'view' }, format: 'jsonl' });
    expect(await indices()).toEqual([0, 4, 5]);
    await traffic.handlers.saveTraffic({ view: id, what: { kind: 'range', from: 1, to: 2 }, format: 'jsonl' });
    expect(await indices()).toEqual([4]);
    await traffic.handlers.saveTraffic({ view: id, what: { kind: 'all' }, format: 'jsonl' });
    expect(await indices()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('is told as a task with its progress, and can be cancelled', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file });
    const bytes = packet({ url: '/a', data: Buffer.alloc(500) });
    for (let n = 0; n < 200_000; n++) tell(traffic.tap, bytes, false, false, ecu, start + n);
    const saving = traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    while (traffic.take().tasks?.length !== 1) await new Promise(setImmediate);
    const [task] = traffic.all().tasks;
    expect(task).toMatchObject({ kind: 'save', name: 'saved.pcapng', total: 200_000, unit: 'packets' });
    await traffic.handlers.cancelTask({ id: task?.id ?? '' });
    expect(await saving).toBeNull();
    expect(traffic.all().tasks).toEqual([]);
    expect(await failure(() => readFile(file))).toMatchObject({ message: expect.stringMatching(/ENOENT/) });
  });

  it('is not saved where the user chose no file, or the folder is none', async () => {
    const none = opened({ chooseSave: async () => null, chooseOpen: async () => null, chooseFolder: async () => null });
    const request = { view: 0, what: { kind: 'all' }, format: 'csv' } as const;
    expect(await none.handlers.saveTraffic(request)).toBeNull();
    expect(await none.handlers.openCapture(undefined)).toBeNull();
    expect(await none.handlers.startRecording({ maxFileBytes: 1_048_576, maxFiles: 1, syncMs: 100 })).toBeNull();
    expect(none.all()).toMatchObject({ captures: [], tasks: [], recording: null });
    const missing = opened({ chooseSave: async () => '/no/such/folder/x.csv' });
    expect(await failure(() => missing.handlers.saveTraffic(request))).toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(await failure(() => opened().handlers.openCapture(undefined))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('a capture', () => {
  it('that is none is not opened', async () => {
    const file = path.join(await folder(), 'rubbish.pcap');
    await writeFile(file, 'this is no capture, however long one looks at it');
    const traffic = opened({ chooseOpen: async () => file });
    expect(await failure(() => traffic.handlers.openCapture(undefined))).toMatchObject({ code: 'NOT_A_CAPTURE' });
    expect(traffic.all()).toMatchObject({ captures: [], tasks: [] });
  });

  it('that is closed while it is shown gives the view back to the live traffic', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    fill(traffic);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    const capture = await traffic.handlers.openCapture(undefined);
    const id = capture?.id ?? '';
    const view = await traffic.handlers.setTrafficView({ ...all, source: id, filter: 'door' });
    await traffic.handlers.closeCapture({ id });
    const now = traffic.all();
    expect(now.view).toMatchObject({ id: view.id + 1, source: 'live', filter: '', end: 7 });
    expect(now.captures).toEqual([]);
    expect(await failure(() => traffic.handlers.closeCapture({ id }))).toMatchObject({ code: 'NO_SUCH_CAPTURE' });
    expect(await failure(() => traffic.handlers.trafficPacket({ source: id, index: 0 }))).toMatchObject({
      code: 'NO_SUCH_CAPTURE',
    });
  });
});

describe('a capture that is read', () => {
  it('can be cancelled: what was read stays, and it is said that this is not all', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    const bytes = packet({ url: '/a', data: Buffer.alloc(500) });
    for (let n = 0; n < 100_000; n++) tell(traffic.tap, bytes, false, false, ecu, start + n);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    const opening = traffic.handlers.openCapture(undefined);
    while ((traffic.all().captures[0]?.stats.end ?? 0) === 0) await new Promise(setImmediate);
    expect(traffic.all().captures).toMatchObject([{ name: 'saved.pcapng', state: 'reading' }]);
    const [task] = traffic.all().tasks;
    expect(task).toMatchObject({ kind: 'open', unit: 'bytes' });
    await traffic.handlers.cancelTask({ id: task?.id ?? '' });
    const capture = await opening;
    expect(capture).toMatchObject({ state: 'ready', warnings: [{ code: 'NOT_ALL_READ' }] });
    expect(capture?.stats.end).toBeGreaterThan(0);
    expect(capture?.stats.end).toBeLessThan(100_000);
    expect(traffic.all().tasks).toEqual([]);
  });

  it('can be closed, and is gone', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    const bytes = packet({ url: '/a', data: Buffer.alloc(500) });
    for (let n = 0; n < 100_000; n++) tell(traffic.tap, bytes, false, false, ecu, start + n);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    const opening = traffic.handlers.openCapture(undefined);
    while (traffic.all().captures.length === 0) await new Promise(setImmediate);
    await traffic.handlers.closeCapture({ id: traffic.all().captures[0]?.id ?? '' });
    expect(await opening).toBeNull();
    expect(traffic.all()).toMatchObject({ captures: [], tasks: [] });
  });

  it('and does not fit into memory shows its end, and says so', async () => {
    const file = path.join(await folder(), 'saved.pcapng');
    const traffic = opened({ chooseSave: async () => file, chooseOpen: async () => file });
    for (let n = 0; n < 20_000; n++)
      tell(traffic.tap, packet({ seqno: n, data: Buffer.alloc(100) }), false, false, ecu, n);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    await traffic.handlers.setTrafficCap({ bytes: 1_048_576 });
    const capture = await traffic.handlers.openCapture(undefined);
    const evicted = capture?.stats.evictedPackets ?? 0;
    expect(evicted).toBeGreaterThan(1_000);
    expect(capture).toMatchObject({ warnings: [{ code: 'NOT_ALL_READ', count: evicted }] });
  });
});

describe('a recording', () => {
  it('has what came while it ran, and is opened like any capture', async () => {
    const into = await folder();
    let file = '';
    const traffic = opened({ chooseFolder: async () => into, chooseOpen: async () => file });
    const limits = { maxFileBytes: 1_048_576, maxFiles: 3, syncMs: 100 };
    fill(traffic);
    const started = await traffic.handlers.startRecording(limits);
    expect(started).toMatchObject({ folder: into, files: 1, packets: 0, lost: 0, error: null });
    expect(await failure(() => traffic.handlers.startRecording(limits))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    tell(traffic.tap, packet({ url: '/recorded' }), false, false, ecu, start + 100);
    file = path.join(into, started?.file ?? '');
    await traffic.handlers.stopRecording(undefined);
    expect(traffic.take().recording).toBeNull();
    tell(traffic.tap, packet({ url: '/after' }), false, false, ecu, start + 200);

    const capture = await traffic.handlers.openCapture(undefined);
    const view = await traffic.handlers.setTrafficView({ ...all, source: capture?.id ?? '' });
    const rows = await traffic.handlers.trafficRows({ view: view.id, from: 0, to: 99 });
    expect(rows.map(({ url }) => url)).toEqual(['/recorded']);
  });
});
