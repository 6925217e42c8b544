import type { Socket } from 'node:net';
import { Decoder, encodePacket, Flag, PacketType } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Line, Peer } from '../../core/test/peer/peer.ts';
import { Bench } from '../bench.ts';
import type { EventBatch } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import { closedPort, strangePeer, Watched } from './bench-harness.ts';
import { fastClock } from './fast-clock.ts';
import { packet } from './packets.ts';
import { callOf } from './rpc/drafts.ts';

interface RunningPeer {
  peer: Peer;
  url: string;
  port: number;
}

async function npmServer(options: Line = {}): Promise<RunningPeer> {
  const peer = new Peer('vsoa-server.cjs', { port: 0, ...options });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  return { peer, port: Number(port), url: `vsoa://127.0.0.1:${String(port)}` };
}

/** A server that only says yes to the handshake and a status to each SUBSCRIBE. */
function answerRequests(socket: Socket, statusOf: (url: string) => number): void {
  const decoder = new Decoder();
  const REPLY = 1;
  socket.on('data', (chunk) =>
    decoder.push(chunk, ({ type, seqno, url, param }) => {
      const data = type === PacketType.SERVINFO ? Buffer.from([0, 0, 0, 1]) : Buffer.alloc(0);
      // One url, or a list of them, which is taken or refused as one.
      const urls = url === '' && param.length > 0 ? (JSON.parse(param.toString()) as string[]) : [url];
      const status = Math.max(...urls.map(statusOf));
      socket.write(packet({ type, seqno, flags: REPLY, status, data }));
    }),
  );
}

async function failure(work: Promise<unknown> | (() => unknown)) {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    return toBenchError(error);
  }
  throw new Error('it did not fail');
}

