import type net from 'node:net';

const HEADER = 20;
const SERVINFO = 0x00;
const SUBSCRIBE = 0x02;
const UNSUBSCRIBE = 0x03;
const PINGECHO = 0xff;

/** Speaks just enough VSOA to be connected to, and refuses every subscription in which one of the urls is `refused`. */
export function refusingServer(refused: string, status: number): (socket: net.Socket) => void {
  return (socket) => {
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const length = rest.length < HEADER ? Number.POSITIVE_INFINITY : lengthOf(rest);
        if (rest.length < length) return;
        answer(socket, rest.subarray(0, length), refused, status);
        rest = rest.subarray(length);
      }
    });
  };
}

function answer(socket: net.Socket, request: Buffer, refused: string, status: number): void {
  const type = request[1];
  if (type === SERVINFO) socket.write(reply(request, 0, Buffer.of(0, 0, 0, 1)));
  else if (type === SUBSCRIBE) socket.write(reply(request, request.includes(refused) ? status : 0));
  else if (type === UNSUBSCRIBE || type === PINGECHO) socket.write(reply(request, 0));
}

function reply(request: Buffer, status: number, data = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER);
  header.set([0x29, request[1] as number, 0x01, status]);
  request.copy(header, 4, 4, 8);
  header.writeUInt32BE(data.length, 16);
  return Buffer.concat([header, data]);
}

const lengthOf = (packet: Buffer): number =>
  HEADER + packet.readUInt16BE(10) + packet.readUInt32BE(12) + packet.readUInt32BE(16) + ((packet[2] as number) >> 6);
