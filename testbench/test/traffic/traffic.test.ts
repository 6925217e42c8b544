import { type Clock, systemClock } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TrafficView } from '../../contract.ts';
import { toBenchError } from '../../errors.ts';
import { TrafficLog } from '../../traffic/log.ts';
import { Source } from '../../traffic/source.ts';
import { Traffic } from '../../traffic/traffic.ts';
import { packet, tapConnection, tell } from '../packets.ts';

const ecu = tapConnection(1, 'ECU');
const all = { source: 'live', filter: '', from: null, to: null };

/** What a window does: takes events when there are some, until a condition holds. */
class Window {
  readonly traffic: Traffic;
  view: TrafficView;
  #waiting = new Set<() => void>();

  constructor(clock: Clock = systemClock) {
    this.traffic = new Traffic({ clock, onChange: () => setImmediate(() => this.#take()) });
    this.view = this.traffic.all().view;
    onTestFinished(() => this.traffic.close());
  }

  get ask() {
    return this.traffic.handlers;
  }

  receive(count: number, parts: Parameters<typeof packet>[0] = { url: '/a' }, from = 0): void {
    const bytes = packet(parts);
    for (let n = 0; n < count; n++) tell(this.traffic.tap, bytes, false, false, ecu, from + n);
  }

  async until(condition: (view: TrafficView) => boolean): Promise<TrafficView> {
    while (!condition(this.view)) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    return this.view;
  }

  #take(): void {
    this.view = this.traffic.take().view ?? this.view;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

async function failure(work: () => unknown) {
  try {
    await work();
  } catch (error) {
    return toBenchError(error);
  }
  throw new Error('it did not fail');
}

describe('the view', () => {
  it('of all traffic has the indices of the log as positions', async () => {
    const window = new Window();
    window.receive(3_000);
    const view = await window.until(({ end }) => end === 3_000);
    expect(view).toEqual({
      ...all,
      id: 0,
      first: 0,
      end: 3_000,
      scanned: 3_000,
      total: 3_000,
      gaveUp: 0,
      stopped: false,
    });
    const rows = await window.ask.trafficRows({ view: 0, from: 1_000, to: 5_000 });
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 2_000 }, (_, n) => 1_000 + n));
    expect(rows.every(({ index, position }) => index === position)).toBe(true);
    expect(await window.ask.trafficRows({ view: 0, from: 6_000, to: 9_000 })).toEqual([]);
    expect(await window.ask.trafficRows({ view: 0, from: 10, to: 5 })).toEqual([]);
    expect(await window.ask.trafficPosition({ view: 0, index: 12 })).toBe(12);
    expect(await window.ask.trafficPosition({ view: 0, index: 9_000 })).toBe(3_000);
  });

  it('with a filter shows what there is at once, and what comes later', async () => {
    const window = new Window();
    for (let n = 0; n < 100; n++) window.receive(1, { url: n % 10 === 0 ? '/tenth' : '/other' });
    const view = await window.ask.setTrafficView({ ...all, filter: 'url == /tenth' });
    expect(view).toMatchObject({ id: 1, first: 0, end: 10, scanned: 100, total: 100 });
    const rows = await window.ask.trafficRows({ view: 1, from: 2, to: 4 });
    expect(rows.map(({ index, position }) => [index, position])).toEqual([
      [20, 2],
      [30, 3],
    ]);
    expect(await window.ask.trafficPosition({ view: 1, index: 20 })).toBe(2);
    expect(await window.ask.trafficPosition({ view: 1, index: 21 })).toBe(3);
    window.receive(7, { url: '/tenth' });
    expect(await window.until(({ end }) => end > 10)).toMatchObject({ id: 1, end: 17, scanned: 107, total: 107 });
  });

  it('over much traffic is made in slices: rows are answered and another filter taken meanwhile', async () => {
    const window = new Window();
    window.receive(200_000, { url: '/a', param: '{"speed":1}' });
    const slow = await window.ask.setTrafficView({ ...all, filter: 'param.speed == 1' });
    expect(slow.scanned).toBeGreaterThan(0);
    expect(slow.scanned).toBeLessThan(200_000);
    expect(slow.end).toBe(slow.scanned);
    expect(await window.ask.trafficRows({ view: slow.id, from: 0, to: 3 })).toHaveLength(3);
    await window.until(({ id, end }) => id === slow.id && end > slow.end);
    const quick = await window.ask.setTrafficView({ ...all, filter: 'url == /b' });
    expect(quick.id).toBe(slow.id + 1);
    expect(await window.until(({ scanned }) => scanned === 200_000)).toMatchObject({ id: quick.id, end: 0 });
    expect(await failure(() => window.ask.trafficRows({ view: slow.id, from: 0, to: 3 }))).toMatchObject({
      code: 'NO_SUCH_VIEW',
    });
  });

  it('stays as it is where the new filter is none', async () => {
    const window = new Window();
    window.receive(10);
    const before = await window.ask.setTrafficView({ ...all, filter: 'url == /a' });
    const error = await failure(() => window.ask.setTrafficView({ ...all, filter: 'url == /a && bogus > 1' }));
    expect(error).toMatchObject({ code: 'INVALID_FILTER', position: 13, length: 5 });
    expect(await window.ask.trafficRows({ view: before.id, from: 0, to: 99 })).toHaveLength(10);
    expect(await failure(() => window.ask.setTrafficView({ ...all, source: 'capture-9' }))).toMatchObject({
      code: 'NO_SUCH_CAPTURE',
    });
  });

  it('narrowed to a span shows that only, and keeps what the filter has found', async () => {
    const window = new Window();
    window.receive(100, { url: '/a' }, 1_000);
    window.receive(100, { url: '/b' }, 1_100);
    await window.ask.setTrafficView({ ...all, filter: 'url == /b' });
    const view = await window.ask.setTrafficView({ ...all, filter: 'url == /b', from: 1_050, to: 1_110 });
    expect(view).toMatchObject({ first: 0, end: 10, from: 1_050, to: 1_110, scanned: 200 });
    const rows = await window.ask.trafficRows({ view: view.id, from: 0, to: 99 });
    expect(rows.map(({ time }) => time)).toEqual(Array.from({ length: 10 }, (_, n) => 1_100 + n));
    const chart = await window.ask.trafficChart({ view: view.id, from: null, to: null, buckets: 2 });
    expect(chart).toEqual({ from: 1_000, bucketMs: 100, packets: [100, 100], matching: [0, 100], failed: [0, 0] });
    const span = await window.ask.setTrafficView({ ...all, from: 1_099, to: null });
    expect(span).toMatchObject({ first: 0, end: 101 });
  });

  it('has again what was cleared when that is taken back, with its marks and replies', async () => {
    const window = new Window();
    const ask = packet({ type: 1, seqno: 5, url: '/b' });
    window.receive(50);
    tell(window.traffic.tap, ask, true, false, ecu, 1_000);
    await window.ask.markTraffic({ view: 0, from: 50, to: 51, marked: true });
    await window.ask.setTrafficView({ ...all, filter: 'url == /b' });
    expect(await window.ask.clearTraffic(undefined)).toBe(51);
    tell(window.traffic.tap, packet({ type: 1, flags: 1, seqno: 5 }), false, false, ecu, 1_250);
    expect(await window.ask.undoClearTraffic(undefined)).toBe(true);
    const { id } = await window.until((view) => view.total === 52 && view.scanned === 52);
    expect(await window.ask.trafficRows({ view: id, from: 0, to: 60 })).toMatchObject([
      { index: 50, marked: true, unanswered: false, pair: { index: 51, rttMs: 250 } },
      { index: 51, reply: true, pair: { index: 50 } },
    ]);
    expect(await window.ask.undoClearTraffic(undefined)).toBe(false);
  });

  it('starts anew when the log is cleared, under the same id', async () => {
    const window = new Window();
    window.receive(50);
    const { id } = await window.ask.setTrafficView({ ...all, filter: 'url =~ /a|b/' });
    await window.ask.clearTraffic(undefined);
    expect(await window.until((view) => view.id === id && view.total === 0)).toMatchObject({ first: 50, end: 50 });
    window.receive(2, { url: '/b' });
    window.receive(2, { url: '/c' });
    await window.until(({ end }) => end === 52);
    const rows = await window.ask.trafficRows({ view: id, from: 50, to: 60 });
    expect(rows.map(({ index, url }) => [index, url])).toEqual([
      [50, '/b'],
      [51, '/b'],
    ]);
  });

  it('forgets what is evicted, and its positions stay', async () => {
    const window = new Window();
    await window.ask.setTrafficCap({ bytes: 1_048_576 });
    const { id } = await window.ask.setTrafficView({ ...all, filter: 'url == /a' });
    for (let round = 0; round < 20; round++) {
      const before = window.view.end;
      window.receive(1_000, { url: '/a', param: 'x'.repeat(100) });
      await window.until(({ end }) => end === before + 1_000);
    }
    const { first, end, total } = window.view;
    expect(end).toBe(20_000);
    expect(first).toBeGreaterThan(10_000);
    expect(end - first).toBe(total);
    const [row] = await window.ask.trafficRows({ view: id, from: first, to: first + 1 });
    expect(row).toMatchObject({ index: first, position: first });
  });
});

const request = (seqno: number) => packet({ type: 1, seqno, url: '/ask' });
const reply = (seqno: number) => packet({ type: 1, seqno, flags: 1 });

describe('a filter on replies', () => {
  it('waits for the reply of what was just asked, but not for ever', async () => {
    let now = 1_000_000;
    const window = new Window({ ...systemClock, time: () => now });
    const { tap } = window.traffic;
    const { id } = await window.ask.setTrafficView({ ...all, filter: 'unanswered' });
    for (const seqno of [1, 2, 3]) tell(tap, request(seqno), true, false, ecu, now);
    expect(await window.until(({ total }) => total === 3)).toMatchObject({ end: 0, scanned: 0 });
    tell(tap, reply(1), false, false, ecu, now);
    tell(tap, reply(3), false, false, ecu, now);
    expect(await window.until(({ scanned }) => scanned > 0)).toMatchObject({ end: 0, scanned: 1 });
    now += 2_001;
    expect(await window.until(({ scanned }) => scanned === 5)).toMatchObject({ id, end: 1 });
    const rows = await window.ask.trafficRows({ view: id, from: 0, to: 9 });
    expect(rows).toMatchObject([{ index: 1, seqno: 2, unanswered: true }]);
  });
});

describe('marks', () => {
  it('are shown in rows, found by the filter, and go with the packet', async () => {
    const window = new Window();
    window.receive(10);
    expect(await window.ask.markTraffic({ view: 0, from: 4, to: 7, marked: true })).toBe(3);
    expect(await window.ask.markTraffic({ view: 0, from: 8, to: 99, marked: false })).toBe(2);
    const first = await window.ask.setTrafficView({ ...all, filter: 'marked' });
    expect(first).toMatchObject({ end: 3 });
    expect(await window.ask.markTraffic({ view: first.id, from: 1, to: 3, marked: false })).toBe(2);
    const view = await window.until(({ id, end }) => id > first.id && end === 1);
    expect(await window.ask.trafficRows({ view: view.id, from: 0, to: 9 })).toMatchObject([{ index: 4, marked: true }]);
    await window.ask.clearTraffic(undefined);
    window.receive(10);
    expect(await window.until(({ total }) => total === 10)).toMatchObject({ id: view.id });
    expect(await window.ask.trafficRows({ view: view.id, from: 0, to: 99 })).toEqual([]);
  });
});

it('marks of packets that are gone are forgotten, so that there are never many more than packets', () => {
  const source = new Source('live', new TrafficLog({ cap: 65_536 }));
  const bytes = packet({ url: '/a' });
  for (let n = 0; n < 20_000; n++) {
    tell(source.log, bytes, false, false, tapConnection(1), n);
    source.mark(n, true);
  }
  expect(source.marks.size).toBeLessThan(2 * (source.log.end - source.log.first) + 1_024);
  for (let n = source.log.first; n < source.log.end; n++) expect(source.marks.has(n)).toBe(true);
});

describe('text for the clipboard', () => {
  const parts = { type: 1, seqno: 3, url: '/door', param: '{\n "open": true }', data: Buffer.from([0, 0xff]) };

  it('is one JSON a line, with the payload whole', async () => {
    const window = new Window();
    window.receive(2, parts, 1_700_000_000_000);
    const text = await window.ask.trafficText({ view: 0, from: 0, to: 9, format: 'json' });
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      {
        index: 0,
        url: '/door',
        type: 'RPC',
        param: { open: true },
        dataBase64: 'AP8=',
        time: '2023-11-14T22:13:20.000000Z',
      },
      { index: 1 },
    ]);
  });

