import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WorkQueue } from '../../src/index.ts';
import { connectClient, startServer } from '../support.ts';

function deferred() {
  const parts: { resolve: () => void }[] = [];
  const promise = new Promise<void>((resolve) => parts.push({ resolve }));
  return { promise, resolve: () => parts[0]?.resolve() };
}

/** A job that ends when the test says so. */
function gate() {
  const { promise, resolve } = deferred();
  return { job: () => promise, open: resolve };
}

describe('a work queue', () => {
  test('runs its jobs one after another, also those that take time', async () => {
    const queue = new WorkQueue();
    const seen: string[] = [];
    const slow = gate();
    queue.add(async () => {
      seen.push('slow begins');
      setImmediate(slow.open);
      await slow.job();
      seen.push('slow ends');
    });
    queue.add(() => seen.push('second'));
    queue.add(() => seen.push('third'));
    expect(seen).toEqual([]);
    expect(queue.size).toBe(3);
    await queue.idle();
    expect(seen).toEqual(['slow begins', 'slow ends', 'second', 'third']);
    expect(queue.size).toBe(0);
  });

  test('tells of a job that throws or rejects, and runs the next', async () => {
    const queue = new WorkQueue();
    const failures: unknown[] = [];
    queue.on('error', (error) => failures.push([error.code, error.cause]));
    queue.add(() => {
      throw new Error('thrown');
    });
    queue.add(() => Promise.reject(new Error('rejected')));
    let ran = false;
    queue.add(() => {
      ran = true;
    });
    await queue.idle();
    expect(ran).toBe(true);
    expect(failures).toEqual([
      ['ERROR', new Error('thrown')],
      ['ERROR', new Error('rejected')],
    ]);
  });

  test('warns of a job that fails where nobody listens', async () => {
    const warned = once(process, 'warning');
    const queue = new WorkQueue();
    queue.add(() => {
      throw new Error('of the test');
    });
    const [warning] = await warned;
    expect(warning).toMatchObject({ code: 'ERROR', cause: { message: 'of the test' } });
  });

  test('does not add a job that waits already; one that runs does not count', async () => {
    const queue = new WorkQueue();
    let runs = 0;
    let again: boolean | undefined;
    const job = () => {
      runs += 1;
      if (runs === 1) again = queue.addIfNotQueued(job);
    };
    expect(queue.addIfNotQueued(job)).toBe(true);
    expect(queue.addIfNotQueued(job)).toBe(false);
    expect(queue.isQueued(job)).toBe(true);
    await queue.idle();
    expect(again).toBe(true);
    expect(runs).toBe(2);
    expect(queue.isQueued(job)).toBe(false);
  });

  test('forgets a job that waits, as often as it waits, but not one that runs', async () => {
    const queue = new WorkQueue();
    const seen: string[] = [];
    const running = gate();
    const first = async () => {
      await running.job();
      seen.push('first');
    };
    const second = () => seen.push('second');
    queue.add(first);
    await new Promise((resolve) => setImmediate(resolve));
    queue.add(second);
    queue.add(() => seen.push('third'));
    queue.add(second);
    expect(queue.delete(first)).toBe(false);
    expect(queue.delete(second)).toBe(true);
    expect(queue.delete(second)).toBe(false);
    running.open();
    await queue.idle();
    expect(seen).toEqual(['first', 'third']);
  });

  test('can be cleared, and used again', async () => {
    const queue = new WorkQueue();
    const seen: string[] = [];
    queue.add(() => seen.push('forgotten'));
    queue.clear();
    await queue.idle();
    queue.add(() => seen.push('kept'));
    await queue.idle();
    expect(seen).toEqual(['kept']);
  });

  test('that has nothing to do is idle', async () => {
    await expect(new WorkQueue().idle()).resolves.toBeUndefined();
  });

  test('lets the event loop turn between its jobs', async () => {
    const queue = new WorkQueue();
    const seen: string[] = [];
    for (let count = 0; count < 3; count += 1)
      queue.add(() => setImmediate(() => seen.push('turn')) && seen.push('job'));
    await queue.idle();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.slice(0, 4)).toEqual(['job', 'turn', 'job', 'turn']);
  });

  test('keeps the requests of a command from overlapping', async () => {
    const { server, url } = await startServer();
    const queue = new WorkQueue();
    const seen: unknown[] = [];
    server.command(
      '/job',
      async (request) => {
        const { param } = request;
        seen.push(['begins', param]);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(['ends', param]);
        return { param };
      },
      { queue },
    );
    const client = await connectClient(url);
    const replies = await Promise.all([1, 2].map((param) => client.call('/job', { param })));
    expect(replies.map(({ param }) => param)).toEqual([1, 2]);
    expect(seen).toEqual([
      ['begins', 1],
      ['ends', 1],
      ['begins', 2],
      ['ends', 2],
    ]);
  });
});
