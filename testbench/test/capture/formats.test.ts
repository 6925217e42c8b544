import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../capture/open.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { packet } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { MemorySink, readAll } from './memory-sink.ts';
import { CLIENT, frame, pcapFile, readBytes, SERVER, Wire } from './network.ts';

const publish = packet({ type: 4, url: '/a', param: '{"n":1}' });
const TIME = 1_700_000_000_123.456;

/** An Ethernet frame with a quick packet. */
function quick(payload: Buffer = publish, client = CLIENT, server = SERVER): Buffer {
  return frame(client, server, true, undefined, payload);
}

function ip(): Buffer {
  return quick().subarray(14);
}

function urls(packets: SavedPacket[]): string[] {
  return packets.map(({ content }) => ('bytes' in content ? Buffer.from(content.bytes).toString('utf8', 20, 22) : ''));
}

/** A VLAN tag, and what follows it. */
function tag(type: number, rest: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type >> 8, type & 255, 0, 5]), rest]);
}

function sll(type: number): Buffer {
  return Buffer.concat([Buffer.alloc(14), Buffer.from([type >> 8, type & 255])]);
}

/** Cuts the content of an IPv4 frame into fragments of so many bytes. */
function fragments(whole: Buffer, size: number): Buffer[] {
  const head = whole.subarray(0, 34);
  const content = whole.subarray(34);
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) {
    const part = Buffer.concat([head, content.subarray(at, at + size)]);
    part.writeUInt16BE(part.length - 14, 16);
    part.writeUInt16BE((at / 8) | (at + size < content.length ? 0x2000 : 0), 20);
    parts.push(part);
  }
  return parts;
}

function fragments6(whole: Buffer, size: number): Buffer[] {
  const content = whole.subarray(54);
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) {
    const head = Buffer.from(whole.subarray(0, 54));
    const extension = Buffer.alloc(8);
    extension[0] = head[20] as number;
    extension.writeUInt16BE(at | (at + size < content.length ? 1 : 0), 2);
    extension.writeUInt32BE(77, 4);
    head[20] = 44;
    const part = Buffer.concat([head, extension, content.subarray(at, at + size)]);
    part.writeUInt16BE(part.length - 54, 18);
    parts.push(part);
  }
  return parts;
}

describe('link types', () => {
  const ether = quick();
  it.each<[string, number, Buffer]>([
    ['Ethernet', 1, ether],
    ['Ethernet with a VLAN', 1, Buffer.concat([ether.subarray(0, 12), tag(0x8100, ether.subarray(12))])],
    ['Ethernet with two', 1, Buffer.concat([ether.subarray(0, 12), tag(0x88a8, tag(0x8100, ether.subarray(12)))])],
    ['Linux cooked v1', 113, Buffer.concat([sll(0x0800), ip()])],
    ['Linux cooked v2', 276, Buffer.concat([Buffer.from([8, 0]), Buffer.alloc(18), ip()])],
    ['raw IP', 101, ip()],
    ['IPv4', 228, ip()],
    ['BSD loopback', 0, Buffer.concat([Buffer.from([2, 0, 0, 0]), ip()])],
    ['OpenBSD loopback', 108, Buffer.concat([Buffer.from([0, 0, 0, 2]), ip()])],
  ])('%s', async (_name, linkType, bytes) => {
    const { packets, warnings } = await readBytes(pcapFile([{ time: TIME, bytes }], linkType));
    expect(urls(packets)).toEqual(['/a']);
    expect(warnings).toEqual([]);
  });

  it('that are not known are told, with their number', async () => {
    const { packets, warnings } = await readBytes(pcapFile([{ time: TIME, bytes: ether }], 147));
    expect(packets).toEqual([]);
    expect(warnings).toMatchObject([
      { code: 'UNKNOWN_LINK_TYPE', message: expect.stringContaining('147'), offset: 24 },
    ]);
  });
});

