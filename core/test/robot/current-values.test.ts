import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { RobotMessage, RobotOptions, Server } from '../../src/index.ts';
import { startServer, until } from '../support.ts';
import { inState, makeRobot } from './support.ts';

/** A robot that was connected, lost its server, and is connected again; `seen` is what came as messages since. */
async function reconnected(options: RobotOptions, subscriptions: string[], prepare: (server: Server) => void) {
  const { server, url, port } = await startServer();
  const made = makeRobot(url, options);
  const { robot, clock } = made;
  await robot.subscribe(subscriptions);
  robot.start();
  await robot.untilConnected();
  await server.close();
  await inState(robot, 'waiting');
  prepare(server);
  const seen: unknown[] = [];
  const errors: unknown[] = [];
  const messages: RobotMessage[] = [];
  robot.on('message', (message) => {
    messages.push(message);
    seen.push([message.url, message.param, message.fetched ?? false]);
  });
  robot.on('error', (error) => errors.push(error));
  await server.start({ host: '127.0.0.1', port });
  clock.advance(1_000);
  await robot.untilConnected();
  return { ...made, server, messages, seen, errors };
}

describe('after a reconnect a robot', () => {
  test('asks for the current value of each exact url, and hands it on as a message with a mark', async () => {
    const {
      server: ecu,
      messages,
      seen,
      errors,
    } = await reconnected({ fetchOnReconnect: true }, ['/speed', '/light/', '/no/command', '/gear'], (server) => {
      server.command('/speed', (request) => ({ param: { method: request.method }, data: Buffer.from('x') }));
      server.command('/light/', () => ({ param: 'not asked for' }));
      server.command('/gear', () => ({ param: 3 }));
    });
    await until(() => seen.length === 2);
    expect(messages[0]?.data.toString()).toBe('x');
    expect(messages[1]?.paramBytes.toString()).toBe('3');
    expect(messages[1]?.quick).toBe(false);
    ecu.publish('/light/left', { param: 'published' });
    await until(() => seen.length === 3);
    expect(seen).toEqual([
      ['/speed', { method: 'GET' }, true],
      ['/gear', 3, true],
      ['/light/left', 'published', false],
    ]);
    expect(errors).toEqual([]);
  });

  test('asks for the urls that the program names for a subscription', async () => {
    const { seen } = await reconnected(
      { fetchOnReconnect: (subscription) => (subscription === '/light/' ? ['/light/left', '/light/right'] : []) },
      ['/speed', '/light/'],
      (server) => {
        server.command('/light/', (request) => ({ param: request.url }));
        server.command('/speed', () => ({ param: 'not asked for' }));
      },
    );
    await until(() => seen.length === 2);
    expect(seen).toEqual([
      ['/light/left', '/light/left', true],
      ['/light/right', '/light/right', true],
    ]);
  });

  test('asks for nothing by default', async () => {
    let calls = 0;
    const { robot, seen } = await reconnected({}, ['/speed'], (server) =>
      server.command('/speed', () => {
        calls += 1;
      }),
    );
    await robot.ping();
    await robot.ping();
    expect([calls, seen]).toEqual([0, []]);
  });

  test('has at most eight questions open at a time', async () => {
    const waiting: (() => void)[] = [];
    const urls = Array.from({ length: 20 }, (_, index) => `/${index}`);
    const { robot, seen } = await reconnected({ fetchOnReconnect: true }, urls, (server) =>
      server.command('/', () => new Promise<void>((resolve) => waiting.push(resolve))),
    );
    for (const open of [8, 8, 4]) {
      await until(() => waiting.length === open);
      await robot.ping();
      expect(waiting).toHaveLength(open);
      for (const answer of waiting.splice(0)) answer();
    }
    await until(() => seen.length === 20);
  });

  test('tells of a value that cannot be had, and goes on with the others', async () => {
    const { seen, errors } = await reconnected({ fetchOnReconnect: true }, ['/a', '/b', '/c'], (server) => {
      server.command('/a', () => ({ status: 5 }));
      server.command('/b', () => ({ param: 'b' }));
      server.command('/c', () => ({ param: 'c' }));
    });
    await until(() => seen.length === 2);
    expect(errors).toMatchObject([{ code: 'REFUSED_BY_SERVER', status: 5, message: expect.stringContaining('/a') }]);
  });

  test('forgets its questions when the connection goes meanwhile', async () => {
    const {
      robot,
      server: ecu,
      seen,
      errors,
    } = await reconnected({ fetchOnReconnect: true }, ['/a'], (server) =>
      server.command('/a', () => new Promise(() => undefined)),
    );
    await until(() => robot.client.pendings > 0);
    const gone = once(robot, 'disconnect');
    await ecu.close();
    await gone;
    expect([seen, errors]).toEqual([[], []]);
  });

  test('tells of a program that fails to name its urls', async () => {
    const { robot, errors } = await reconnected(
      {
        fetchOnReconnect: () => {
          throw new Error('of the test');
        },
      },
      ['/a'],
      () => undefined,
    );
    await until(() => errors.length === 1);
    expect(errors).toMatchObject([{ code: 'ERROR', cause: { message: 'of the test' } }]);
    expect(robot.connected).toBe(true);
  });
});
