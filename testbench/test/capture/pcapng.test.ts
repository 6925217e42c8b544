import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { packet, tapConnection } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';
import { CLIENT, frame, readBytes, SERVER } from './network.ts';
import { editcap } from './tools.ts';

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Writes blocks by hand, of either byte order. */
function blocks(big: boolean) {
  const u16 = (value: number) => number(value, 2);
  const u32 = (value: number) => number(value, 4);
  function number(value: number, size: 2 | 4): Buffer {
    const bytes = Buffer.alloc(size);
    if (big) bytes.writeUIntBE(value, 0, size);
    else bytes.writeUIntLE(value, 0, size);
    return bytes;
  }
  const option = (code: number, value: Buffer) => Buffer.concat([u16(code), u16(value.length), padded(value)]);
  const block = (type: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const length = u32(body.length + 12);
    return Buffer.concat([u32(type), length, body, length]);
  };
  const section = () => block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff));
  const iface = (...options: Buffer[]) => block(1, u16(1), u16(0), u32(0), ...options, option(0, Buffer.alloc(0)));
  const times = (ticks: bigint) => [u32(Number(ticks >> 32n)), u32(Number(ticks & 0xffffffffn))];
  const packetBlock = (bytes: Buffer, ticks = 0n, of = 0, ...options: Buffer[]) =>
    block(6, u32(of), ...times(ticks), u32(bytes.length), u32(bytes.length), padded(bytes), ...options);
  const oldPacket = (bytes: Buffer, ticks: bigint) =>
    block(2, u16(0), u16(0), ...times(ticks), u32(bytes.length), u32(bytes.length), padded(bytes));
  const simple = (bytes: Buffer) => block(3, u32(bytes.length), padded(bytes));
  return { u32, option, block, section, iface, packetBlock, oldPacket, simple };
}

const TIME = 1_700_000_000_123;
const publish = packet({ type: 4, url: '/a', param: '{"n":1}' });
const quick = frame(CLIENT, SERVER, true, undefined, publish);

describe.each([false, true])('pcapng of either byte order (big: %s)', (big) => {
  const { option, block, section, iface, packetBlock, oldPacket, simple } = blocks(big);

  it.each([
    ['us by default', [], BigInt(TIME) * 1_000n],
    ['ms', [option(9, Buffer.from([3]))], BigInt(TIME)],
    ['ns', [option(9, Buffer.from([9]))], BigInt(TIME) * 1_000_000n],
    ['ps', [option(9, Buffer.from([10]))], BigInt(TIME) * 10_000_000n],
    ['2^-20 s', [option(9, Buffer.from([0x94]))], (BigInt(TIME) << 20n) / 1_000n],
  ])('has times in %s', async (_name, options, ticks) => {
    const { packets } = await readBytes(Buffer.concat([section(), iface(...options), packetBlock(quick, ticks)]));
    expect(packets.map(({ time }) => Math.round(time))).toEqual([TIME]);
  });

  it('may count times from another moment', async () => {
    const offset = Buffer.alloc(8);
    if (big) offset.writeBigInt64BE(-1_000n);
    else offset.writeBigInt64LE(-1_000n);
    const bytes = Buffer.concat([section(), iface(option(14, offset)), packetBlock(quick, BigInt(TIME) * 1_000n)]);
    expect((await readBytes(bytes)).packets[0]?.time).toBe(TIME - 1_000_000);
  });

  it('may have several interfaces, packets of all kinds, and blocks nobody knows', async () => {
    const bytes = Buffer.concat([
      section(),
      block(0x0bad, Buffer.alloc(4_000, 1)),
      iface(),
      iface(option(9, Buffer.from([3]))),
      packetBlock(quick, 1_000_000n),
      packetBlock(quick, 2_000n, 1),
      oldPacket(quick, 3_000_000n),
      simple(quick),
      block(5, Buffer.alloc(12)),
    ]);
    const { packets, warnings } = await readBytes(bytes);
    expect(packets.map(({ time }) => time)).toEqual([1_000, 2_000, 3_000, 3_000]);
    expect(warnings).toEqual([]);
  });

  it('may have several sections, of other byte orders, each with interfaces of its own', async () => {
    const other = blocks(!big);
    const bytes = Buffer.concat([
      section(),
      iface(),
      packetBlock(quick, 1_000_000n),
      other.section(),
      other.iface(other.option(9, Buffer.from([3]))),
      other.packetBlock(quick, 2_000n),
    ]);
    expect((await readBytes(bytes)).packets.map(({ time }) => time)).toEqual([1_000, 2_000]);
  });

  it('with options that are broken shows the packet, and says so', async () => {
    const broken = Buffer.from([0xff, 0xff, 0xff, 0xff]);
    const bytes = Buffer.concat([section(), iface(), packetBlock(quick, 0n, 0, broken)]);
    const { packets, warnings } = await readBytes(bytes);
    expect(packets.length).toBe(1);
    expect(warnings).toMatchObject([{ code: 'BAD_BLOCK', offset: section().length + iface().length }]);
  });

  it('with a packet of an interface that is not there, or longer than its block, goes on after it', async () => {
    const longer = packetBlock(quick);
    longer.set(blocks(big).u32(5_000), 20);
    const bytes = Buffer.concat([section(), iface(), packetBlock(quick, 0n, 7), longer, packetBlock(quick)]);
    const { packets, warnings } = await readBytes(bytes);
    expect(packets.length).toBe(1);
    expect(warnings).toMatchObject([{ code: 'BAD_BLOCK', count: 2 }]);
  });

  it('with damage goes on at the next block, wherever that is', async () => {
    const head = Buffer.concat([section(), iface(), packetBlock(quick, 1_000_000n)]);
    for (const rubbish of [
      Buffer.alloc(1),
      Buffer.alloc(4_003, 7),
      Buffer.alloc(70_000, 0xff),
      packetBlock(quick).subarray(4),
    ]) {
      const { packets, warnings } = await readBytes(Buffer.concat([head, rubbish, packetBlock(quick, 2_000_000n)]));
      expect(packets.map(({ time }) => time)).toEqual([1_000, 2_000]);
      expect(warnings[0]).toMatchObject({ code: 'BAD_BLOCK', offset: head.length });
    }
  });

  it('that is cut anywhere shows what is whole, and says where it ends', async () => {
    const head = Buffer.concat([section(), iface(), packetBlock(quick)]);
    const last = packetBlock(quick);
    for (let length = 1; length < last.length; length += 7) {
      const { packets, warnings } = await readBytes(Buffer.concat([head, last.subarray(0, length)]));
      expect(packets.length).toBe(1);
      expect(warnings).toMatchObject([{ code: 'CUT_SHORT', offset: head.length, count: 1 }]);
    }
  });
});

