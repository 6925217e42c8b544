import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Accept, type JsonObject, Mirror, Status, Syncer, type VsoaError } from '../../src/index.ts';
import { type Line, Peer } from '../peer/peer.ts';
import { inState, startRobot } from '../robot/support.ts';
import { connectClient, makeClient, startServer, until } from '../support.ts';

const URL = '/light';

async function startSyncer(accept?: Accept) {
  const started = await startServer();
  const syncer = new Syncer(started.server, URL, { on: false, level: 1 }, { accept });
  return { ...started, syncer };
}

function closedLater(mirror: Mirror): Mirror {
  onTestFinished(() => mirror.close());
  return mirror;
}

/** A mirror over a client of its own, in step. */
async function startMirror(url: string) {
  const client = await connectClient(url);
  const mirror = new Mirror(client, URL);
  await once(mirror, 'sync');
  return { client, mirror };
}

function startPeer(script: 'vsoa-server.cjs' | 'vsoa-client.cjs', options: Line): Peer {
  const peer = new Peer(script, options);
  onTestFinished(() => peer.kill());
  return peer;
}

describe('a syncer', () => {
  test('answers GET with the whole object, and publishes it with each change', async () => {
    const { syncer, url } = await startSyncer();
    const client = await connectClient(url);
    const seen: unknown[] = [];
    client.on('message', (message) => seen.push(message.param));
    await client.subscribe(URL);
    expect((await client.call(URL)).param).toEqual({ on: false, level: 1 });
    syncer.update({ level: 2 });
    syncer.replace({ mode: 'auto' });
    expect((await client.call(URL)).param).toEqual({ mode: 'auto' });
    expect(seen).toEqual([{ on: false, level: 2 }, { mode: 'auto' }]);
    expect(syncer.value).toEqual({ mode: 'auto' });
  });

  test('leaves others their turns while a client sets and sets', async () => {
    const { syncer, url } = await startSyncer();
    const client = await connectClient(url);
    let turns = 0;
    let changes = 0;
    const count = () => {
      turns += 1;
      if (changes < 500) setImmediate(count);
    };
    syncer.on('change', () => {
      if (changes === 0) count();
      changes += 1;
    });
    await Promise.all(Array.from({ length: 500 }, (_, level) => client.call(URL, { method: 'SET', param: { level } })));
    expect(syncer.value).toMatchObject({ level: 499 });
    expect(turns).toBeGreaterThanOrEqual(400);
  });

  test('merges what a client sets, tells who did, and publishes before it answers', async () => {
    const { syncer, server, url } = await startSyncer();
    const changes: unknown[] = [];
    syncer.on('change', (value, client) => changes.push(value, client));
    const client = await connectClient(url);
    const seen: unknown[] = [];
    client.on('message', (message) => seen.push(message.param));
    await client.subscribe(URL);
    const [remote] = server.clients;
    const reply = await client.call(URL, { method: 'SET', param: { on: true, extra: [1] } });
    expect([reply.status, reply.param]).toEqual([0, undefined]);
    expect(seen).toEqual([{ on: true, level: 1, extra: [1] }]);
    expect(changes).toEqual([{ on: true, level: 1, extra: [1] }, remote]);
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'x'],
    ['an array', [1]],
    ['null', null],
    ['no JSON', Buffer.from('{')],
  ])('refuses a SET with %s, status 2', async (_, param) => {
    const { syncer, url } = await startSyncer();
    const client = await connectClient(url);
    const reply = await client.call(URL, { method: 'SET', param });
    expect(reply.status).toBe(Status.ARGUMENTS);
    expect(syncer.value).toEqual({ on: false, level: 1 });
  });

  test('lets the program refuse, correct, or fail on what a client sets', async () => {
    const { server, syncer, url } = await startSyncer(async ({ level }) => {
      await Promise.resolve();
      if (level === 'fail') throw new Error('of the test');
      if (typeof level !== 'number') return 130;
      return level > 9 ? { level: 9 } : undefined;
    });
    const errors: VsoaError[] = [];
    server.on('error', (error) => errors.push(error));
    const client = await connectClient(url);
    const set = async (level: string | number) => (await client.call(URL, { method: 'SET', param: { level } })).status;
    expect(await set('high')).toBe(130);
    expect(await set(5)).toBe(0);
    expect(syncer.value).toEqual({ on: false, level: 5 });
    expect(await set(99)).toBe(0);
    expect(syncer.value).toEqual({ on: false, level: 9 });
    expect(await set('fail')).toBe(Status.NO_RESPONDING);
    expect(await set(1)).toBe(0);
    expect(errors).toMatchObject([{ cause: { message: 'of the test' } }]);
  });

  test('does SETs that conflict in the order in which they came, and all see the same in the end', async () => {
    const gates: (() => void)[] = [];
    const { syncer, url } = await startSyncer(() => new Promise<void>((resolve) => gates.push(resolve)));
    const one = await startMirror(url);
    const other = await startMirror(url);
    const sets = [one.mirror.set({ level: 10, on: true }), one.client.ping()];
    await sets[1];
    sets.push(other.mirror.set({ level: 20 }));
    await until(() => gates.length === 1);
    gates[0]?.();
    await until(() => gates.length === 2);
    expect(syncer.value).toEqual({ on: true, level: 10 });
    gates[1]?.();
    await Promise.all(sets);
    await Promise.all([one.client.ping(), other.client.ping()]);
    for (const { value } of [syncer, one.mirror, other.mirror]) expect(value).toEqual({ on: true, level: 20 });
  });

  test('refuses to grow beyond a packet, status 6, and stays as it was', async () => {
    const { syncer, url } = await startSyncer();
    const client = await connectClient(url);
    const set = async (key: string) =>
      (await client.call(URL, { method: 'SET', param: { [key]: 'x'.repeat(200_000) } })).status;
    expect(await set('one')).toBe(0);
    expect(await set('two')).toBe(Status.NO_MEMORY);
    expect(Object.keys(syncer.value)).toEqual(['on', 'level', 'one']);
    expect(() => syncer.update({ two: 'x'.repeat(200_000) })).toThrow(
      expect.objectContaining({ code: 'PACKET_TOO_LARGE' }),
    );
    expect(Object.keys(syncer.value)).toEqual(['on', 'level', 'one']);
  });

  test('takes a member named __proto__ for one like any other', async () => {
    const { syncer, url } = await startSyncer();
    const client = await connectClient(url);
    await client.call(URL, { method: 'SET', param: Buffer.from('{"__proto__":{"on":"bad"}}') });
    expect(Object.keys(syncer.value)).toEqual(['on', 'level', '__proto__']);
    expect(({} as JsonObject)['on']).toBeUndefined();
    expect(syncer.value['on']).toBe(false);
  });

  test('does not change with the object that it was given, and answers in raw mode too', async () => {
    const given: JsonObject = { list: [1] };
    const { server, url } = await startServer({ raw: true });
    const syncer = new Syncer(server, URL, given);
    given['list'] = [2];
    const client = await connectClient(url);
    await client.call(URL, { method: 'SET', param: { more: true } });
    expect((await client.call(URL)).param).toEqual({ list: [1], more: true });
    expect(syncer.value).toEqual({ list: [1], more: true });
  });

  test('refuses a value that is no JSON, and is gone from its url after close', async () => {
    const { server, syncer, url } = await startSyncer();
    const circular: JsonObject = {};
    circular['self'] = circular;
    expect(() => new Syncer(server, '/x', circular)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => syncer.update({ circular })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    syncer.close();
    const client = await connectClient(url);
    expect((await client.call(URL)).status).toBe(Status.INVALID_URL);
  });
});

