import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { encodePacket, PacketType } from '@vsoa-testbench/core';
import { CALL_URL, type CallOptions, RPC_PARAM } from '../load.ts';
import { Meter, type Rates } from '../meter.ts';

const REQUEST = encodePacket({ type: PacketType.RPC, seqno: 1, url: CALL_URL, param: RPC_PARAM });
const REPLY = encodePacket({ type: PacketType.RPC, flags: 1, seqno: 1, param: RPC_PARAM });

/** Answers as many bytes as a reply of the echo has, for as many as its request has; looks at none of them. */
export async function serve(): Promise<{ port: number }> {
  const server = createServer({ noDelay: true }, (socket) => {
    let taken = 0;
    socket.on('data', (chunk) => {
      taken += chunk.length;
      for (; taken >= REQUEST.length; taken -= REQUEST.length) socket.write(REPLY);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: address !== null && typeof address === 'object' ? address.port : 0 };
}

/** The bare round trip: what any RPC over Node's sockets costs at least. */
export async function call({ port, ...times }: CallOptions): Promise<Rates> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const meter = new Meter(times);
  let taken = 0;
  socket.on('data', (chunk) => {
    taken += chunk.length;
    for (; taken >= REPLY.length; taken -= REPLY.length) {
      meter.tick();
      socket.write(REQUEST);
    }
  });
  socket.write(REQUEST);
  return meter.rates;
}
