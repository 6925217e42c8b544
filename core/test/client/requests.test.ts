import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Client, Flag, PacketType, type PacketView, VsoaError } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, MemoryTap, startRaw, startServer, until } from '../support.ts';

/** A server whose `/held` is answered when the test says so. */
async function startHolding() {
  const started = await startServer();
  const held: (() => void)[] = [];
  started.server.command('/held', () => new Promise((resolve) => held.push(resolve)));
  started.server.command('/echo', (request) => ({ param: request.param, data: request.data }));
  return { ...started, held };
}

describe('a call', () => {
  test('that is not connected is refused', async () => {
    const { url } = await startHolding();
    await expect(new Client().call('/a')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    const client = await connectClient(url);
    await client.disconnect();
    await expect(client.call('/a')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    expect(client.datagram('/a')).toBe(false);
    expect(client.datagram('/a', { quick: true })).toBe(false);
  });

  test('that gets no reply in time ends, and the reply that comes late is ignored', async () => {
    const { url, held } = await startHolding();
    const clock = new FakeClock();
    const tap = new MemoryTap();
    const client = await connectClient(url, { clock, tap });
    const call = client.call('/held', { timeout: 1_000 });
    const longer = client.call('/held');
    await until(() => held.length === 2);
    clock.advance(999);
    expect(client.pendings).toBe(2);
    clock.advance(1);
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT', message: 'no reply to RPC /held within 1000 ms' });
    for (const answer of held) answer();
    expect((await longer).status).toBe(0);
    await tap.saw('UNEXPECTED_REPLY');
    expect([client.ignoredPackets, client.pendings]).toEqual([1, 0]);
  });

  test('ends by default after a minute, one without end never', async () => {
    const { url } = await startHolding();
    const clock = new FakeClock();
    const client = await connectClient(url, { clock });
    const call = client.call('/held');
    const endless = client.call('/held', { timeout: Infinity });
    clock.advance(60_000);
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT' });
    clock.advance(1e9);
    expect(client.pendings).toBe(1);
    await Promise.all([expect(endless).rejects.toMatchObject({ code: 'ABORTED' }), client.disconnect()]);
  });

  test('can be aborted, before and while it waits', async () => {
    const { url } = await startHolding();
    const client = await connectClient(url);
    await expect(client.call('/held', { signal: AbortSignal.abort(1) })).rejects.toMatchObject({
      code: 'ABORTED',
      cause: 1,
    });
    const abort = new AbortController();
    const call = client.call('/held', { signal: abort.signal });
    abort.abort('enough');
    await expect(call).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    expect(client.pendings).toBe(0);
  });

  test('ends once when the server goes', async () => {
    const { server, url, held } = await startHolding();
    const client = await connectClient(url);
    const calls = Promise.allSettled([
      client.call('/held'),
      client.call('/held'),
      client.ping(),
      client.subscribe('/x'),
    ]);
    await until(() => held.length === 2);
    await server.close();
    const codes = (await calls).map((result) =>
      result.status === 'rejected' ? (result.reason as VsoaError).code : 'answered',
    );
    expect(codes).toEqual(['CLOSED_BY_SERVER', 'CLOSED_BY_SERVER', 'answered', 'answered']);
  });

  test.each([
    ['a url without /', 'a', {}, 'INVALID_URL'],
    ['an empty url', '', {}, 'INVALID_URL'],
    ['a url that is too long', `/${'x'.repeat(65_535)}`, {}, 'INVALID_URL'],
    ['a param that is too long', '/a', { param: 'x'.repeat(262_144) }, 'PACKET_TOO_LARGE'],
  ])('with %s is refused, and the connection lives on', async (_, url, options, code) => {
    const { url: server } = await startHolding();
    const client = await connectClient(server);
    await expect(client.call(url, options)).rejects.toMatchObject({ code });
    await client.ping();
  });

  test('uses numbers from 0 to 65535 that no other waiting one has, and there are at most 65,535 of them', async () => {
    const { url, held } = await startHolding();
    const tap = new MemoryTap();
    const client = await connectClient(url, { tap });
    const first = client.call('/held');
    for (let count = 0; count < 65_600; count += 200) {
      await Promise.all(Array.from({ length: 200 }, () => client.ping()));
    }
    const seqnos = tap.packets.filter(({ sent }) => sent).map(({ bytes }) => bytes.readUInt32BE(4));
    expect(Math.max(...seqnos.slice(0, 65_536))).toBe(65_535);
    const own = seqnos[1];
    expect(seqnos.filter((seqno) => seqno === own)).toHaveLength(1);
    held[0]?.();
    await first;

    const calls = Array.from({ length: 65_535 }, () =>
      client.call('/none', { timeout: Infinity }).catch(() => undefined),
    );
    await expect(client.call('/none')).rejects.toMatchObject({ code: 'TOO_MANY_PENDING' });
    await Promise.all(calls);
  });
});

test('param and data of a message stay what they were, whatever comes after', async () => {
  const { url } = await startHolding();
  const client = await connectClient(url);
  const replies = [];
  for (let round = 0; round < 40; round += 1) {
    const batch = Array.from({ length: 50 }, (_, index) => {
      const data = Buffer.alloc(1 + ((round * 50 + index) % 3_000), index);
      return client.call('/echo', { param: { round, index }, data });
    });
    replies.push(...(await Promise.all(batch)));
  }
  for (const [number, reply] of replies.entries()) {
    const [round, index] = [Math.floor(number / 50), number % 50];
    expect(reply.param).toEqual({ round, index });
    expect(reply.data.equals(Buffer.alloc(1 + (number % 3_000), index))).toBe(true);
  }
});

test('a listener that throws loses no packet', async () => {
  const { server, url } = await startHolding();
  const client = await connectClient(url);
  await client.subscribe('/');
  const runner = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const failure = once(process, 'uncaughtException');
  const seen: unknown[] = [];
  client.on('message', (message) => {
    seen.push(message.param);
    if (message.param === 0) throw new Error('of the test');
  });
  for (let count = 0; count < 3; count += 1) server.publish('/a', { param: count });
  const [error] = await failure;
  for (const listener of runner) process.on('uncaughtException', listener);
  expect(error).toMatchObject({ message: 'of the test' });
  await client.ping();
  expect(seen).toEqual([0, 1, 2]);
});

test('a server that ends its side and takes nothing is cut off after a second', async () => {
  const clock = new FakeClock();
  let end: (() => void) | undefined;
  const url = await startRaw(async (peer) => {
    const { seqno } = await peer.next();
    peer.send({ type: PacketType.SERVINFO, flags: Flag.REPLY, seqno, data: Buffer.alloc(4) });
    peer.socket.pause();
    end = () => peer.socket.end();
  });
  const client = await connectClient(url, { clock });
  // Far more than the kernel takes.
  while (client.datagram('/a', { data: Buffer.alloc(200_000) }));
  const disconnected = once(client, 'disconnect');
  end?.();
  let code: unknown;
  const ask = () => client.call('/a').catch((error: unknown) => (code = error instanceof VsoaError && error.code));
  await until(() => {
    void ask();
    return code === 'CLOSED_BY_SERVER';
  });
  clock.advance(1_000);
  expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
});

test('a ping of the server is answered', async () => {
  const answered = new Promise<PacketView>((resolve) => {
    void startRaw(async (peer) => {
      const { seqno } = await peer.next();
      peer.send({ type: PacketType.SERVINFO, flags: Flag.REPLY, seqno, data: Buffer.alloc(4) });
      peer.send({ type: PacketType.PINGECHO, seqno: 65_536 });
      resolve(await peer.next());
    }).then((url) => connectClient(url));
  });
  expect(await answered).toMatchObject({ type: PacketType.PINGECHO, flags: Flag.REPLY, seqno: 65_536 });
});

test('a refused subscription is an error with the status', async () => {
  const { url } = await startServer({ limits: { subscriptionBytes: 1_000 } });
  const client = await connectClient(url);
  await expect(client.subscribe(`/${'x'.repeat(1_000)}`)).rejects.toMatchObject({
    name: 'RefusedError',
    code: 'REFUSED_BY_SERVER',
    status: 6,
  });
  await expect(client.subscribe(['/a', 'b'])).rejects.toMatchObject({ code: 'INVALID_URL' });
});