describe('a device', () => {
  it('tells the steps of connecting and then what the server says of itself', async () => {
    const watched = new Watched();
    const { url } = await npmServer({ info: { name: 'Seat ECU', build: 7 } });
    const added = await watched.handlers.addDevice({ url });
    expect(added.state).toMatchObject({ name: 'connecting', timeoutMs: 10_000 });
    await watched.state(added.id, 'connected');
    expect(watched.device(added.id)).toMatchObject({
      name: url.slice('vsoa://'.length),
      url,
      demo: false,
      serverInfo: '{"name":"Seat ECU","build":7}',
      clientId: expect.any(Number),
    });
  });

  it.each([
    ['{"serial": 12345678901234567890}', '{"serial": 12345678901234567890}'],
    ['Go server', '"Go server"'],
  ])('tells what the server says of itself as it came: %s', async (info, shown) => {
    const watched = new Watched();
    const url = await strangePeer((socket) =>
      socket.once('data', () =>
        socket.write(
          encodePacket({
            type: PacketType.SERVINFO,
            flags: Flag.REPLY,
            param: Buffer.from(info),
            data: Buffer.alloc(4),
          }),
        ),
      ),
    );
    expect((await watched.connected(url)).serverInfo).toBe(shown);
  });

  it('that is removed while the demo vehicle starts for it is not connected', async () => {
    const watched = new Watched();
    const { id } = await watched.handlers.startDemo({});
    await watched.state(id, 'connected');
    await watched.handlers.stopMock({ id: 'demo' });
    await watched.state(id, 'disconnected');
    const connecting = failure(() => watched.handlers.connectDevice({ id }));
    await watched.handlers.removeDevice({ id });
    expect(await connecting).toMatchObject({ code: 'NO_SUCH_DEVICE' });
  });

  it('is not added where its url is none', async () => {
    const watched = new Watched();
    for (const url of ['', 'seat', 'http://127.0.0.1:1', 'vsoa://', 'vsoa://h:99999', 'vsoa://[::1']) {
      expect(await failure(() => watched.handlers.addDevice({ url }))).toMatchObject({ code: 'INVALID_URL' });
    }
    expect((await watched.handlers.snapshot(undefined)).devices).toEqual([]);
  });

  it('says that its host refuses', async () => {
    const watched = new Watched();
    const url = await closedPort();
    const { id } = await watched.handlers.addDevice({ url });
    const { reason } = await watched.state(id, 'disconnected');
    expect(reason).toMatchObject({ code: 'UNREACHABLE', host: url.slice('vsoa://'.length) });
  });

  it('says that its host is silent', async () => {
    const watched = new Watched({ clock: fastClock });
    const url = await strangePeer(() => undefined);
    const { id } = await watched.handlers.addDevice({ url });
    const { reason } = await watched.state(id, 'disconnected');
    expect(reason).toMatchObject({ code: 'SERVER_NO_RESPONDING', host: url.slice('vsoa://'.length) });
  });

  it('can be given up while its host is silent', async () => {
    const watched = new Watched();
    const url = await strangePeer(() => undefined);
    const { id } = await watched.handlers.addDevice({ url });
    await watched.until(() => {
      const state = watched.devices[0]?.state;
      return state?.name === 'connecting' && state.step === 'handshaking';
    });
    await watched.handlers.disconnectDevice({ id });
    expect(watched.device(id).state).toMatchObject({ name: 'disconnected', reason: null });
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['256 KiB of zeros', Buffer.alloc(262_144)],
    ['a packet that declares 4 GiB', Buffer.from('2900000000000000000000 00ffffffffffffffff'.replace(' ', ''), 'hex')],
  ])('says that its peer answers with %s', async (_, bytes) => {
    const watched = new Watched();
    const url = await strangePeer((socket) => socket.write(bytes));
    const { id } = await watched.handlers.addDevice({ url });
    const { reason } = await watched.state(id, 'disconnected');
    expect(reason).toMatchObject({ code: 'INVALID_RESPONDING', host: url.slice('vsoa://'.length) });
    const { traffic } = await watched.handlers.snapshot(undefined);
    expect(traffic.odd).toBe(1);
    const rows = await watched.handlers.trafficRows({ view: 0, from: 0, to: traffic.end });
    expect(rows.map((row) => [row.type, row.direction, row.odd.length])).toEqual([
      ['SERVINFO', 'sent', 0],
      [expect.any(String), 'received', 1],
    ]);
  });

  it('names a wrong password, takes the right one, and never shows either', async () => {
    const watched = new Watched();
    const { url } = await npmServer({ passwd: 'right-secret' });
    const { id } = await watched.handlers.addDevice({ url, passwd: 'wrong-secret' });
    const { reason } = await watched.state(id, 'disconnected');
    expect(reason).toMatchObject({ code: 'INVALID_PASSWORD', host: url.slice('vsoa://'.length) });
    await watched.handlers.connectDevice({ id, passwd: 'right-secret' });
    await watched.state(id, 'connected');
    const told = JSON.stringify([watched.batches, await watched.handlers.snapshot(undefined)]);
    expect(told).not.toContain('-secret');
  });

  it('keeps its password for the next connection', async () => {
    const watched = new Watched();
    const { url } = await npmServer({ passwd: 'secret' });
    const { id } = await watched.connected(url, 'secret');
    await watched.handlers.disconnectDevice({ id });
    await watched.handlers.connectDevice({ id });
    await watched.state(id, 'connected');
    await watched.handlers.connectDevice({ id, passwd: '' });
    await watched.until(() =>
      watched.devices.some(({ state }) => state.name === 'disconnected' && state.reason !== null),
    );
    expect(watched.device(id).state).toMatchObject({ reason: { code: 'INVALID_PASSWORD' } });
  });

  it('tells that its peer was killed, and fails the calls that wait', async () => {
    const watched = new Watched();
    const { peer, url } = await npmServer();
    const { id } = await watched.connected(url);
    const waiting = Promise.resolve(watched.handlers.call(callOf(id, '/silent')));
    await watched.handlers.ping({ id });
    await peer.kill();
    const { reason } = await watched.state(id, 'disconnected');
    const gone = expect.stringMatching(/^(CLOSED_BY_SERVER|CONNECTION_LOST)$/);
    expect(reason).toEqual({ code: gone, message: expect.any(String), host: url.slice('vsoa://'.length) });
    expect((await waiting).error).toMatchObject({ code: gone, host: url.slice('vsoa://'.length) });
    expect(await failure(Promise.resolve(watched.handlers.call(callOf(id, '/echo'))))).toMatchObject({
      code: 'NOT_CONNECTED',
    });
  });

  it('measures the round trip of a ping', async () => {
    const watched = new Watched();
    const { url } = await npmServer();
    const { id } = await watched.connected(url);
    const rtt = await watched.handlers.ping({ id });
    expect(rtt).toBeGreaterThan(0);
    await watched.until(() => watched.device(id).rttMs === rtt);
  });

  it('is gone with its topics when it is removed', async () => {
    const watched = new Watched();
    const { url } = await npmServer({ publish: ['/tick'] });
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/tick'] });
    await watched.topic('/tick');
    await watched.handlers.removeDevice({ id });
    await watched.until(() => watched.devices.length === 0);
    expect(await watched.handlers.snapshot(undefined)).toMatchObject({ devices: [], topics: [] });
    expect(await failure(() => watched.handlers.ping({ id }))).toMatchObject({ code: 'NO_SUCH_DEVICE' });
  });

  it('is one of at most 200', async () => {
    const watched = new Watched();
    const url = await closedPort();
    for (let n = 0; n < 200; n++) await watched.handlers.addDevice({ url });
    expect(await failure(() => watched.handlers.addDevice({ url }))).toMatchObject({ code: 'TOO_MANY' });
  });
});

