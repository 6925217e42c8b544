import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Endpoint, parseEndpoint } from '../../capture/address.ts';
import { TcpFlag } from '../../capture/tcp-flag.ts';
import { ByteBuffer } from '../../capture/write/byte-buffer.ts';
import { writeFrame } from '../../capture/write/frame.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';

export const CLIENT = '10.0.0.1:40000';
export const SERVER = '10.0.0.2:3005';

export interface FileFrame {
  /** ms */
  time: number;
  bytes: Buffer;
  /** On the wire, where it was cut. */
  length?: number;
}

/** One end of a TCP connection on a wire that a test makes up. */
export class Wire {
  readonly frames: FileFrame[] = [];
  #time = 1_700_000_000_000;

  /** Lets time pass before the next frame. */
  wait(ms: number): this {
    this.#time += ms;
    return this;
  }

  /** A segment of the client, or of the server where `back`. */
  tcp(seq: number, payload: Uint8Array | string, { back = false, ack = 1, flags = 0x10, cut = 0 } = {}): this {
    const bytes = frame(CLIENT, SERVER, back, { seq, ack, flags }, Buffer.from(payload));
    this.#add(bytes.subarray(0, bytes.length - cut), bytes.length);
    return this;
  }

  syn(seq: number, back = false): this {
    return this.tcp(seq, '', { back, flags: back ? TcpFlag.SYN | TcpFlag.ACK : TcpFlag.SYN });
  }

  udp(payload: Uint8Array | string, { from = CLIENT, to = SERVER, back = false } = {}): this {
    const bytes = frame(from, to, back, undefined, Buffer.from(payload));
    this.#add(bytes, bytes.length);
    return this;
  }

  raw(bytes: Buffer): this {
    this.#add(bytes, bytes.length);
    return this;
  }

  #add(bytes: Buffer, length: number): void {
    this.frames.push({ time: this.#time, bytes, length });
    this.#time += 1;
  }

  read(linkType = 1) {
    return readBytes(pcapFile(this.frames, linkType));
  }
}

/** An Ethernet frame. */
export function frame(
  client: string,
  server: string,
  back: boolean,
  tcp: { seq: number; ack: number; flags: number } | undefined,
  payload: Buffer,
): Buffer {
  const out = new ByteBuffer();
  const ends = [parseEndpoint(client), parseEndpoint(server)] as [Endpoint, Endpoint];
  const [from, to] = back ? ends.toReversed() : ends;
  writeFrame(out, { from: from as Endpoint, to: to as Endpoint, sent: !back }, tcp, payload);
  return Buffer.from(out.written);
}

export function pcapFile(frames: FileFrame[], linkType = 1, { big = false, nano = false } = {}): Buffer {
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (big) bytes.writeUInt32BE(value >>> 0);
    else bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  const header = [nano ? 0xa1b23c4d : 0xa1b2c3d4, big ? 0x0002_0004 : 0x0004_0002, 0, 0, 262_144, linkType].map(u32);
  const records = frames.flatMap(({ time, bytes, length = bytes.length }) => {
    const fraction = Math.round((time % 1_000) * (nano ? 1_000_000 : 1_000));
    return [...[Math.floor(time / 1_000), fraction, bytes.length, length].map(u32), bytes];
  });
  return Buffer.concat([...header, ...records]);
}

export function readBytes(bytes: Uint8Array) {
  const file = path.join(tempFolder(), 'a.pcap');
  writeFileSync(file, bytes);
  return readAll(file);
}