  it('is a hex dump', async () => {
    const window = new Window();
    window.receive(1, { url: '/door' });
    const text = await window.ask.trafficText({ view: 0, from: 0, to: 1, format: 'hex' });
    expect(text).toContain('\n000000  29 04 c0 00 00 00 00 00 00 00 00 05 00 00 00 00  )...............\n');
    expect(text).toContain('\n000010  00 00 00 00 2f 64 6f 6f 72 00 00 00              ..../door...\n');
  });

  it('is a table', async () => {
    const window = new Window();
    window.receive(1, parts, 1_700_000_000_000);
    const text = await window.ask.trafficText({ view: 0, from: 0, to: 1, format: 'text' });
    expect(text).toBe('0\t2023-11-14T22:13:20.000Z\tECU\treceived\tnormal\tRPC\t/door\t\t3\t44\t\t{  "open": true }\n');
  });

  it('is refused where it would be too much', async () => {
    const window = new Window();
    window.receive(100, { data: Buffer.alloc(200_000) });
    expect(await failure(() => window.ask.trafficText({ view: 0, from: 0, to: 10_001, format: 'text' }))).toMatchObject(
      {
        code: 'TOO_MANY',
      },
    );
    expect(await failure(() => window.ask.trafficText({ view: 0, from: 0, to: 100, format: 'hex' }))).toMatchObject({
      code: 'TOO_MANY',
    });
  });
});
