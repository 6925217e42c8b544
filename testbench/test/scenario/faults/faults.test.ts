import { once } from 'node:events';
import { connect } from 'node:net';
import { PacketType, Status } from '@vsoa-testbench/core';
import { expect, test } from 'vitest';
import { FakeClock } from '../../../../core/test/fake-clock.ts';
import { connectClient, makeClient, until } from '../../../../core/test/support.ts';
import { fastClock } from '../../fast-clock.ts';
import { rawClient, startFaulty } from './faulty-server.ts';

const RPC = { type: PacketType.RPC, seqno: 7, url: '/echo', param: { a: 1 } };

test('delay: the reply of the named command waits, those of others do not', async () => {
  const clock = new FakeClock();
  const { port } = await startFaulty([{ kind: 'delay', url: '/echo', delay: 200 }], undefined, clock);
  const peer = await rawClient(port);
  peer.send(RPC);
  peer.send({ ...RPC, url: '/other', seqno: 8 });
  expect((await peer.next()).seqno).toBe(8);
  clock.advance(200);
  expect((await peer.next()).seqno).toBe(7);
});

test('what one fault delays by chance stays in order', async () => {
  const delays = [0.9, 0.1, 0.5, 0.2];
  let turn = 0;
  const { port } = await startFaulty(
    [{ kind: 'delay', type: 'RPC', delay: { min: 0, max: 400 } }],
    // Every second is for the probability.
    () => (turn++ % 2 === 0 ? 0 : delays[(turn >> 1) % 4]!),
    fastClock,
  );
  const peer = await rawClient(port);
  for (const seqno of [1, 2, 3, 4]) peer.send({ ...RPC, seqno });
  const order = [];
  while (order.length < 4) order.push((await peer.next()).seqno);
  expect(order).toEqual([1, 2, 3, 4]);
});

test('drop: what is sent is lost as often as `times` says, and what is received with that direction', async () => {
  const { port, faults } = await startFaulty([{ kind: 'drop', type: 'RPC', times: 1 }]);
  const peer = await rawClient(port);
  peer.send(RPC);
  peer.send({ ...RPC, seqno: 8 });
  expect((await peer.next()).seqno).toBe(8);
  expect(faults.list[0]).toMatchObject({ name: 'drop 1', count: 1, enabled: true });

  const received = await startFaulty([{ kind: 'drop', direction: 'received', url: '/echo' }]);
  let asked = 0;
  received.server.command('/echo', () => void (asked += 1));
  const other = await rawClient(received.port);
  other.send(RPC);
  other.send({ ...RPC, url: '/other', seqno: 9 });
  expect((await other.next()).seqno).toBe(9);
  expect(asked).toBe(0);
});

test('a probability is asked for each packet', async () => {
  const values = [0.2, 0.7, 0.2];
  const { port } = await startFaulty([{ kind: 'drop', type: 'RPC', probability: 0.5 }], () => values.shift() ?? 1);
  const peer = await rawClient(port);
  for (const seqno of [1, 2, 3, 4]) peer.send({ ...RPC, seqno });
  expect([(await peer.next()).seqno, (await peer.next()).seqno]).toEqual([2, 4]);
});

test('duplicate: the same packet comes again', async () => {
  const { port } = await startFaulty([{ kind: 'duplicate', type: 'RPC', copies: 2 }]);
  const peer = await rawClient(port);
  peer.send(RPC);
  const packets = [await peer.next(), await peer.next(), await peer.next()];
  for (const packet of packets) expect(packet.bytes).toEqual(packets[0]!.bytes);
});

test('corrupt: so many bytes from the offset on are others', async () => {
  const { port } = await startFaulty([{ kind: 'corrupt', type: 'RPC', offset: 20, bytes: 2 }], () => 0.5);
  const peer = await rawClient(port);
  // With 0.5 nothing below a probability of 1 is spared.
  peer.send(RPC);
  const { param } = await peer.next();
  const right = Buffer.from('{"a":1}');
  expect(param.subarray(2)).toEqual(right.subarray(2));
  expect(param[0]).not.toBe(right[0]);
  expect(param[1]).not.toBe(right[1]);
});

