import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Robot } from '../../src/index.ts';
import { startRaw, startServer, until } from '../support.ts';
import { certificates } from '../tls/certificates.ts';
import { answer, failureOf, inState, makeRobot, startRobot } from './support.ts';

const fail = (text: string) => () => {
  throw new Error(text);
};

describe('a robot', () => {
  test('connects, and tells each state with its times', async () => {
    const { url } = await startServer({ info: { name: 'ecu' } });
    const { robot, clock, states } = makeRobot(url);
    expect(robot.state).toEqual({ name: 'stopped', since: clock.time() });
    const connected = once(robot, 'connect');
    clock.advance(5);
    robot.start();
    expect(robot.state).toEqual({ name: 'connecting', since: clock.time(), attempt: 1 });
    expect(robot.connected).toBe(false);
    expect(await connected).toEqual([{ name: 'ecu' }]);
    expect(robot.state).toEqual({ name: 'connected', since: clock.time(), lostPings: 0 });
    expect(robot.connected).toBe(true);
    await robot.stop();
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'connected', 'stopped']);
  });

  test('waits the delay after each attempt that failed, and says until when, why, and how many', async () => {
    const { server, url, port } = await startServer();
    await server.close();
    const { robot, clock } = makeRobot(url, { reconnectDelay: 200 });
    robot.start();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await inState(robot, 'waiting');
      const now = clock.time();
      expect(robot.state).toMatchObject({ since: now, until: now + 200, attempt, reason: { code: 'UNREACHABLE' } });
      clock.advance(199);
      expect(robot.state.name).toBe('waiting');
      clock.advance(1);
      const reason = expect.objectContaining({ code: 'UNREACHABLE' });
      expect(robot.state).toEqual({ name: 'connecting', since: now + 200, attempt: attempt + 1, reason });
    }
    await inState(robot, 'waiting');
    await server.start({ host: '127.0.0.1', port });
    clock.advance(200);
    await robot.untilConnected();
    expect(robot.connected).toBe(true);
  });

  test('reconnects after the server has gone, and begins to count anew', async () => {
    const { server, url, port } = await startServer();
    const { robot, clock, states } = await startRobot(url);
    const disconnected = once(robot, 'disconnect');
    await server.close();
    expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
    expect(robot.state).toMatchObject({ name: 'waiting', attempt: 0, reason: { code: 'CLOSED_BY_SERVER' } });
    await server.start({ host: '127.0.0.1', port });
    clock.advance(1_000);
    await robot.untilConnected();
    expect(states).toMatchObject([
      { name: 'connecting', attempt: 1 },
      { name: 'connected' },
      { name: 'waiting' },
      { name: 'connecting', attempt: 1 },
      { name: 'connected' },
    ]);
  });

  test('is no hot loop with a server that accepts and closes at once, before or after the handshake', async () => {
    let accepted = 0;
    const closing = await startRaw((peer) => {
      accepted += 1;
      peer.socket.end();
    });
    const welcoming = await startRaw(async (peer) => {
      accepted += 1;
      answer(peer, await peer.next(), { data: Buffer.alloc(4) });
      peer.socket.end();
    });
    for (const url of [closing, welcoming]) {
      accepted = 0;
      const { robot, clock } = makeRobot(url);
      robot.start();
      for (let round = 1; round <= 5; round += 1) {
        await inState(robot, 'waiting');
        expect(accepted).toBe(round);
        clock.advance(1_000);
      }
      await robot.stop();
    }
  });

  test('keeps trying with a wrong password, says why, and takes another one for the next attempt', async () => {
    const { server, url } = await startServer({ passwd: 'right' });
    const { robot, clock } = makeRobot(url, { passwd: 'wrong' });
    robot.start();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await inState(robot, 'waiting');
      expect(robot.state).toMatchObject({ attempt, reason: { code: 'INVALID_PASSWORD' } });
      clock.advance(1_000);
    }
    await inState(robot, 'waiting');
    robot.passwd = 'right';
    clock.advance(1_000);
    await robot.untilConnected();
    expect(server.clients.size).toBe(1);
  });

  test('connects with TLS each time, and says why where that fails', async () => {
    const tls = certificates.server;
    const { server, url, port } = await startServer();
    await server.close();
    await server.start({ host: '127.0.0.1', port, tls });
    const secure = { ca: certificates.ca };
    const { robot, clock } = await startRobot(url, { tls: secure });
    expect(robot.client.peerCertificate()).toBeDefined();
    await server.close();
    await inState(robot, 'waiting');
    await server.start({ host: '127.0.0.1', port, tls });
    clock.advance(1_000);
    await robot.untilConnected();
    const stranger = makeRobot(url, { tls: { ...secure, hostname: 'other.example' } });
    stranger.robot.start();
    await inState(stranger.robot, 'waiting');
    expect(stranger.robot.state).toMatchObject({ reason: { code: 'TLS_HANDSHAKE_FAILED' } });
  });

  test('gives up an attempt that takes longer than connectTimeout', async () => {
    const url = await startRaw(() => undefined);
    const { robot, clock } = makeRobot(url, { connectTimeout: 300 });
    robot.start();
    await until(() => robot.client.state === 'handshaking');
    clock.advance(300);
    await inState(robot, 'waiting');
    expect(robot.state).toMatchObject({ reason: { code: 'SERVER_NO_RESPONDING' } });
  });

  test('passes on messages, datagrams and the priority, and calls, pings and sends', async () => {
    const { server, url } = await startServer();
    server.command('/echo', (request) => ({ param: request.param }));
    const { robot } = await startRobot(url);
    const [client] = server.clients;
    const seen: unknown[] = [];
    robot.on('message', (message) => seen.push(message.url, message.fetched));
    robot.on('datagram', (message) => seen.push(message.url));
    robot.on('priority', (priority) => seen.push(priority));
    await robot.subscribe('/a');
    server.publish('/a');
    client?.datagram('/down');
    if (client !== undefined) client.priority = 4;
    expect((await robot.call('/echo', { param: 1 })).param).toBe(1);
    expect(await robot.ping()).toBeGreaterThanOrEqual(0);
    expect(seen).toEqual(['/a', undefined, '/down', 4]);
    const datagram = once(server, 'datagram');
    expect(robot.datagram('/up')).toBe(true);
    expect((await datagram)[1]).toMatchObject({ url: '/up' });
  });

  test('that is not connected refuses calls at once', async () => {
    const url = await startRaw(() => undefined);
    const { robot } = makeRobot(url);
    const refused = async () => {
      await expect(robot.call('/a')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
      await expect(robot.ping()).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
      expect(robot.datagram('/a')).toBe(false);
    };
    await refused();
    robot.start();
    await until(() => robot.client.state === 'handshaking');
    await refused();
  });

  test('ends calls that wait once when the connection goes', async () => {
    const { server, url } = await startServer();
    server.command('/silent', () => new Promise(() => undefined));
    const { robot } = await startRobot(url);
    const call = robot.call('/silent');
    await robot.ping();
    await Promise.all([server.close(), expect(call).rejects.toMatchObject({ code: 'CLOSED_BY_SERVER' })]);
    expect(robot.client.pendings).toBe(0);
  });

  test('goes on though its listeners throw, which are uncaught exceptions', async () => {
    const { server, url, port } = await startServer();
    const { robot, clock } = makeRobot(url);
    const runner = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const failures: string[] = [];
    process.on('uncaughtException', (error) => failures.push(error.message));
    robot.on('state', fail('state')).on('connect', fail('connect')).on('disconnect', fail('disconnect'));
    robot.on('message', fail('message'));
    robot.start();
    await robot.subscribe('/a');
    await robot.untilConnected();
    await until(() => server.publish('/a'));
    await robot.ping();
    await server.close();
    await inState(robot, 'waiting');
    await server.start({ host: '127.0.0.1', port });
    clock.advance(1_000);
    await robot.untilConnected();
    await robot.stop();
    await until(() => failures.length === 11);
    process.removeAllListeners('uncaughtException');
    for (const listener of runner) process.on('uncaughtException', listener);
    const connection = ['state', 'connect', 'state'];
    expect(failures).toEqual([...connection, 'message', 'disconnect', 'state', ...connection, 'disconnect', 'state']);
  });
});