describe('IP packets', () => {
  const large = packet({ type: 4, url: '/a', data: Buffer.alloc(60_000, 3) });
  it.each<[string, Buffer[]]>([
    ['IPv4', fragments(quick(large), 1_480)],
    ['IPv6', fragments6(quick(large, '[fe80::1]:40000', '[fe80::2]:3005'), 1_400)],
  ])('that were cut into fragments are put together, in whatever order they come: %s', async (_name, parts) => {
    for (const order of [parts, parts.toReversed(), [...parts.slice(3), ...parts.slice(0, 3), ...parts]]) {
      const { packets } = await readBytes(pcapFile(order.map((bytes) => ({ time: TIME, bytes }))));
      const [{ content } = {} as SavedPacket] = packets;
      expect(content.kind === 'PACKET' && large.equals(content.bytes)).toBe(true);
    }
  });

  it('with a fragment that is missing are not shown, and memory for them is bounded', async () => {
    const frames = Array.from({ length: 2_000 }, (_, id) => {
      const [, second = Buffer.alloc(0)] = fragments(quick(large), 1_480);
      second.writeUInt16BE(id, 18);
      return { time: TIME, bytes: Buffer.from(second) };
    });
    const { packets, warnings } = await readBytes(pcapFile(frames));
    expect(packets).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'NO_VSOA', count: 2_000 }]);
  });

  it('of version 6 may have extension headers', async () => {
    const bytes = quick(publish, '[fe80::1]:40000', '[fe80::2]:3005');
    const head = Buffer.from(bytes.subarray(0, 54));
    const hop = Buffer.from([60, 0, 1, 4, 0, 0, 0, 0]);
    const destination = Buffer.from([head[20] as number, 1, ...Buffer.alloc(14)]);
    head[20] = 0;
    const whole = Buffer.concat([head, hop, destination, bytes.subarray(54)]);
    whole.writeUInt16BE(whole.length - 54, 18);
    const { packets } = await readBytes(pcapFile([{ time: TIME, bytes: whole }]));
    expect(packets[0]?.connection).toMatchObject({ quickLocal: '[fe80::1]:40000', quickRemote: '[fe80::2]:3005' });
  });

  it('that are padded to the smallest length of a frame end where they say', async () => {
    const bytes = Buffer.concat([quick(), Buffer.alloc(20)]);
    expect(urls((await readBytes(pcapFile([{ time: TIME, bytes }]))).packets)).toEqual(['/a']);
  });
});

describe('quick packets', () => {
  it('belong to the connection whose handshake named their ports, also odd ones', async () => {
    const wire = new Wire().syn(1).syn(1, true);
    wire.tcp(2, packet({ type: 0, flags: 2, tunid: 41_000 }));
    wire.tcp(2, packet({ type: 0, flags: 1, data: Buffer.from([0, 0, 0, 9, 0x0b, 0xbe]) }), { back: true });
    const ends = { from: '10.0.0.1:41000', to: '10.0.0.2:3006' };
    wire.udp('garbage', { ...ends, back: true }).udp(packet({ type: 5, seqno: 9, url: '/up' }), ends);
    wire.udp(packet({ type: 1, url: '/rpc' }), ends).udp(publish, { ...ends, back: true });
    const { packets, warnings } = await wire.read();
    expect(new Set(packets.map(({ connection }) => connection.id)).size).toBe(1);
    expect(packets.slice(2)).toMatchObject([
      { content: { odd: 'BAD_MAGIC', sent: false, quick: true } },
      { content: { odd: null, sent: true } },
      { content: { odd: 'WRONG_CHANNEL', sent: true } },
      { content: { odd: null, sent: false } },
    ]);
    expect(packets[0]?.connection).toMatchObject({ quickLocal: ends.from, quickRemote: ends.to });
    expect(warnings).toEqual([]);
  });

  it('are found without any handshake', async () => {
    const { packets } = await new Wire()
      .udp(publish, { back: true })
      .udp(packet({ type: 5, seqno: 4, url: '/b' }))
      .read();
    expect(packets).toMatchObject([
      { content: { sent: false }, connection: { quickLocal: CLIENT, quickRemote: SERVER } },
      { content: { sent: true } },
    ]);
  });
});