describe('subscriptions', () => {
  it('bring what is published on both channels', async () => {
    const watched = new Watched();
    const { url } = await npmServer({ publish: ['/tick'] });
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/tick'] });
    const normal = await watched.topic('/tick', (topic) => !topic.quick);
    expect(normal).toMatchObject({ deviceId: id, preview: expect.stringMatching(/^{"count":\d+,"quick":false}$/) });
    const quick = await watched.topic('/tick', (topic) => topic.quick);
    expect(quick).toMatchObject({ deviceId: id, preview: expect.stringMatching(/^{"count":\d+,"quick":true}$/) });
    const value = await watched.handlers.topicValue({ id, url: '/tick' });
    expect(JSON.parse(value?.text ?? '')).toMatchObject({ count: expect.any(Number) });
    expect(await watched.handlers.topicValue({ id, url: '/other' })).toBeNull();
  });

  it('outlive the connection, and are renewed by the next one', async () => {
    const watched = new Watched();
    const first = await npmServer();
    const { id } = await watched.connected(first.url);
    await watched.handlers.subscribe({ id, urls: ['/a', '/b/'] });
    await watched.handlers.subscribe({ id, urls: ['/a', '/c'] });
    await first.peer.kill();
    await watched.state(id, 'disconnected');
    await watched.handlers.unsubscribe({ id, urls: ['/a'] });
    await watched.handlers.subscribe({ id, urls: ['/d'] });
    expect(watched.device(id).subscriptions).toEqual(['/b/', '/c', '/d']);
    const second = await npmServer({ port: first.port });
    await watched.handlers.connectDevice({ id });
    await watched.state(id, 'connected');
    await watched.handlers.ping({ id });
    for (const [url, subscribed] of Object.entries({ '/a': false, '/b/x': true, '/c': true, '/d': true })) {
      await second.peer.tell({ subscribed: url });
      expect(await second.peer.heard('subscribed')).toEqual({ subscribed });
    }
    expect(watched.device(id).refusedSubscriptions).toBeUndefined();
  });

  it('say which of them the server refuses when they are renewed, and are asked for again', async () => {
    const watched = new Watched();
    let refuse = false;
    const url = await strangePeer((socket) => answerRequests(socket, (asked) => (refuse && asked === '/b' ? 3 : 0)));
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/a', '/b'] });
    refuse = true;
    await watched.handlers.disconnectDevice({ id });
    await watched.handlers.connectDevice({ id });
    await watched.until(() => watched.device(id).refusedSubscriptions);
    const refused = [{ url: '/b', error: { code: 'REFUSED_BY_SERVER' } }];
    expect(watched.device(id)).toMatchObject({ subscriptions: ['/a', '/b'], refusedSubscriptions: refused });
    const again = await watched.handlers.subscribe({ id, urls: ['/b'] });
    expect(again).toMatchObject([{ url: '/b', error: { ...refused[0]?.error, host: url.slice('vsoa://'.length) } }]);
    refuse = false;
    expect(await watched.handlers.subscribe({ id, urls: ['/b'] })).toEqual([]);
    await watched.until(() => watched.device(id).refusedSubscriptions === undefined);
  });

  it('are at most 1,000 for a device', async () => {
    const watched = new Watched();
    const { id } = await watched.handlers.addDevice({ url: await closedPort() });
    await watched.state(id, 'disconnected');
    const urls = Array.from({ length: 1_000 }, (_, n) => `/${n}`);
    await watched.handlers.subscribe({ id, urls });
    const over = failure(Promise.resolve(watched.handlers.subscribe({ id, urls: ['/0', '/more'] })));
    expect(await over).toMatchObject({ code: 'TOO_MANY' });
  });

  it('end at the server, too', async () => {
    const watched = new Watched();
    const { url, peer } = await npmServer();
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/a', '/b'] });
    await watched.handlers.unsubscribe({ id, urls: ['/a', '/never'] });
    await peer.tell({ subscribed: '/a' });
    expect(await peer.heard('subscribed')).toEqual({ subscribed: false });
    expect((await watched.handlers.snapshot(undefined)).devices[0]?.subscriptions).toEqual(['/b']);
  });

  it('are refused where the url is none, and none of the list is made', async () => {
    const watched = new Watched();
    const { url } = await npmServer();
    const { id } = await watched.connected(url);
    expect(await failure(Promise.resolve(watched.handlers.subscribe({ id, urls: ['/a', 'b'] })))).toMatchObject({
      code: 'INVALID_URL',
      host: url.slice('vsoa://'.length),
    });
    expect(watched.device(id).subscriptions).toEqual([]);
  });
});

