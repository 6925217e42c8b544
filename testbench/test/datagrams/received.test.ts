import { type Message, systemClock } from '@vsoa-testbench/core';
import { describe, expect, it } from 'vitest';
import { Received } from '../../datagrams/received.ts';

const message = (url: string, param: string | Buffer, data = Buffer.alloc(0)): Message => {
  const paramBytes = Buffer.from(param);
  return { url, paramBytes, param: paramBytes, data, quick: false };
};

function received(change: { maxCount?: number; maxBytes?: number } = {}) {
  return new Received({ deviceId: 'd1', clock: systemClock, ...change });
}

describe('received datagrams', () => {
  it('are read by their indexes, as they came', () => {
    const list = received();
    list.add(message('/a', '{"n":1}', Buffer.from([1, 2])));
    list.add({ ...message('/b', ''), quick: true });
    expect(list.rows([1, 0, 7])).toMatchObject([
      { index: 1, url: '/b', quick: true, paramLength: 0, dataLength: 0, preview: '' },
      { index: 0, url: '/a', quick: false, paramLength: 7, dataLength: 2, preview: '{"n":1}' },
    ]);
    expect(list.whole(0)).toMatchObject({
      url: '/a',
      text: '{"n":1}',
      json: true,
      data: Uint8Array.of(1, 2),
      bytes: 32,
    });
    expect(list.whole(7)).toBeNull();
  });

  it('stay under the cap of their number, and what went is counted', () => {
    const list = received({ maxCount: 3_000 });
    for (let n = 0; n < 50_000; n += 1) list.add(message('/n', String(n)));
    const { first, end, evicted, evictedBytes, bytes } = list.describe();
    expect(end).toBe(50_000);
    expect(end - first).toBeLessThanOrEqual(3_000);
    expect(evicted).toBe(first);
    expect(bytes + evictedBytes).toBe(sizeOf(50_000));
    expect(list.rows([first, end - 1]).map((row) => row.preview)).toEqual([String(first), '49999']);
    expect(list.rows([first - 1])).toEqual([]);
  });

  it('stay under the cap of their bytes, and the newest is there whatever its size', () => {
    const list = received({ maxBytes: 1_000_000 });
    const large = Buffer.alloc(262_000, 'x');
    for (let n = 0; n < 100; n += 1) {
      list.add(message('/large', large, Buffer.from([n])));
      const { bytes, end } = list.describe();
      expect(bytes).toBeLessThanOrEqual(1_000_000);
      expect(list.whole(end - 1)?.data).toEqual(Uint8Array.of(n));
    }
    expect(list.whole(list.describe().end - 1)?.param.length).toBe(262_000);
  });

  it('keep their bytes when what they came in is written over', () => {
    const list = received();
    const bytes = Buffer.from('{"a":1}');
    list.add(message('/a', bytes));
    bytes.fill(0);
    list.add({ ...message('/a', ''), paramBytes: bytes });
    expect(list.whole(0)?.text).toBe('{"a":1}');
  });

  it('go when they are cleared, and the next has an index of its own', () => {
    const list = received();
    list.add(message('/a', '1'));
    list.clear();
    expect(list.describe()).toMatchObject({ first: 1, end: 1, bytes: 0, evicted: 0 });
    list.add(message('/a', '2'));
    expect(list.rows([0, 1])).toMatchObject([{ index: 1, preview: '2' }]);
  });

  it('that were cleared are there again when they are brought back, the last clearing first', () => {
    const list = received();
    list.add(message('/a', '1'));
    list.clear();
    list.add(message('/a', '2'));
    list.clear();
    list.add(message('/a', '3'));
    expect(list.bringBack()).toBe(1);
    expect(list.describe()).toMatchObject({ first: 1, end: 3, bytes: 6 });
    expect(list.bringBack()).toBe(1);
    expect(list.rows([0, 1, 2]).map(({ preview }) => preview)).toEqual(['1', '2', '3']);
    expect(list.bringBack()).toBe(0);
    expect(list.describe()).toMatchObject({ first: 0, end: 3, bytes: 9 });
  });

  it('that were cleared give way to newer ones, and are counted as gone only where they are brought back', () => {
    const list = received({ maxCount: 3_000 });
    for (let n = 0; n < 3_000; n += 1) list.add(message('/old', '1'));
    list.clear();
    for (let n = 0; n < 2_000; n += 1) list.add(message('/new', '2'));
    expect(list.describe()).toMatchObject({ first: 3_000, end: 5_000, evicted: 0, evictedBytes: 0 });
    const back = list.bringBack();
    const { first, end, evicted } = list.describe();
    expect(end - first).toBe(2_000 + back);
    expect(end - first).toBeLessThanOrEqual(3_000);
    expect(evicted).toBe(3_000 - back);
    expect(list.rows([first])).toMatchObject([{ url: '/old' }]);
  });

  it('are found by url and param in any case, a stretch at a time', () => {
    const list = received();
    for (let n = 0; n < 25_000; n += 1) list.add(message(n % 1_000 === 0 ? '/Door/Left' : '/speed', `{"n":${n}}`));
    const indexes: number[] = [];
    let from = 0;
    let steps = 0;
    for (; from < 25_000; steps += 1) {
      const found = list.find('door', from);
      indexes.push(...found.indexes);
      from = found.upTo;
    }
    expect(indexes).toEqual(Array.from({ length: 25 }, (_, n) => n * 1_000));
    expect(steps).toBeGreaterThan(0);
    expect(list.find('"N":24999', 24_000).indexes).toEqual([24_999]);
    expect(list.find('nothing', 24_000)).toEqual({ indexes: [], upTo: 25_000 });
  });

  it('are found by text of any script, and not by what stands across url, param and data', () => {
    const list = received();
    list.add(message('/größe', '{"名前":"テスト"}', Buffer.from('nur')));
    list.add(message('/a', 'b', Buffer.from('c')));
    list.add(message('/LÄRM', ''));
    const found = (text: string) => list.find(text, 0).indexes;
    for (const text of ['GRÖSSE'.replace('SS', 'ß'), 'GRÖ', '名前', 'テスト']) expect(found(text)).toEqual([0]);
    for (const text of ['nur', 'ab', 'bc', 'c', '名 前', 'Ã']) expect(found(text)).toEqual([]);
    expect(found('lärm')).toEqual([2]);
    expect(found('')).toEqual([0, 1, 2]);
    expect(list.find('b', 1)).toEqual({ indexes: [1], upTo: 3 });
  });

  it('are all found where all of them match, in several steps', () => {
    const list = received();
    for (let n = 0; n < 10_000; n += 1) list.add(message('/same', ''));
    const indexes: number[] = [];
    for (let from = 0; from < 10_000; ) {
      const found = list.find('SAME', from);
      indexes.push(...found.indexes);
      expect(found.upTo).toBeGreaterThan(from);
      from = found.upTo;
    }
    expect(indexes).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
  });

  it('may have urls of any length and bytes that are no text', () => {
    const list = received();
    list.add(message(`/${'x'.repeat(60_000)}`, Buffer.from([0xff, 0xfe])));
    const [row] = list.rows([0]);
    expect(row?.url.length).toBe(1_025);
    expect(row?.preview).toBe('0xfffe');
    expect(list.whole(0)).toMatchObject({ text: null, json: false });
  });
});

const sizeOf = (count: number): number =>
  Array.from({ length: count }, (_, n) => 2 + String(n).length).reduce((sum, length) => sum + length, 0);
