import { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { encodePacket, PacketType } from '../src/index.ts';
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
