import { Socket } from 'node:dgram';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type LookupOptions, lookup, VsoaError } from '../../src/index.ts';
import { lookupIn } from '../../src/position/lookup.ts';
import { FakeClock } from '../fake-clock.ts';
import { until } from '../support.ts';
import { deadAddress, nothing, PositionTap, startAnswering, startPositionServer, UdpPeer } from './support.ts';

const answer = { addr: '10.0.0.1', port: 3001, domain: 2, security: true };
const found = { host: '10.0.0.1', port: 3001, domain: 2, security: true };

test('finds the server, over IPv4 and IPv6', async () => {
  const table = [{ name: 'S1', host: '::1', port: 7 }];
  for (const host of ['127.0.0.1', '::1']) {
    const { address } = await startPositionServer({ table }, host);
    expect(await lookup('s1', { servers: address })).toEqual({ host: '::1', port: 7, domain: 10, security: false });
    expect(await lookup('s1', { servers: address, domain: 2 })).toBeUndefined();
  }
});

test('knows nothing where there are no position servers', async () => {
  expect(await lookupIn(nothing, 's1', {})).toBeUndefined();
  expect(await lookup('s1', { servers: [] })).toBeUndefined();
});

test('asks the servers in order, until one knows the name', async () => {
  const [unknown, knows, never] = await Promise.all([startAnswering({}), startAnswering(answer), UdpPeer.open()]);
  const servers = [unknown.address, knows.address, never.address];
  expect(await lookup('s1', { servers })).toEqual(found);
  expect(never.waiting).toBe(0);
});

test('asks those of the environment, and goes on with those of the file', async () => {
  const [first, second] = await Promise.all([startAnswering({}), startAnswering(answer)]);
  const env = { VSOA_POS_SERVER: `${first.address},${second.address}` };
  expect(await lookupIn({ ...nothing, env }, 's1', {})).toEqual(found);
  expect(await lookupIn({ ...nothing, env }, 's1', { servers: first.address })).toBeUndefined();
});