describe('a mirror', () => {
  test('is one of many on the same client, of which nobody is warned', async () => {
    const { url } = await startSyncer();
    const client = await connectClient(url);
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    onTestFinished(() => {
      process.off('warning', warned);
    });
    const limit = client.getMaxListeners();
    const mirrors = Array.from({ length: 20 }, () => new Mirror(client, URL));
    await Promise.all(mirrors.map((mirror) => once(mirror, 'sync')));
    await Promise.all(mirrors.map((mirror) => mirror.close()));
    expect(warnings).toEqual([]);
    expect(client.getMaxListeners()).toBe(limit);
  });

  test('has the value, follows each change, and tells only what is new', async () => {
    const { syncer, url } = await startSyncer();
    const { client, mirror } = await startMirror(url);
    expect([mirror.synced, mirror.value]).toEqual([true, { on: false, level: 1 }]);
    const seen: unknown[] = [];
    mirror.on('change', (value) => seen.push(value));
    syncer.update({ level: 1 });
    syncer.update({ level: 2 });
    await client.ping();
    expect(seen).toEqual([{ on: false, level: 2 }]);
  });

  test('sets, and has the new value when that is done', async () => {
    const { syncer, url } = await startSyncer(({ on }) => (on === true ? 0 : 130));
    const { mirror } = await startMirror(url);
    await mirror.set({ on: true });
    expect(mirror.value).toEqual({ on: true, level: 1 });
    await expect(mirror.set({ on: false })).rejects.toMatchObject({ code: 'REFUSED_BY_SERVER', status: 130 });
    expect(syncer.value).toEqual({ on: true, level: 1 });
  });

  test('over a robot survives a reconnect, and learns what it missed', async () => {
    const { server, syncer, url, port } = await startSyncer();
    const { robot, clock } = await startRobot(url);
    const mirror = closedLater(new Mirror(robot, URL));
    await once(mirror, 'sync');
    const told: unknown[] = [];
    mirror.on('change', (value) => told.push(value)).on('sync', (synced) => told.push(synced));
    await server.close();
    await inState(robot, 'waiting');
    expect([mirror.synced, mirror.value]).toEqual([false, { on: false, level: 1 }]);
    await expect(mirror.set({ on: true })).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    syncer.update({ level: 7 });
    await server.start({ host: '127.0.0.1', port });
    clock.advance(1_000);
    await until(() => mirror.synced);
    syncer.update({ level: 8 });
    await robot.ping();
    expect(told).toEqual([false, { on: false, level: 7 }, true, { on: false, level: 8 }]);
  });

  test('over a client follows it through each connection', async () => {
    const { syncer, url } = await startSyncer();
    const client = makeClient();
    const mirror = new Mirror(client, URL);
    for (let level = 1; level <= 3; level += 1) {
      syncer.update({ level });
      await client.connect(url);
      await until(() => mirror.synced);
      expect(mirror.value).toEqual({ on: false, level });
      await client.disconnect();
      expect(mirror.synced).toBe(false);
    }
  });

  test('that is closed hears nothing more and has unsubscribed, also while there is no connection', async () => {
    const { server, syncer, url } = await startSyncer();
    const { client, mirror } = await startMirror(url);
    await mirror.close();
    expect(server.isSubscribed(URL)).toBe(false);
    syncer.update({ level: 5 });
    await client.ping();
    expect([mirror.synced, mirror.value]).toEqual([false, { on: false, level: 1 }]);
    const { robot } = await startRobot(url);
    const other = new Mirror(robot, URL);
    await once(other, 'sync');
    await robot.stop();
    await other.close();
    expect(robot.subscriptions.size).toBe(0);
    const unconnected = new Mirror(makeClient(), URL);
    await expect(unconnected.close()).resolves.toBeUndefined();
    expect(client.listenerCount('message')).toBe(0);
  });

  test('tells where the value cannot be had, and can be asked to try again', async () => {
    const { server, url } = await startServer();
    const client = await connectClient(url);
    const mirror = new Mirror(client, URL);
    const [error] = await once(mirror, 'error');
    expect(error).toMatchObject({ code: 'ERROR', cause: { code: 'REFUSED_BY_SERVER', status: Status.INVALID_URL } });
    expect(mirror.synced).toBe(false);
    server.command(URL, () => ({ param: Buffer.from('no JSON') }));
    await expect(mirror.refresh()).rejects.toMatchObject({ code: 'ERROR' });
    server.command(URL, () => ({ param: 4 }));
    await mirror.refresh();
    expect(mirror.value).toBe(4);
    const failed = once(mirror, 'error');
    server.publish(URL, { param: Buffer.from('{') });
    expect((await failed)[0]).toMatchObject({ code: 'ERROR' });
    expect(mirror.value).toBe(4);
  });

  test('takes nothing that came over UDP, which could be older', async () => {
    const { server, url } = await startSyncer();
    const { client, mirror } = await startMirror(url);
    const quick = once(client, 'message');
    server.publish(URL, { param: 'old', quick: true });
    await quick;
    expect(mirror.value).toEqual({ on: false, level: 1 });
  });

  test('refuses a url that is none', () => {
    expect(() => new Mirror(makeClient(), 'light')).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
  });
});