describe('waiting for a connection', () => {
  test('ends with it, at once where there is one', async () => {
    const { url } = await startServer();
    const { robot, clock } = makeRobot(url);
    robot.start();
    await Promise.all([robot.untilConnected(), robot.untilConnected({ timeout: 100 })]);
    await robot.untilConnected({ timeout: 0 });
    // The pingInterval only.
    expect(clock.timers).toBe(1);
  });

  test('ends with the timeout, which tells why the last attempt failed', async () => {
    const { server, url } = await startServer();
    await server.close();
    const { robot, clock } = makeRobot(url);
    robot.start();
    const waiting = failureOf(robot.untilConnected({ timeout: 500 }));
    await inState(robot, 'waiting');
    clock.advance(500);
    expect(await waiting).toMatchObject({
      code: 'TIMEOUT',
      cause: { code: 'UNREACHABLE' },
    });
  });

  test('ends with an abort, before or during', async () => {
    const url = await startRaw(() => undefined);
    const { robot } = makeRobot(url);
    robot.start();
    const aborted = { code: 'ABORTED', cause: 'no' };
    await expect(robot.untilConnected({ signal: AbortSignal.abort('no') })).rejects.toMatchObject(aborted);
    const abort = new AbortController();
    const waiting = failureOf(robot.untilConnected({ signal: abort.signal }));
    abort.abort('no');
    expect(await waiting).toMatchObject(aborted);
  });

  test('ends where the robot is or gets stopped', async () => {
    const url = await startRaw(() => undefined);
    const { robot } = makeRobot(url);
    await expect(robot.untilConnected()).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    robot.start();
    const waiting = failureOf(robot.untilConnected());
    await robot.stop();
    expect(await waiting).toMatchObject({ code: 'NOT_CONNECTED' });
  });
});

