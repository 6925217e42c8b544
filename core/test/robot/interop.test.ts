import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { type Line, Peer } from '../peer/peer.ts';
import { until } from '../support.ts';
import { failureOf, inState, makeRobot, startRobot } from './support.ts';

const passwd = '123456';

/** A server of the npm package `vsoa` in a process of its own; port 0: any. */
async function startPeer(options: Line = {}): Promise<{ peer: Peer; port: number; url: string }> {
  const peer = new Peer('vsoa-server.cjs', { passwd, ...options });
  onTestFinished(() => peer.kill());
  const port = Number((await peer.heard('ready'))['port']);
  return { peer, port, url: `vsoa://127.0.0.1:${port}` };
}

test('a robot lives through kills of an npm server, and its subscriptions and quick channel with it', async () => {
  let { peer, port, url } = await startPeer();
  const { robot, clock } = await startRobot(url, { passwd, turbo: 25 });
  await robot.subscribe(['/one', '/many/']);
  for (let round = 0; round < 3; round += 1) {
    for (const quick of [false, true]) {
      const message = once(robot, 'message');
      await peer.tell({ publish: quick ? '/many/a' : '/one', param: { round }, quick });
      expect((await message)[0]).toMatchObject({ url: quick ? '/many/a' : '/one', param: { round }, quick });
    }
    const call = failureOf(robot.call('/silent'));
    // Four NOOPs.
    clock.advance(100);
    // Answered after all that was read: bytes that a killed process has not read would make it a reset.
    await robot.ping();
    const disconnected = once(robot, 'disconnect');
    await peer.kill();
    expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
    expect(await call).toMatchObject({ code: 'CLOSED_BY_SERVER' });
    clock.advance(1_000);
    await until(() => robot.state.name === 'waiting');
    expect(robot.state).toMatchObject({ attempt: 1, reason: { code: 'UNREACHABLE' } });
    ({ peer, port, url } = await startPeer({ port }));
    clock.advance(1_000);
    await robot.untilConnected();
    await until(() => [...robot.subscriptions.values()].every(({ name }) => name === 'subscribed'));
  }
  await robot.unsubscribe();
  await peer.tell({ subscribed: '/one' });
  expect(await peer.heard('subscribed')).toEqual({ subscribed: false });
});

test('a robot with a wrong password keeps asking an npm server, until it has the right one', async () => {
  const { url } = await startPeer();
  const { robot, clock } = makeRobot(url, { passwd: 'wrong' });
  robot.start();
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await inState(robot, 'waiting');
    expect(robot.state).toMatchObject({ attempt, reason: { code: 'INVALID_PASSWORD' } });
    clock.advance(1_000);
  }
  await inState(robot, 'waiting');
  robot.passwd = passwd;
  clock.advance(1_000);
  await robot.untilConnected();
  expect((await robot.call('/echo', { param: 1.5, method: 'SET' })).status).toBe(0);
});

test('a robot pings an npm server that stands still until it takes it for dead, and is back when that goes on', async () => {
  const { peer, url } = await startPeer();
  const { robot, clock } = await startRobot(url, { passwd, pingInterval: 100, lostLimit: 1 });
  await robot.subscribe('/a');
  peer.suspend();
  const disconnected = once(robot, 'disconnect');
  clock.advance(100);
  clock.advance(100);
  await until(() => robot.state.name === 'connected' && robot.state.lostPings === 1);
  clock.advance(100);
  expect(await disconnected).toMatchObject([{ code: 'CONNECTION_LOST' }]);
  peer.resume();
  clock.advance(1_000);
  await robot.untilConnected();
  await until(() => robot.subscriptions.get('/a')?.name === 'subscribed');
  const message = once(robot, 'message');
  await peer.tell({ publish: '/a', param: { a: 1 } });
  expect((await message)[0]).toMatchObject({ url: '/a', param: { a: 1 } });
});