describe('with the npm package vsoa', () => {
  test('its syncer and our mirror understand each other', async () => {
    const peer = startPeer('vsoa-server.cjs', {});
    const { port } = await peer.heard('ready');
    const client = await connectClient(`vsoa://127.0.0.1:${String(port)}`);
    const mirror = new Mirror(client, '/synced');
    await once(mirror, 'sync');
    expect(mirror.value).toEqual({ on: false, level: 1 });
    const set = once(mirror, 'change');
    await mirror.set({ on: true });
    expect(await set).toEqual([{ on: true, level: 1 }]);
    const other = startPeer('vsoa-client.cjs', { port });
    await other.heard('connect');
    const changed = once(mirror, 'change');
    await other.tell({ call: '/synced', method: 'SET', param: { level: 3, mode: 'auto' } });
    expect(await changed).toEqual([{ on: true, level: 3, mode: 'auto' }]);
  });

  test('its client gets, sets and follows our syncer', async () => {
    const { server, port } = await startServer();
    const syncer = new Syncer(server, URL, { on: false });
    const peer = startPeer('vsoa-client.cjs', { port });
    await peer.heard('connect');
    await peer.tell({ subscribe: URL });
    expect(await peer.tell({ call: URL })).toMatchObject({ param: { on: false } });
    expect(await peer.tell({ call: URL, method: 'SET', param: { on: true } })).toMatchObject({ done: 'call' });
    expect(await peer.heard('message')).toMatchObject({ message: { url: URL, param: { on: true } } });
    expect(syncer.value).toEqual({ on: true });
    expect(await peer.tell({ call: URL, method: 'SET', param: 'x' })).toMatchObject({ status: Status.ARGUMENTS });
    syncer.update({ level: 1 });
    expect(await peer.heard('message')).toMatchObject({ message: { param: { on: true, level: 1 } } });
  });
});