describe('events', () => {
  it('are told once, until they are taken', async () => {
    const watched = new Watched();
    const { bench } = watched;
    let told = 0;
    bench.onChange(() => told++);
    const url = await closedPort();
    await bench.handlers.addDevice({ url });
    await bench.handlers.addDevice({ url });
    expect(told).toBe(1);
    expect(bench.takeEvents().devices).toHaveLength(2);
    expect(bench.takeEvents()).toEqual({});
    await bench.handlers.addDevice({ url });
    expect(told).toBe(2);
  });

  it('are told to a listener that comes later', async () => {
    const bench = new Bench();
    await bench.handlers.clearTraffic(undefined);
    let told = 0;
    bench.onChange(() => told++);
    expect(told).toBe(1);
  });

  it('hold at most 500 topics, and the others come next', async () => {
    const watched = new Watched();
    const { url, peer } = await npmServer();
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/'] });
    const batches: EventBatch[] = [];
    const { bench } = watched;
    await new Promise<void>((resolve) => {
      bench.onChange(resolve);
      bench.takeEvents();
      for (let n = 0; n < 700; n++) void peer.tell({ publish: `/topic/${n}`, param: { n } });
    });
    bench.onChange(() => undefined);
    for (;;) {
      const { topics } = await watched.handlers.snapshot(undefined);
      if (topics.length === 700) break;
      await new Promise(setImmediate);
    }
    bench.onChange(() => queueMicrotask(() => batches.push(bench.takeEvents())));
    while (batches.flatMap((batch) => batch.topics ?? []).length < 700) await new Promise(setImmediate);
    expect(batches.map((batch) => batch.topics?.length)).toEqual([500, 200]);
  });

  it('tell the fall of a rate when nothing comes any more', async () => {
    const watched = new Watched({ clock: fastClock });
    const { url, peer } = await npmServer();
    const { id } = await watched.connected(url);
    await watched.handlers.subscribe({ id, urls: ['/a'] });
    await peer.tell({ publish: '/a', param: 'x' });
    await watched.topic('/a', (topic) => topic.rate > 0);
    await watched.topic('/a', (topic) => topic.rate === 0);
    const last = await watched.until(() => watched.batches.findLast((batch) => batch.traffic?.packetsPerSecond === 0));
    expect(last.traffic?.bytesPerSecond).toBe(0);
  });
});

describe('the demo vehicle', () => {
  it('is started once, connected, and seen from both sides in one log', async () => {
    const watched = new Watched();
    const [first, second] = await Promise.all([watched.handlers.startDemo({}), watched.handlers.startDemo({})]);
    expect(second.id).toBe(first.id);
    await watched.state(first.id, 'connected');
    await watched.topic('/powertrain/speed', (topic) => topic.quick && topic.count > 3);
    await watched.topic('/climate/status');
    const { mocks, devices, traffic } = await watched.handlers.snapshot(undefined);
    expect(devices).toHaveLength(1);
    expect(mocks).toMatchObject([{ id: 'demo', name: 'Demo vehicle', demo: true, clients: 1, url: first.url }]);
    const rows = await watched.handlers.trafficRows({ view: 0, from: 0, to: traffic.end });
    const seen = new Set(
      rows.map((row) => `${row.side} ${row.connection}: ${row.direction} ${row.type} ${row.channel}`),
    );
    expect(seen).toContain('device Demo vehicle: sent SUBSCRIBE normal');
    expect(seen).toContain('mock vehicle: received SUBSCRIBE normal');
    expect(seen).toContain('mock vehicle: sent PUBLISH quick');
    expect(seen).toContain('device Demo vehicle: received PUBLISH quick');
    expect(traffic.odd).toBe(0);
  });

  it('can be stopped, and comes back when its device is connected again', async () => {
    const watched = new Watched({ clock: fastClock });
    const { id } = await watched.handlers.startDemo({});
    await watched.state(id, 'connected');
    await watched.handlers.subscribe({ id, urls: ['/body/doors'] });
    await watched.handlers.stopMock({ id: 'demo' });
    await watched.state(id, 'disconnected');
    expect((await watched.handlers.snapshot(undefined)).mocks).toEqual([]);
    await watched.handlers.stopMock({ id: 'demo' });
    await watched.handlers.connectDevice({ id });
    await watched.state(id, 'connected');
    await watched.topic('/body/doors');
  });
});
