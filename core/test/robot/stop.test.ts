import { describe, expect, test } from 'vitest';
import { startRaw, startServer, until } from '../support.ts';
import { type FakeRobot, failureOf, inState, makeRobot, startRobot } from './support.ts';

async function expectNothingOpen({ robot, clock, states }: FakeRobot): Promise<void> {
  await robot.stop();
  expect(clock.timers).toBe(0);
  expect(['idle', 'closed']).toContain(robot.client.state);
  expect(states.filter(({ name }) => name === 'stopped')).toHaveLength(1);
  expect(states.at(-1)?.name).toBe('stopped');
}

describe('stop leaves nothing open, and tells it once,', () => {
  test.each(['resolving', 'connecting', 'handshaking'])('while the client is %s', async (when) => {
    const url = await startRaw(() => undefined);
    const made = makeRobot(url);
    made.robot.client.on('state', (state) => state === when && void made.robot.stop());
    made.robot.start();
    await inState(made.robot, 'stopped');
    await expectNothingOpen(made);
    expect(made.states.map(({ name }) => name)).toEqual(['connecting', 'stopped']);
  });

  test('while a name is looked up', async () => {
    const made = makeRobot('vsoa://no-such-host.invalid:1');
    made.robot.start();
    await until(() => made.robot.client.state === 'resolving');
    await expectNothingOpen(made);
    expect(made.robot.client.state).toBe('closed');
  });

  test('while it waits', async () => {
    const { server, url } = await startServer();
    await server.close();
    const made = makeRobot(url);
    made.robot.start();
    await inState(made.robot, 'waiting');
    await expectNothingOpen(made);
    made.clock.advance(10_000);
    expect(made.robot.state.name).toBe('stopped');
  });

  test('while it is connected, when calls that wait are aborted', async () => {
    const { server, url } = await startServer();
    server.command('/silent', () => new Promise(() => undefined));
    const made = await startRobot(url);
    const told: unknown[] = [];
    made.robot.on('disconnect', (error) => told.push(error));
    const call = failureOf(made.robot.call('/silent'));
    const pending = made.robot.stop();
    expect(made.robot.connected).toBe(false);
    await expectNothingOpen(made);
    expect(await call).toMatchObject({ code: 'ABORTED' });
    await Promise.all([pending, until(() => server.clients.size === 0)]);
    expect(told).toEqual([null]);
  });

  test('in the tick of start, and before it', async () => {
    const { server, url } = await startServer();
    const made = makeRobot(url);
    await made.robot.stop();
    expect(made.states).toEqual([]);
    made.robot.start();
    await expectNothingOpen(made);
    expect(server.clients.size).toBe(0);
  });

  test.each(['connecting', 'connected', 'waiting'] as const)('out of the listener of %s', async (when) => {
    const { server, url } = await startServer();
    const made = makeRobot(url);
    const { robot } = made;
    robot.on('state', ({ name }) => name === when && void robot.stop());
    const told: string[] = [];
    robot.on('connect', () => told.push('connect')).on('disconnect', () => told.push('disconnect'));
    robot.start();
    if (when === 'waiting') {
      await robot.untilConnected();
      await server.close();
    }
    await inState(robot, 'stopped');
    await expectNothingOpen(made);
    expect(told).toEqual(when === 'connecting' ? [] : ['connect', 'disconnect']);
  });

  test('out of the listener of connect', async () => {
    const { url } = await startServer();
    const made = makeRobot(url);
    const told: string[] = [];
    made.robot.on('connect', () => void made.robot.stop()).on('disconnect', () => told.push('disconnect'));
    made.robot.start();
    await inState(made.robot, 'stopped');
    await expectNothingOpen(made);
    expect(told).toEqual(['disconnect']);
    expect(made.states.map(({ name }) => name)).toEqual(['connecting', 'stopped']);
  });
});

describe('start', () => {
  test('works again after stop, also while that is still closing', async () => {
    const { server, url } = await startServer();
    const { robot } = await startRobot(url);
    await robot.subscribe('/a');
    for (let round = 0; round < 5; round += 1) {
      const closing = robot.stop();
      robot.start();
      await Promise.all([closing, robot.untilConnected()]);
      await until(() => server.isSubscribed('/a'));
    }
    await until(() => server.clients.size === 1);
    expect(robot.connected).toBe(true);
  });

  test('is refused where it is started already, which goes on', async () => {
    const { url } = await startServer();
    const { robot } = await startRobot(url);
    expect(() => robot.start()).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(robot.connected).toBe(true);
  });

  test('of a robot whose attempt is under way, after a stop, makes one connection', async () => {
    const { server, url } = await startServer();
    const { robot } = makeRobot(url);
    for (let round = 0; round < 5; round += 1) {
      robot.start();
      void robot.stop();
    }
    robot.start();
    await robot.untilConnected();
    await robot.ping();
    expect(server.clients.size).toBe(1);
  });
});

test('a client that the program disconnects itself is connected again', async () => {
  const { url } = await startServer();
  const { robot, clock } = await startRobot(url);
  await robot.client.disconnect();
  expect(robot.state).toMatchObject({ name: 'waiting', reason: { code: 'ABORTED' } });
  clock.advance(1_000);
  await robot.untilConnected();
  expect(robot.connected).toBe(true);
});