test('a corrupt magic ends the connection of a client that minds, and no other', async () => {
  const { url, faults } = await startFaulty([{ kind: 'corrupt', url: '/echo', offset: 0, enabled: false }]);
  const [one, other] = [await connectClient(url), await connectClient(url)];
  faults.switch('corrupt 1', true);
  await expect(one.call('/echo')).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  expect(one.connected).toBe(false);
  expect((await other.call('/other')).param).toBe('other');
});

test('a corrupt packet that is received is taken as if it had come so', async () => {
  const { url } = await startFaulty([{ kind: 'corrupt', direction: 'received', type: 'RPC', offset: 0 }]);
  const client = await connectClient(url);
  await expect(client.call('/echo')).rejects.toMatchObject({ code: 'CLOSED_BY_SERVER' });
});

test('cut: the connection ends in the midst of a packet', async () => {
  const { port } = await startFaulty([{ kind: 'cut', type: 'RPC', after: 23 }]);
  const peer = await rawClient(port);
  const before = peer.socket.bytesRead;
  peer.send(RPC);
  await once(peer.socket, 'end');
  expect(peer.socket.bytesRead - before).toBe(23);
});

test('status: replies say it, whatever the command answered', async () => {
  const { url } = await startFaulty([{ kind: 'status', status: 130, url: '/echo' }]);
  const client = await connectClient(url);
  expect((await client.call('/echo', { param: { a: 1 } })).status).toBe(130);
  expect((await client.call('/other')).status).toBe(Status.SUCCESS);
});

test('wrong-seqno: the reply belongs to nobody', async () => {
  const { port } = await startFaulty([{ kind: 'wrong-seqno', type: 'RPC', by: -3 }]);
  const peer = await rawClient(port);
  peer.send(RPC);
  expect((await peer.next()).seqno).toBe(4);
});

test('oversized: the header declares more than there may be', async () => {
  const { url } = await startFaulty([{ kind: 'oversized', type: 'RPC' }]);
  const client = await connectClient(url);
  await expect(client.call('/echo')).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  expect(client.connected).toBe(false);
});

test('refuse: nobody comes in until it is switched off; those inside stay', async () => {
  const { url, faults } = await startFaulty([{ kind: 'refuse', name: 'closed', enabled: false }]);
  const inside = await connectClient(url);
  faults.switch('closed', true);
  await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect((await inside.call('/echo')).status).toBe(0);
  faults.switch('closed', false);
  await makeClient().connect(url);
});

test('freeze: nothing is read or sent until it is switched off, and then nothing is lost', async () => {
  const { port, faults, server } = await startFaulty([{ kind: 'freeze', enabled: false }]);
  const peer = await rawClient(port);
  peer.send({ type: PacketType.SUBSCRIBE, seqno: 1, url: '/topic' });
  await peer.next();
  faults.switch(0, true);
  peer.send(RPC);
  server.publish('/topic', { param: 1 });
  const free = await rawClient((await startFaulty([])).port);
  free.send(RPC);
  await free.next();
  expect(peer.packets).toHaveLength(0);
  faults.switch(0, false);
  const packets = [await peer.next(), await peer.next()];
  expect(new Set(packets.map(({ type }) => type))).toEqual(new Set([PacketType.RPC, PacketType.PUBLISH]));
});

test('freeze by a packet: the connection that sends it stands still, others go on', async () => {
  const { url, faults } = await startFaulty([{ kind: 'freeze', url: '/echo' }]);
  const [one, other] = [await connectClient(url), await connectClient(url)];
  const call = one.call('/echo', { timeout: 10_000 });
  expect((await other.call('/other')).status).toBe(0);
  faults.switch(0, false);
  expect((await call).status).toBe(0);
});

test.each(['disconnect', 'reset'] as const)('%s: the connection ends when the packet was seen', async (kind) => {
  const { url, faults } = await startFaulty([{ kind, url: '/echo', times: 1 }]);
  const client = await connectClient(url);
  const gone = once(client, 'disconnect');
  client.call('/echo').catch(() => undefined);
  await gone;
  expect(faults.list[0]!.count).toBe(1);
  await client.connect(url);
  expect((await client.call('/echo')).status).toBe(0);
});