test('asks a server by its name too', async () => {
  const { address } = await startAnswering(answer);
  expect(await lookup('s1', { servers: address.replace('127.0.0.1', 'localhost') })).toEqual(found);
  await expect(lookup('s1', { servers: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'UNREACHABLE' });
});

test.each(['', 'x'.repeat(1_025)])('refuses a name that no position server would take', async (name) => {
  await expect(lookup(name, { servers: [] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

describe('a server that is silent', () => {
  test('is asked twice, 2 seconds each; then it is the turn of the next', async () => {
    const [silent, next] = await Promise.all([UdpPeer.open(), UdpPeer.open()]);
    const { clock, result } = startLookup({ servers: [silent.address, next.address] });
    const first = await silent.next();
    clock.advance(1_999);
    expect([silent.waiting, clock.timers]).toEqual([0, 1]);
    clock.advance(1);
    expect(await silent.next()).toEqual(first);
    clock.advance(2_000);
    await next.send(JSON.stringify(answer), (await next.next()).from);
    expect(await result).toEqual(found);
    expect(clock.timers).toBe(0);
  });

  test('and the only one fails the lookup', async () => {
    const silent = await UdpPeer.open();
    const { clock, result } = startLookup({ servers: silent.address, timeout: 50, tries: 3 });
    const failed = result.catch((error: unknown) => error);
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await silent.next()).text).toBe('{"name":"s1"}');
      clock.advance(50);
    }
    expect(await failed).toMatchObject({ code: 'SERVER_NO_RESPONDING' });
    expect(silent.waiting).toBe(0);
  });

  test('and answers late, during the second try, is heard', async () => {
    const slow = await UdpPeer.open();
    const { clock, result } = startLookup({ servers: slow.address });
    const { from } = await slow.next();
    clock.advance(2_000);
    await slow.send(JSON.stringify(answer), from);
    expect(await result).toEqual(found);
  });
});

test('a server that is not running is left at once', async () => {
  const [dead, { address }] = await Promise.all([deadAddress(), startAnswering(answer)]);
  const { result } = startLookup({ servers: [dead, address] });
  expect(await result).toEqual(found);
  await expect(lookup('s1', { servers: dead })).rejects.toMatchObject({
    code: 'UNREACHABLE',
    cause: { code: 'ECONNREFUSED' },
  });
});

test.each([
  ['no JSON', 'no JSON'],
  ['port 0', { ...answer, port: 0 }],
  ['a domain that the address is not of', { ...answer, domain: 10 }],
  ['a huge answer', 'x'.repeat(65_507)],
])(
  'a server that answers %s has no answer: the next is asked at once, and where none has one the lookup fails',
  async (_, nonsense) => {
    const [broken, { address }] = await Promise.all([startAnswering(nonsense), startAnswering(answer)]);
    const { result } = startLookup({ servers: [broken.address, address] });
    expect(await result).toEqual(found);
    await expect(lookup('s1', { servers: broken.address })).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  },
);

test('where one server does not know the name, it is not known, even if another failed', async () => {
  const [dead, { address }] = await Promise.all([deadAddress(), startAnswering({})]);
  expect(await lookup('s1', { servers: [dead, address] })).toBeUndefined();
});

test('an answer that comes twice counts once', async () => {
  const { address } = await startAnswering(answer, { ...answer, port: 9 });
  expect(await lookup('s1', { servers: address })).toEqual(found);
});

describe('an answer of somebody else', () => {
  const forged = JSON.stringify({ ...answer, addr: '6.6.6.6' });

  test('is not heard, be it from another port or another host', async () => {
    const peers = await Promise.all([UdpPeer.open(), UdpPeer.open(), UdpPeer.open('127.0.0.2')]);
    const [server, ...strangers] = peers;
    const { result } = startLookup({ servers: server.address });
    const { from } = await server.next();
    for (const stranger of strangers) await stranger.send(forged, from);
    await server.send(JSON.stringify(answer), from);
    expect(await result).toEqual(found);
  });

  test('that was there before the question is counted by the tap, and not heard', async () => {
    const [server, stranger] = await Promise.all([startAnswering(answer), UdpPeer.open()]);
    const tap = new PositionTap();
    const spy = vi.spyOn(Socket.prototype, 'connect').mockImplementationOnce(function early(this: Socket, ...target) {
      const address = { address: '127.0.0.1', port: this.address().port };
      void stranger.send(forged, address).then(() => this.connect(...target));
    });
    onTestFinished(() => spy.mockRestore());
    expect(await lookup('s1', { servers: server.address, tap })).toEqual(found);
    expect(tap.events.filter(({ malformed }) => malformed)).toMatchObject([
      { text: forged, sent: false, connection: { quickRemote: stranger.address } },
    ]);
  });
});

test('an abort ends it, before it has begun and while a server is asked', async () => {
  const silent = await UdpPeer.open();
  const options = { servers: silent.address };
  await expect(lookup('s1', { ...options, signal: AbortSignal.abort('no') })).rejects.toMatchObject({
    code: 'ABORTED',
    cause: 'no',
  });
  expect(silent.waiting).toBe(0);
  const abort = new AbortController();
  const { clock, result } = startLookup({ ...options, signal: abort.signal });
  await silent.next();
  abort.abort('enough');
  await expect(result).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
  expect(clock.timers).toBe(0);
});

test('leaves no socket open, whatever comes out', async () => {
  const [dead, knows, silent] = await Promise.all([deadAddress(), startAnswering(answer), UdpPeer.open()]);
  // What the tests before have left is still being closed.
  await until(() => openSockets() === 2);
  await lookup('s1', { servers: [dead, knows.address] });
  const abort = new AbortController();
  const failed = lookup('s1', { servers: silent.address, signal: abort.signal }).catch(() => 'failed');
  await silent.next();
  expect(openSockets()).toBe(3);
  abort.abort();
  expect(await failed).toBe('failed');
  await until(() => openSockets() === 2);
});

test('many lookups at once do not mix up their answers', async () => {
  const table = Array.from({ length: 50 }, (_, index) => ({ name: `s${index}`, host: '10.0.0.1', port: index + 1 }));
  const { address } = await startPositionServer({ table });
  const answers = await Promise.all(table.map(({ name }) => lookup(name, { servers: address })));
  expect(answers.map((position) => position?.port)).toEqual(table.map(({ port }) => port));
});

test('the tap is told of what goes out and comes in', async () => {
  const tap = new PositionTap();
  const { address } = await startAnswering({ addr: '10.0.0.1', port: 0 });
  await expect(lookup('s1', { servers: address, tap, label: 'device' })).rejects.toBeInstanceOf(VsoaError);
  expect(tap.events).toMatchObject([
    { text: '{"name":"s1"}', sent: true, malformed: false },
    { text: '{"addr":"10.0.0.1","port":0}', sent: false, malformed: true },
  ]);
  const [question, received] = tap.events.map(({ connection }) => connection);
  expect(received).toBe(question);
  expect(question).toMatchObject({ role: 'client', label: 'device', local: '', remote: '', quickRemote: address });
  expect(question?.quickLocal).toMatch(/^127\.0\.0\.1:\d+$/u);
});

function startLookup(options: LookupOptions) {
  const clock = new FakeClock();
  return { clock, result: lookup('s1', { clock, ...options }) };
}

/** UDP sockets of this process. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
}
