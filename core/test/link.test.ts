import diagnostics from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { encodePacket, PacketType, systemClock } from '../src/index.ts';
import { connectClient, MemoryTap, RawPeer, startRaw, startServer } from './support.ts';

const { PUBLISH, PINGECHO, SERVINFO } = PacketType;

test('what a server says before the client has asked anything reaches the client', async () => {
  const tap = new MemoryTap();
  const url = await startRaw(async (peer) => {
    peer.send({ type: PUBLISH, url: '/early' });
    const hello = await peer.next();
    peer.send({ type: SERVINFO, flags: 1, seqno: hello.seqno, data: Buffer.of(0, 0, 0, 7) });
  });
  await connectClient(url, { tap });
  expect(tap.oddities.map(({ reason }) => reason)).toEqual(['BEFORE_HANDSHAKE']);
});

test('a server that ends as soon as it is connected to is heard', async () => {
  const url = await startRaw((peer) => peer.socket.end());
  await expect(connectClient(url)).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
});

test('the answers to packets that come together leave together', async () => {
  const { server } = await startServer();
  const peer = await RawPeer.connect(server.address!.port);
  peer.send({ type: SERVINFO });
  await peer.next();
  const write = vi.spyOn(Socket.prototype, 'write');
  onTestFinished(() => write.mockRestore());
  peer.socket.write(Buffer.concat([1, 2, 3].map((seqno) => encodePacket({ type: PINGECHO, seqno }))));
  write.mockClear();
  for (const seqno of [1, 2, 3]) expect((await peer.next()).seqno).toBe(seqno);
  expect(write).toHaveBeenCalledOnce();
});

test('a peer that sends without end leaves the loop to others every 20 ms, and loses nothing', async () => {
  let now = 0;
  const { server } = await startServer({ clock: { ...systemClock, now: () => now }, limits: { packetRate: Infinity } });
  let received = 0;
  server.on('datagram', () => {
    received += 1;
    now += 1;
  });
  const accepted = new Promise<Socket>((resolve) => {
    const take = (message: unknown) => resolve((message as { socket: Socket }).socket);
    diagnostics.subscribe('net.server.socket', take);
    onTestFinished(() => void diagnostics.unsubscribe('net.server.socket', take));
  });
  const peer = await RawPeer.connect(server.address!.port);
  peer.send({ type: SERVINFO });
  await peer.next();
  const socket = await accepted;

  // The loop hands out up to 32 reads in one go, here of four packets each that take 1 ms.
  const read = Buffer.concat(
    Array.from({ length: 4 }, () => encodePacket({ type: PacketType.DATAGRAM, url: '/flood' })),
  );
  const go = () => {
    let reads = 0;
    for (; reads < 32 && !socket.isPaused(); reads += 1) socket.emit('data', read);
    return reads;
  };
  expect(go()).toBe(6);
  await turn();
  expect(socket.isPaused()).toBe(false);
  expect(go()).toBe(6);
  // What comes in time of its own is not held up.
  await turn();
  now += 100;
  socket.emit('data', read);
  expect(socket.isPaused()).toBe(false);
  peer.send({ type: PINGECHO, seqno: 9 });
  expect(await peer.next()).toMatchObject({ seqno: 9 });
  expect(received).toBe(4 * 13);
});
