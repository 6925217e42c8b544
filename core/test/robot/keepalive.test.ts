import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { PacketType } from '../../src/index.ts';
import { MemoryTap, startServer, until } from '../support.ts';
import { answer, failureOf, inState, startRobot, startWelcoming } from './support.ts';

const { PINGECHO, NOOP } = PacketType;

/** A server that answers no ping of those whose number is in `ignored`, and remembers when they came. */
async function startDeaf(ignored: (ping: number) => boolean) {
  const pings: number[] = [];
  const url = await startWelcoming((packet, peer) => {
    if (packet.type !== PINGECHO) return;
    pings.push(packet.seqno);
    if (!ignored(pings.length)) answer(peer, packet);
  });
  return { url, pings };
}

describe('the pingInterval', () => {
  test('pings each interval', async () => {
    const { url, pings } = await startDeaf(() => false);
    const { robot, clock } = await startRobot(url, { pingInterval: 100 });
    clock.advance(99);
    for (let count = 1; count <= 4; count += 1) {
      clock.advance(count === 1 ? 1 : 100);
      await until(() => pings.length === count && robot.client.pendings === 0);
    }
    expect(robot.state).toMatchObject({ name: 'connected', lostPings: 0 });
  });

  test('resets the connection when more than the limit were lost in a row, and connects again', async () => {
    let lost = true;
    const { url, pings } = await startDeaf(() => lost);
    const { robot, clock, states } = await startRobot(url, { pingInterval: 100, lostLimit: 2 });
    const call = failureOf(robot.call('/a'));
    const disconnected = once(robot, 'disconnect');
    for (let count = 1; count <= 3; count += 1) {
      clock.advance(100);
      await until(() => pings.length === count);
    }
    expect(robot.state).toMatchObject({ name: 'connected', lostPings: 2 });
    clock.advance(100);
    expect(await disconnected).toMatchObject([{ code: 'CONNECTION_LOST' }]);
    expect(await call).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(robot.state).toMatchObject({ name: 'waiting', attempt: 0, reason: { code: 'CONNECTION_LOST' } });
    lost = false;
    clock.advance(1_000);
    await robot.untilConnected();
    expect(states.map((state) => (state.name === 'connected' ? state.lostPings : state.name))).toEqual([
      'connecting',
      0,
      1,
      2,
      'waiting',
      'connecting',
      0,
    ]);
  });

  test('resets with RST, so that a server that hears us no more does not keep its end', async () => {
    let pings = 0;
    const ends: unknown[] = [];
    const url = await startWelcoming((packet, peer) => {
      if (packet.type !== PINGECHO) return;
      pings += 1;
      peer.socket.once('error', (error) => ends.push(error));
    });
    const { robot, clock } = await startRobot(url, { pingInterval: 50, lostLimit: 0 });
    clock.advance(50);
    await until(() => pings === 1);
    clock.advance(50);
    await inState(robot, 'waiting');
    await until(() => ends.length === 1);
    expect(ends).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  test('forgets lost pings with the next that is answered', async () => {
    const { url, pings } = await startDeaf((ping) => ping !== 3);
    const { robot, clock, states } = await startRobot(url, { pingInterval: 100, lostLimit: 2 });
    for (let count = 1; count <= 5; count += 1) {
      clock.advance(100);
      await until(() => pings.length === count);
      if (count === 3) await until(() => robot.client.pendings === 0);
    }
    expect(states.flatMap((state) => (state.name === 'connected' ? [state.lostPings] : []))).toEqual([0, 1, 2, 0, 1]);
  });

  test('with a limit of 0 takes the first lost ping for the end', async () => {
    const { url, pings } = await startDeaf(() => true);
    const { robot, clock } = await startRobot(url, { pingInterval: 50, lostLimit: 0 });
    clock.advance(50);
    await until(() => pings.length === 1);
    clock.advance(50);
    await inState(robot, 'waiting');
    expect(robot.state).toMatchObject({ reason: { code: 'CONNECTION_LOST' } });
  });

  test('leaves nothing behind of a connection that has ended', async () => {
    const { server, url } = await startServer();
    const { robot, clock } = await startRobot(url, { pingInterval: 100 });
    await server.close();
    await inState(robot, 'waiting');
    // The delay only.
    expect(clock.timers).toBe(1);
  });

  test('takes another interval from the next ping on', async () => {
    const { url, pings } = await startDeaf(() => false);
    const { robot, clock } = await startRobot(url, { pingInterval: 100 });
    robot.pingInterval = 1_000;
    clock.advance(100);
    await until(() => pings.length === 1 && robot.client.pendings === 0);
    clock.advance(999);
    expect(robot.client.pendings).toBe(0);
    clock.advance(1);
    await until(() => pings.length === 2);
  });
});

/** A server with a command that answers when the test says so, and a robot whose NOOPs are counted. */
async function startCounting(turbo: number) {
  const { server, url } = await startServer();
  const waiting: (() => void)[] = [];
  server.command('/slow', () => new Promise<void>((resolve) => waiting.push(resolve)));
  const tap = new MemoryTap();
  const made = await startRobot(url, { turbo, tap });
  const noops = () => tap.packets.filter(({ type, sent }) => type === NOOP && sent).length;
  const finish = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { ...made, noops, finish };
}

describe('the turbo ping', () => {
  test('sends NOOP each interval while a call waits, and none when nothing does', async () => {
    const { robot, clock, noops, finish } = await startCounting(25);
    clock.advance(1_000);
    expect(noops()).toBe(0);
    const call = robot.call('/slow');
    await robot.ping();
    clock.advance(24);
    expect(noops()).toBe(0);
    clock.advance(76);
    expect(noops()).toBe(4);
    finish();
    await call;
    clock.advance(1_000);
    expect(noops()).toBe(4);
  });

  test('is off by default, and can be switched on and off', async () => {
    const { robot, clock, noops, finish } = await startCounting(0);
    const first = robot.call('/slow');
    await robot.ping();
    clock.advance(500);
    expect(noops()).toBe(0);
    finish();
    await first;
    robot.turbo = 100;
    const second = robot.call('/slow');
    await robot.ping();
    clock.advance(250);
    expect(noops()).toBe(2);
    robot.turbo = 0;
    clock.advance(1_000);
    expect(noops()).toBe(3);
    finish();
    await second;
  });

  test('ends with the last of several calls, also where they fail', async () => {
    const { robot, clock, noops, finish } = await startCounting(50);
    const abort = new AbortController();
    const aborted = failureOf(robot.call('/slow', { signal: abort.signal }));
    const other = robot.call('/slow');
    await robot.ping();
    clock.advance(50);
    abort.abort();
    expect(await aborted).toMatchObject({ code: 'ABORTED' });
    clock.advance(50);
    expect(noops()).toBe(2);
    finish();
    await other;
    clock.advance(500);
    expect(noops()).toBe(2);
    await robot.stop();
    await expect(robot.call('/slow')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    expect(clock.timers).toBe(0);
  });
});