async function fileOf(...packets: SavedPacket[]): Promise<Buffer> {
  const file = path.join(tempFolder(), 'a.pcapng');
  await saveCapture(file, packets, { format: 'pcapng' });
  return readFileSync(file);
}

describe('a file of ours', () => {
  const connection = { ...tapConnection(3, 'adas'), quickLocal: CLIENT, quickRemote: SERVER };
  const large = packet({ type: 1, url: '/large', data: Buffer.alloc(200_000, 5) });
  const base = { index: 0, time: TIME, connection, marked: false, pair: null };
  const saved = (bytes: Buffer): SavedPacket => ({
    ...base,
    content: { kind: 'PACKET', bytes, sent: true, quick: false, odd: null },
  });

  it('that lacks a part of a large packet shows what is there as odd', async () => {
    const bytes = await fileOf(saved(large), saved(publish));
    const head = await fileOf();
    const part = bytes.readUInt32LE(head.length + 4);
    const { packets, warnings } = await readBytes(
      Buffer.concat([bytes.subarray(0, head.length + part), bytes.subarray(head.length + 2 * part)]),
    );
    expect(packets.map(({ content }) => content.kind === 'PACKET' && [content.odd, content.bytes.length])).toEqual([
      ['BAD_LENGTH', 65_495],
      ['BAD_LENGTH', 65_495],
      ['BAD_LENGTH', large.length - 3 * 65_495],
      [null, publish.length],
    ]);
    expect(warnings).toMatchObject([{ code: 'BYTES_MISSING' }]);
  });

  it('that another program cut shows what is left as odd', async () => {
    const file = path.join(tempFolder(), 'a.pcapng');
    await saveCapture(file, [saved(large), saved(publish)], { format: 'pcapng' });
    const cut = `${file}.cut`;
    editcap(['-s', '80', file, cut]);
    const { packets, warnings } = await readAll(cut);
    expect(packets.map(({ content }) => content.kind === 'PACKET' && [content.odd, content.bytes.length])).toEqual(
      Array.from({ length: 5 }, () => ['BAD_LENGTH', 26]),
    );
    expect(packets[0]?.connection).toMatchObject({ label: 'adas' });
    expect(warnings).toMatchObject([{ code: 'SNAPPED', count: 5 }]);
  });

  it('that names no machine and no user', async () => {
    const text = (await fileOf(saved(publish))).toString('latin1');
    expect(text).toContain('VSOA Testbench');
    const names = [process.env['USER'], os.hostname(), process.version].filter((name) => name && text.includes(name));
    expect(names).toEqual([]);
  });

  it('is put together by what comes from the network where its comments are gone', async () => {
    const bytes = await fileOf(saved(packet({ type: 0, param: '{}' })), saved(large), saved(publish));
    const without = Buffer.from(bytes.toString('latin1').replaceAll('vsoa device', 'nope device'), 'latin1');
    const { packets, warnings } = await readBytes(without);
    expect(packets.map(({ content }) => 'bytes' in content && content.bytes.length)).toEqual([
      24,
      large.length,
      publish.length,
    ]);
    expect(packets.map(({ connection: { label } }) => label)[0]).toBe('127.0.0.1:1 → 127.0.0.1:2');
    expect(warnings).toEqual([]);
  });
});
