import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { LATER, type RemoteClient, type Request, Status, WorkQueue } from '../../src/index.ts';
import { connectClient, startServer, until } from '../support.ts';

describe('an answer by hand', () => {
  test('is given later, in any order, with status, tunnel id and payload', async () => {
    const { server, url } = await startServer();
    const kept: { request: Request; client: RemoteClient }[] = [];
    server.command('/', (request, client) => {
      kept.push({ request, client });
      return LATER;
    });
    const client = await connectClient(url);
    const calls = [1, 2].map((param) => client.call('/a', { param }));
    await until(() => kept.length === 2);
    for (const { request, client: remote } of kept.toReversed()) {
      const sent = remote.reply(request, {
        status: 200,
        tunnelId: 4_000,
        param: request.param,
        data: Buffer.from('x'),
      });
      expect(sent).toBe(true);
    }
    for (const [index, call] of calls.entries()) {
      const { status, tunnelId, param, data } = await call;
      expect([status, tunnelId, param, data.toString()]).toEqual([200, 4_000, index + 1, 'x']);
    }
  });

  test('is given once, whatever else the handler returns or throws', async () => {
    const { server, url } = await startServer();
    const errors: unknown[] = [];
    server.on('error', (error) => errors.push(error.cause));
    const again: boolean[] = [];
    const answer = (request: Request, client: RemoteClient) => {
      client.reply(request, { param: 'by hand' });
      again.push(client.reply(request, { param: 'again' }));
    };
    server.command('/nothing', answer);
    server.command('/answer', (request, client) => {
      answer(request, client);
      return { param: 'returned' };
    });
    server.command('/later', (request, client) => {
      answer(request, client);
      return LATER;
    });
    server.command('/promise', async (request, client) => {
      await Promise.resolve();
      answer(request, client);
      return LATER;
    });
    server.command('/throws', (request, client) => {
      answer(request, client);
      throw new Error('of the test');
    });
    const client = await connectClient(url);
    for (const path of ['/nothing', '/answer', '/later', '/promise', '/throws']) {
      expect((await client.call(path)).param).toBe('by hand');
    }
    await client.ping();
    expect(again).toEqual([false, false, false, false, false]);
    expect(client.ignoredPackets).toBe(0);
    expect(errors).toMatchObject([{ message: 'of the test' }]);
  });

  test('that no packet can hold is refused, and another can be given', async () => {
    const { server, url } = await startServer();
    const kept: [Request, RemoteClient][] = [];
    server.command('/', (...call) => {
      kept.push(call);
      return LATER;
    });
    const client = await connectClient(url);
    const call = client.call('/a');
    await until(() => kept.length === 1);
    const [request, remote] = kept[0]!;
    expect(() => remote.reply(request, { status: 256 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    const data = Buffer.alloc(262_144);
    expect(() => remote.reply(request, { data })).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
    expect(remote.reply(request)).toBe(true);
    expect(await call).toMatchObject({ status: Status.SUCCESS });
    const invented = { ...request } as Request;
    expect(() => remote.reply(invented)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test('to the request of another client is refused, and its own client can still answer it', async () => {
    const { server, url } = await startServer();
    const kept: [Request, RemoteClient][] = [];
    server.command('/', (...call) => {
      kept.push(call);
      return LATER;
    });
    const one = await connectClient(url);
    const other = await connectClient(url);
    const calls = [one.call('/a'), other.call('/b')];
    await until(() => kept.length === 2);
    const [[first, ofOne], [second, ofOther]] = [kept[0]!, kept[1]!];
    expect(() => ofOther.reply(first)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    ofOne.reply(first, { param: 1 });
    ofOther.reply(second, { param: 2 });
    expect((await Promise.all(calls)).map(({ param }) => param)).toEqual([1, 2]);
  });

  test('to a client that is gone is not sent', async () => {
    const { server, url } = await startServer();
    const kept: [Request, RemoteClient][] = [];
    server.command('/', (...call) => {
      kept.push(call);
      return LATER;
    });
    const client = await connectClient(url);
    const left = once(server, 'disconnect');
    const call = client.call('/a').catch((error: unknown) => error);
    await until(() => kept.length === 1);
    await client.disconnect();
    await left;
    const [request, remote] = kept[0]!;
    expect(remote.reply(request)).toBe(false);
    expect(await call).toMatchObject({ code: 'ABORTED' });
  });

  test('that is due counts for the limit until it is given', async () => {
    const { server, url } = await startServer({ limits: { unanswered: 2 } });
    const kept: [Request, RemoteClient][] = [];
    server.command('/now', (...call) => {
      kept.push(call);
      return LATER;
    });
    server.command('/soon', async (...call) => {
      kept.push(call);
      await Promise.resolve();
      return LATER;
    });
    const client = await connectClient(url);
    for (let round = 0; round < 3; round += 1) {
      const calls = [client.call('/now'), client.call('/soon')];
      await until(() => kept.length === 2);
      expect((await client.call('/now')).status).toBe(Status.NO_MEMORY);
      for (const [request, remote] of kept.splice(0)) remote.reply(request);
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([0, 0]);
    }
  });
});

describe('a command with a queue', () => {
  test('handles one request after another, in order, and leaves the others alone', async () => {
    const { server, url } = await startServer();
    const seen: unknown[] = [];
    const held: (() => void)[] = [];
    const queue = new WorkQueue();
    server.command(
      '/slow',
      async ({ param }) => {
        seen.push(param);
        await new Promise<void>((resolve) => held.push(resolve));
        return { param };
      },
      { queue },
    );
    server.command('/fast', () => ({ param: 'fast' }));
    const client = await connectClient(url);
    const calls = [1, 2, 3].map((param) => client.call('/slow', { param }));
    for (let round = 1; round <= 3; round += 1) {
      await until(() => held.length === round);
      expect((await client.call('/fast')).param).toBe('fast');
      expect(seen).toHaveLength(round);
      held.at(-1)?.();
    }
    expect((await Promise.all(calls)).map(({ param }) => param)).toEqual([1, 2, 3]);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('goes on behind a handler that fails: the client and the server hear of it, the queue does not', async () => {
    const { server, url } = await startServer();
    const queue = new WorkQueue();
    const errors: unknown[] = [];
    queue.on('error', (error) => errors.push(['queue', error]));
    server.on('error', (error) => errors.push(['server', error.cause]));
    server.command(
      '/a',
      ({ param }) => {
        if (param === 'bad') throw new Error('of the test');
      },
      { queue },
    );
    const client = await connectClient(url);
    const replies = await Promise.all([client.call('/a', { param: 'bad' }), client.call('/a')]);
    expect(replies.map(({ status }) => status)).toEqual([Status.NO_RESPONDING, Status.SUCCESS]);
    expect(errors).toMatchObject([['server', { message: 'of the test' }]]);
  });

  test('answers by hand, too', async () => {
    const { server, url } = await startServer();
    server.command(
      '/a',
      (request, client) => {
        setImmediate(() => client.reply(request, { param: 'by hand' }));
        return LATER;
      },
      { queue: new WorkQueue() },
    );
    const client = await connectClient(url);
    expect((await client.call('/a')).param).toBe('by hand');
  });
});
