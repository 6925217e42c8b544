import { expect, test } from 'vitest';
import { RefusedError, VsoaError } from '../../src/index.ts';
import { startServer, until } from '../support.ts';
import { BadProxy, randomOf } from './bad-proxy.ts';
import { makeRobot } from './support.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const CONNECTIONS = 300;

const openSockets = () => process.getActiveResourcesInfo().filter((name) => /^(?:TCPSocket|UDP)/.test(name)).length;

test(`a robot behind a proxy that harms each of ${CONNECTIONS} connections loses nothing for good (SEED=${seed})`, async () => {
  const random = randomOf(seed);
  const { server, port } = await startServer();
  server.command('/echo', (request) => ({ param: request.param, data: request.data }));
  const before = openSockets();
  const proxy = new BadProxy(port, random);
  await proxy.start();
  const { robot, clock, states } = makeRobot(`vsoa://127.0.0.1:${proxy.port}`, {
    pingInterval: 50,
    lostLimit: 2,
    turbo: 25,
    connectTimeout: 500,
    reconnectDelay: 10,
    fetchOnReconnect: true,
  });
  robot.on('error', () => undefined);
  const told = { connect: 0, disconnect: 0, message: 0 };
  for (const name of ['connect', 'disconnect', 'message'] as const) robot.on(name, () => (told[name] += 1));

  const open = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  const watch = (promise: Promise<unknown>) => {
    const settled = promise
      .catch((error: unknown) => failures.push(error))
      .finally(() => {
        open.delete(settled);
      });
    open.add(settled);
  };

  robot.start();
  watch(robot.subscribe(['/a', '/b/', '/echo']));
  while (proxy.connections < CONNECTIONS) {
    if (random() < 0.2) watch(robot.call('/echo', { param: 'x', data: Buffer.alloc(Math.floor(random() * 600)) }));
    if (random() < 0.05) watch(robot.subscribe(`/b/${Math.floor(random() * 20)}`));
    if (random() < 0.05) watch(robot.unsubscribe(`/b/${Math.floor(random() * 20)}`));
    if (random() < 0.02) watch(robot.ping({ timeout: 20 }));
    if (proxy.connections % 10 === 0 && random() < 0.05) {
      watch(robot.stop(random() < 0.5 ? { linger: 0 } : {}));
      robot.start();
    }
    server.publish('/a', { param: 'published' });
    clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }

  // From here on nothing is harmed, and everything comes back.
  proxy.heal();
  const harmed = proxy.connections;
  await until(() => {
    clock.advance(1);
    const subscribed = [...robot.subscriptions.values()].every(({ name }) => name === 'subscribed');
    return robot.connected && subscribed && proxy.connections > harmed;
  });
  await until(() => server.clients.size === 1);
  const [client] = server.clients;
  expect(client?.subscriptions).toEqual(new Set(robot.subscriptions.keys()));
  told.message = 0;
  server.publish('/a');
  await until(() => told.message > 0);
  expect((await robot.call('/echo', { param: 'last' })).param).toBe('last');

  await robot.stop();
  await until(() => open.size === 0 && server.clients.size === 0 && proxy.sockets.size === 0);
  expect(told.connect).toBeGreaterThan(50);
  expect(told.disconnect).toBe(told.connect);
  expect(failures.filter((error) => !(error instanceof VsoaError) || error instanceof RefusedError)).toEqual([]);
  expect(clock.timers).toBe(0);
  await until(() => openSockets() <= before);
  expect(states.at(-1)?.name).toBe('stopped');
}, 60_000);
