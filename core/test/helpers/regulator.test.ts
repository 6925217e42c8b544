import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type Message, Regulator } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, startServer } from '../support.ts';

function regulated(interval: number, limit?: number) {
  const clock = new FakeClock();
  const seen: [number, string, number][] = [];
  const regulator = new Regulator<{ url: string; count: number }>(
    interval,
    ({ url, count }) => seen.push([clock.now(), url, count]),
    { clock, limit },
  );
  return { clock, regulator, seen };
}

describe('a regulator', () => {
  test('delivers the first message at once, then the newest of each interval', () => {
    const { clock, regulator, seen } = regulated(100);
    for (let count = 0; count < 30; count += 1) {
      regulator.push({ url: '/a', count });
      clock.advance(10);
    }
    clock.advance(1_000);
    expect(seen).toEqual([
      [0, '/a', 0],
      [100, '/a', 9],
      [200, '/a', 19],
      [300, '/a', 29],
    ]);
  });

  test('regulates each url by itself', () => {
    const { clock, regulator, seen } = regulated(100);
    regulator.push({ url: '/a', count: 1 });
    clock.advance(50);
    regulator.push({ url: '/b', count: 2 });
    regulator.push({ url: '/b', count: 3 });
    regulator.push({ url: '/a', count: 4 });
    clock.advance(100);
    expect(seen).toEqual([
      [0, '/a', 1],
      [50, '/b', 2],
      [100, '/a', 4],
      [150, '/b', 3],
    ]);
  });

  test('forgets a url on which nothing new came, and holds no timer for it', () => {
    const { clock, regulator, seen } = regulated(100);
    regulator.push({ url: '/a', count: 1 });
    expect(regulator.size).toBe(1);
    clock.advance(100);
    expect(regulator.size).toBe(0);
    expect(clock.timers).toBe(0);
    regulator.push({ url: '/a', count: 2 });
    expect(seen.at(-1)).toEqual([100, '/a', 2]);
  });

  test('remembers no more urls than its limit, and counts what it drops', () => {
    const { clock, regulator, seen } = regulated(100, 3);
    for (let count = 0; count < 10; count += 1) expect(regulator.push({ url: `/${count}`, count })).toBe(count < 3);
    expect(regulator.push({ url: '/0', count: 20 })).toBe(true);
    expect(regulator.dropped).toBe(7);
    expect(regulator.size).toBe(3);
    clock.advance(100);
    expect(seen.map(([, , count]) => count)).toEqual([0, 1, 2, 20]);
    expect(regulator.push({ url: '/9', count: 9 })).toBe(true);
  });

  test('flushes what waits in the order in which it is due, and begins new intervals', () => {
    const { clock, regulator, seen } = regulated(100);
    for (const url of ['/c', '/a', '/b']) {
      regulator.push({ url, count: 0 });
      clock.advance(1);
    }
    regulator.push({ url: '/b', count: 1 });
    regulator.push({ url: '/c', count: 2 });
    regulator.flush();
    expect(seen.slice(3)).toEqual([
      [3, '/c', 2],
      [3, '/b', 1],
    ]);
    regulator.push({ url: '/b', count: 3 });
    clock.advance(99);
    expect(seen).toHaveLength(5);
    clock.advance(1);
    expect(seen.at(-1)).toEqual([103, '/b', 3]);
  });

  test('that is cleared delivers nothing more of before', () => {
    const { clock, regulator, seen } = regulated(100);
    regulator.push({ url: '/a', count: 1 });
    regulator.push({ url: '/a', count: 2 });
    regulator.clear();
    clock.advance(1_000);
    expect(seen).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  test('whose timer comes late delivers once', () => {
    const { clock, regulator, seen } = regulated(100);
    regulator.push({ url: '/a', count: 1 });
    regulator.push({ url: '/a', count: 2 });
    clock.block(450);
    expect(seen).toEqual([
      [0, '/a', 1],
      [450, '/a', 2],
    ]);
    regulator.push({ url: '/a', count: 3 });
    clock.advance(100);
    expect(seen.at(-1)).toEqual([550, '/a', 3]);
  });

  test('goes on after a delivery that threw, which is an uncaught exception', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const regulator = new Regulator<{ url: string }>(
      100,
      ({ url }) => {
        seen.push(url);
        if (url === '/a' && clock.now() > 0) throw new Error('of the test');
      },
      { clock },
    );
    for (const url of ['/a', '/b', '/a', '/b']) regulator.push({ url });
    const runner = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const failure = once(process, 'uncaughtException');
    clock.advance(100);
    const [error] = await failure;
    for (const listener of runner) process.on('uncaughtException', listener);
    expect(error).toMatchObject({ message: 'of the test' });
    expect(seen).toEqual(['/a', '/b', '/a', '/b']);
  });

  test.each([0, -1, Number.NaN])('refuses an interval of %s', (interval) => {
    expect(() => new Regulator(interval, () => undefined)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('takes the messages of a client as they are', async () => {
    const { server, url } = await startServer();
    const client = await connectClient(url);
    const clock = new FakeClock();
    const seen: unknown[] = [];
    const regulator = new Regulator<Message>(100, (message) => seen.push([message.url, message.param]), { clock });
    client.on('message', (message) => regulator.push(message));
    await client.subscribe('/');
    for (let count = 0; count < 5; count += 1) server.publish('/speed', { param: count });
    await client.ping();
    clock.advance(100);
    expect(seen).toEqual([
      ['/speed', 0],
      ['/speed', 4],
    ]);
  });
});