describe('position queries', () => {
  it('are found on port 54 whatever they are, and elsewhere where they look like one', async () => {
    const on54 = { to: '10.0.0.2:54' };
    const elsewhere = { to: '10.0.0.2:5400' };
    const wire = new Wire().udp('{"name":"ecu"}', on54).udp('{"addr":"10.0.0.9","port":3000}', { ...on54, back: true });
    wire
      .udp('rubbish', on54)
      .udp('{"name":"ecu","domain":2}', elsewhere)
      .udp('{}', { ...elsewhere, back: true });
    wire.udp('{"addr":"10.0.0.9","port":3000}', { to: '10.0.0.2:9999' }).udp('{"name":1}', { to: '10.0.0.2:9998' });
    const { packets, warnings } = await wire.read();
    expect(packets.map(({ content }) => content)).toMatchObject([
      { kind: 'POSITION', sent: true, malformed: false },
      { kind: 'POSITION', sent: false, malformed: false },
      { kind: 'POSITION', sent: true, malformed: true },
      { kind: 'POSITION', sent: true, malformed: false },
      { kind: 'POSITION', sent: false, malformed: false },
    ]);
    expect(warnings).toMatchObject([{ code: 'NO_VSOA', count: 2 }]);
  });
});

describe('pcap', () => {
  it.each([{}, { big: true }, { nano: true }, { big: true, nano: true }])(
    'of %j is read with its times',
    async (kind) => {
      const { packets } = await readBytes(pcapFile([{ time: TIME, bytes: quick() }], 1, kind));
      expect(urls(packets)).toEqual(['/a']);
      expect(packets[0]?.time).toBeCloseTo(TIME, 3);
    },
  );

  it('that is cut shows what is whole, and says where it ends', async () => {
    const whole = pcapFile([
      { time: TIME, bytes: quick() },
      { time: TIME, bytes: quick() },
    ]);
    const second = 24 + 16 + quick().length;
    for (const length of [second + 1, second + 16, whole.length - 1]) {
      const { packets, warnings } = await readBytes(whole.subarray(0, length));
      expect(urls(packets)).toEqual(['/a']);
      expect(warnings).toMatchObject([{ code: 'CUT_SHORT', offset: second }]);
    }
    expect((await readBytes(whole.subarray(0, 30))).warnings).toMatchObject([{ code: 'CUT_SHORT', offset: 24 }]);
    expect((await readBytes(whole.subarray(0, 10))).warnings).toMatchObject([{ code: 'CUT_SHORT', offset: 0 }]);
  });

  it('with a record that says it is huge shows what is before it', async () => {
    const bytes = Buffer.concat([pcapFile([{ time: TIME, bytes: quick() }]), Buffer.alloc(100, 0x7f)]);
    const { packets, warnings } = await readBytes(bytes);
    expect(urls(packets)).toEqual(['/a']);
    expect(warnings).toMatchObject([{ code: 'NOT_ALL_READ', offset: bytes.length - 100 }]);
  });
});

describe('what is no capture', () => {
  it.each([
    ['an empty file', ''],
    ['a text', 'hello, world'],
    ['three bytes', 'abc'],
  ])('%s', async (_name, text) => {
    await expect(readBytes(Buffer.from(text))).rejects.toMatchObject({ code: 'NOT_A_CAPTURE' });
  });

  it('that is gzip is named as such', async () => {
    await expect(readBytes(Buffer.from([0x1f, 0x8b, 8, 0]))).rejects.toThrow(/gzip/);
  });

  it('a file that is not there, or a folder', async () => {
    await expect(readAll('/none.pcap')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(readAll(tempFolder())).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it.skipIf(process.platform === 'win32')('a named pipe, which nobody writes to', async () => {
    const pipe = path.join(tempFolder(), 'pipe.pcap');
    execFileSync('mkfifo', [pipe]);
    await expect(readAll(pipe)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('reading', () => {
  const frames = Array.from({ length: 20_000 }, () => ({ time: TIME, bytes: quick() }));

  it('tells how far it is, a piece at a time', async () => {
    const file = path.join(tempFolder(), 'a.pcap');
    const bytes = pcapFile(frames);
    writeFileSync(file, bytes);
    const told: number[] = [];
    const sink = new MemorySink();
    await readCapture(file, { sink, onProgress: (done, total) => told.push(done, total) });
    expect(sink.packets.length).toBe(20_000);
    expect(told.length / 2).toBeGreaterThan(5);
    expect(told.slice(-2)).toEqual([bytes.length, bytes.length]);
  });

  it('can be cancelled, and what was read stays', async () => {
    const file = path.join(tempFolder(), 'a.pcap');
    writeFileSync(file, pcapFile(frames));
    const stop = new AbortController();
    const sink = new MemorySink();
    const reading = readCapture(file, { sink, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(reading).rejects.toThrow('enough');
    expect(sink.packets.length).toBeGreaterThan(0);
    expect(sink.packets.length).toBeLessThan(20_000);
  });
});