test('slow-reading: a client that sends more is held up by the socket', async () => {
  const { port, faults, server } = await startFaulty([{ kind: 'slow-reading', bytesPerSecond: 1_000 }]);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const rubbish = Buffer.alloc(65_536);
  rubbish[0] = 0x29;
  rubbish[1] = PacketType.NOOP;
  rubbish.writeUInt32BE(rubbish.length - 20, 16);
  while (socket.write(rubbish));
  await until(() => faults.list[0]!.count === 1);
  for (let sent = 0; sent < 200; sent += 1) socket.write(rubbish);
  const sent = new Promise((resolve) => socket.once('drain', () => resolve('drained')));
  const other = await connectClient(`vsoa://127.0.0.1:${(await startFaulty([])).port}`);
  const asked = other.call('/echo').then(() => 'answered');
  expect(await Promise.race([sent, asked])).toBe('answered');
  socket.destroy();
  expect(server.clients.size).toBe(0);
});

test('quick-loss and quick-reorder: of quick packets some are lost, and others come before them', async () => {
  const { url, server, faults } = await startFaulty([
    { kind: 'quick-loss', times: 1, name: 'loss' },
    { kind: 'quick-reorder', window: 2, name: 'order', enabled: false },
  ]);
  const client = await connectClient(url);
  await client.subscribe('/topic');
  const heard: unknown[] = [];
  client.on('message', ({ param }) => heard.push(param));
  for (const param of [1, 2]) server.publish('/topic', { param, quick: true });
  await until(() => heard.length === 1);
  expect(heard).toEqual([2]);
  faults.switch('order', true);
  for (const param of [3, 4, 5]) server.publish('/topic', { param, quick: true });
  await until(() => heard.length === 4);
  expect(heard.slice(1)).not.toEqual([3, 4, 5]);
  expect(new Set(heard.slice(1))).toEqual(new Set([3, 4, 5]));
});

test('faults that are the same stay on or off when the file changes; others come and go', async () => {
  const { url, faults } = await startFaulty([
    { kind: 'status', name: 'a', status: 5, url: '/echo' },
    { kind: 'status', name: 'b', status: 6, url: '/other' },
  ]);
  const client = await connectClient(url);
  faults.switch('a', false);
  faults.replace([
    { kind: 'status', name: 'a', status: 5, url: '/echo' },
    { kind: 'status', name: 'c', status: 4, url: '/other' },
  ]);
  expect((await client.call('/echo')).status).toBe(0);
  expect((await client.call('/other')).status).toBe(4);
  expect(faults.list.map(({ name, enabled }) => [name, enabled])).toEqual([
    ['a', false],
    ['c', true],
  ]);
  faults.add({ kind: 'drop', type: 'RPC' });
  expect(faults.list[2]!.name).toBe('drop 1');
  expect(() => faults.switch('nobody', true)).toThrow(RangeError);
});

test('a fault that is changed takes the place of the one before, on or off as that was', async () => {
  const { url, faults } = await startFaulty([
    { kind: 'status', name: 'a', status: 5, url: '/echo' },
    { kind: 'freeze', name: 'b', enabled: false },
  ]);
  const client = await connectClient(url);
  expect((await client.call('/echo')).status).toBe(5);
  faults.change(0, { kind: 'status', status: 6, url: '/echo' });
  expect((await client.call('/echo')).status).toBe(6);
  faults.switch(1, true);
  const frozen = client.call('/other');
  faults.change(1, { kind: 'status', name: 'a', status: 4, url: '/other' });
  // What stood still goes on.
  expect((await frozen).status).toBe(4);
  faults.switch(0, false);
  faults.change(0, { kind: 'drop', type: 'RPC' });
  expect((await client.call('/echo')).status).toBe(0);
  expect(faults.list.map(({ name, enabled, count }) => [name, enabled, count])).toEqual([
    ['drop 1', false, 0],
    ['a', true, 1],
  ]);
  expect(() => faults.change(2, { kind: 'drop' })).toThrow(RangeError);
});

test('a tap sees what truly came and what truly went', async () => {
  const { port, changes } = await startFaulty([{ kind: 'status', status: 9, type: 'RPC' }]);
  const peer = await rawClient(port);
  peer.send(RPC);
  expect((await peer.next()).status).toBe(9);
  expect(changes()).toBe(1);
});