describe('what a robot is given', () => {
  test.each([
    ['a url that is none', 'http://x', {}, 'INVALID_URL'],
    ['a pingInterval below 50 ms', 'vsoa://1.1.1.1:1', { pingInterval: 49 }, 'INVALID_ARGUMENT'],
    ['a turbo below 25 ms', 'vsoa://1.1.1.1:1', { turbo: 24 }, 'INVALID_ARGUMENT'],
    ['a turbo above pingInterval', 'vsoa://1.1.1.1:1', { turbo: 101, pingInterval: 100 }, 'INVALID_ARGUMENT'],
    ['a delay below 10 ms', 'vsoa://1.1.1.1:1', { reconnectDelay: 9 }, 'INVALID_ARGUMENT'],
    ['a limit below 0', 'vsoa://1.1.1.1:1', { lostLimit: -1 }, 'INVALID_ARGUMENT'],
  ])('is refused where it is %s', (_, url, options, code) => {
    expect(() => new Robot(url, options)).toThrow(expect.objectContaining({ code }));
  });

  test('can be changed while it runs, in the same ranges', () => {
    const robot = new Robot('vsoa://127.0.0.1:1');
    expect([robot.pingInterval, robot.reconnectDelay, robot.lostLimit, robot.turbo]).toEqual([3_000, 1_000, 3, 0]);
    robot.pingInterval = 100;
    robot.reconnectDelay = 10;
    robot.lostLimit = 0;
    robot.turbo = 100;
    expect(() => {
      robot.pingInterval = 99;
    }).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => {
      robot.turbo = 101;
    }).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect([robot.pingInterval, robot.reconnectDelay, robot.lostLimit, robot.turbo]).toEqual([100, 10, 0, 100]);
  });

  test('an attempt that cannot even begin counts as failed, with its reason', async () => {
    const { robot } = makeRobot('vsoa://127.0.0.1:1', { passwd: 'x'.repeat(300_000) });
    robot.start();
    await inState(robot, 'waiting');
    expect(robot.state).toMatchObject({ name: 'waiting', reason: { name: expect.stringContaining('Error') } });
  });
});
