import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../../core/test/peer/peer.ts';
import vectors from '../../../core/test/vectors/packets.json' with { type: 'json' };
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { readFields } from '../../traffic/fields.ts';
import { packet, tapConnection } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { MemorySink } from './memory-sink.ts';
import { tshark } from './tools.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../docs/wireshark/vsoa.lua');

/** Our names of fields, and those of the script. */
const NAMES: Record<string, string> = {
  urlLength: 'url_length',
  paramLength: 'param_length',
  dataLength: 'data_length',
};

/** A layer as `tshark -T json -x` has it: each field's value, and `_raw` with its bytes, place and length. */
type Layer = { [name: string]: unknown };

/** What tshark says of each frame of a file with these packets, by frame. */
async function dissect(packets: SavedPacket[]): Promise<Layer[]> {
  const file = path.join(tempFolder(), 'a.pcapng');
  await saveCapture(file, packets, { format: 'pcapng' });
  // Ports are the system's choice, and may be those that Wireshark knows for something else.
  const anyPort = ['tcp', 'udp'].flatMap((name) => ['-o', `${name}.try_heuristic_first:TRUE`]);
  const words = ['-2', '-r', file, ...anyPort, '-X', `lua_script:${SCRIPT}`, '-T', 'json', '-x', '--no-duplicate-keys'];
  const frames = JSON.parse(tshark([...words, '-J', 'vsoa vsoa_position frame tcp'])) as {
    _source: { layers: Layer };
  }[];
  return frames.map((frame) => frame._source.layers);
}

/** The layers in which packets end: of one in several frames the last. */
function byPacket(packets: SavedPacket[], layers: Layer[]): Layer[] {
  let frame = -1;
  return packets.map(({ content }) => {
    const quick = content.kind === 'POSITION' || (content.kind === 'PACKET' && content.quick);
    const most = quick ? 65_507 : 65_495;
    frame += Math.max(1, Math.ceil('bytes' in content ? content.bytes.length / most : 1));
    return layers[frame] as Layer;
  });
}

/** Every field we show of a packet must be in Wireshark: the same bytes at the same place, with the same value. */
function expectSame({ content }: SavedPacket, layers: Layer): void {
  if (content.kind !== 'PACKET') return;
  const bytes = Buffer.from(content.bytes);
  const vsoa = layers['vsoa'] as Layer;
  expect(vsoa, `no VSOA: ${bytes.toString('hex').slice(0, 80)}`).toBeDefined();
  for (const { name, offset, length } of readFields(bytes)) {
    const part = bytes.subarray(offset, offset + length);
    const isText = name !== 'param' || part.equals(Buffer.from(part.toString()));
    const field = `vsoa.${isText ? (NAMES[name] ?? name) : 'param_bytes'}`;
    const [hex, at, size] = vsoa[`${field}_raw`] as [string, number, number];
    expect([field, hex, size]).toEqual([field, part.toString('hex'), length]);
    const start = (vsoa['vsoa.magic_raw'] as [string, number] | undefined)?.[1] ?? at;
    expect([field, at - start]).toEqual([field, offset]);
  }
  if (vsoa['vsoa.garbage'] !== undefined) return;
  const number = (name: string) => Number(vsoa[`vsoa.${name}`]);
  const flags = vsoa['vsoa.flags_tree'] as Layer;
  const bit = (name: string) => Number(flags[`vsoa.flags.${name}`]);
  expect({
    type: number('type'),
    flags: bit('reply') | (bit('tunnel') << 1) | (bit('set') << 2) | (Number(flags['vsoa.flags.reserved']) << 3),
    pad: bit('pad'),
    status: number('status'),
    seqno: number('seqno'),
    tunid: number('tunid'),
    lengths: [number('url_length'), number('param_length'), number('data_length'), number('length')],
    quick: number('quick') === 1,
    url: isUtf8(bytes.subarray(20, 20 + number('url_length'))) ? (vsoa['vsoa.url'] ?? '') : null,
  }).toEqual({
    type: bytes[1],
    flags: bytes.readUInt8(2) & 0x3f,
    pad: bytes.readUInt8(2) >>> 6,
    status: bytes[3],
    seqno: bytes.readUInt32BE(4),
    tunid: bytes.readUInt16BE(8),
    lengths: [bytes.readUInt16BE(10), bytes.readUInt32BE(12), bytes.readUInt32BE(16), bytes.length],
    quick: content.quick,
    url: urlOf(bytes),
  });
}

function isUtf8(bytes: Buffer): boolean {
  return bytes.equals(Buffer.from(bytes.toString()));
}

function urlOf(bytes: Buffer): string | null {
  const url = bytes.subarray(20, 20 + bytes.readUInt16BE(10));
  return isUtf8(url) ? url.toString() : null;
}

async function realTraffic(): Promise<SavedPacket[]> {
  const sink = new MemorySink();
  const peer = new Peer('vsoa-server.cjs', { passwd: '123456' });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  const server = new Server({ tap: sink, label: 'mock', info: { name: 'é' } });
  server.command('/', (request) => ({ status: 130, param: request.paramBytes, data: request.data }));
  server.command('/big', () => ({ param: { text: 'x'.repeat(200_000) }, data: Buffer.alloc(1_000, 7) }));
  server.command('/stream', () => ({ tunnelId: 4_321 }));
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  for (const [name, url] of [
    ['npm', `vsoa://127.0.0.1:${String(port)}`],
    ['ours', `vsoa://127.0.0.1:${server.address?.port}`],
  ] as const) {
    const client = new Client({ tap: sink, label: name });
    await client.connect(url, { passwd: '123456' });
    await client.subscribe(['/a/', '/b']);
    await client.ping();
    for (const path_ of ['/echo', '/big', '/stream', '/none']) {
      await client.call(path_, { method: 'SET', param: { text: 'é中😀\n"', n: 1.5 }, data: Buffer.from([0, 255]) });
    }
    // The npm server closes on such a param.
    if (name === 'ours') await client.call('/echo', { param: Buffer.from([0xff, 0xfe]) });
    client.datagram('/up', { param: [1], quick: true });
    client.datagram('/up', { data: Buffer.alloc(60_000, 9), quick: true });
    const told = new Promise((resolve) => client.once('message', resolve));
    if (name === 'npm') await peer.tell({ publish: '/a/b', param: { quick: true }, quick: true });
    else server.publish('/a/b', { param: 'text', quick: true });
    await told;
    await client.unsubscribe();
    await client.disconnect();
  }
  return sink.packets;
}

function saved(
  bytes: Uint8Array,
  options: { quick?: boolean; connection?: number; sent?: boolean; at?: number },
): SavedPacket {
  const { quick = false, connection = 1, sent = true, at = 0 } = options;
  const content = { kind: 'PACKET', bytes, sent, quick, odd: null } as const;
  const of = { ...tapConnection(connection), local: `10.0.0.1:${1_000 + connection}`, remote: '10.0.0.2:3005' };
  const quickEnds = { quickLocal: `10.0.0.1:${1_000 + connection}`, quickRemote: '10.0.0.2:3005' };
  return {
    index: 0,
    time: 1_700_000_000_000 + at,
    connection: { ...of, ...quickEnds },
    content,
    marked: false,
    pair: null,
  };
}

describe('the script for Wireshark', () => {
  it('decodes every field of real traffic as we do, on every port', async () => {
    const packets = await realTraffic();
    expect(packets.length).toBeGreaterThan(60);
    for (const [at, layers] of byPacket(packets, await dissect(packets)).entries()) {
      expectSame(packets[at] as SavedPacket, layers);
    }
  }, 60_000);

  it('decodes packets of all implementations as we do', async () => {
    const packets = vectors.map(({ hex, channel }, connection) =>
      saved(Buffer.from(hex, 'hex'), { quick: channel === 'quick', connection }),
    );
    expect(packets.length).toBeGreaterThan(70);
    for (const [at, layers] of byPacket(packets, await dissect(packets)).entries()) {
      expectSame(packets[at] as SavedPacket, layers);
    }
  }, 60_000);

  it('pairs requests and replies, with the time between them', async () => {
    const packets = [
      saved(packet({ type: 1, seqno: 7, url: '/a' }), { at: 0 }),
      saved(packet({ type: 1, seqno: 8, url: '/b' }), { at: 10 }),
      saved(packet({ type: 1, flags: 1, seqno: 8, status: 3 }), { at: 30, sent: false }),
      saved(packet({ type: 1, flags: 1, seqno: 7 }), { at: 250, sent: false }),
      saved(packet({ type: 1, seqno: 9, url: '/c' }), { at: 300 }),
    ];
    const layers = (await dissect(packets)).map((each) => each['vsoa'] as Layer);
    expect(layers.map((each) => each['vsoa.reply_in'])).toEqual(['4', '3', undefined, undefined, undefined]);
    expect(layers.map((each) => each['vsoa.request_in'])).toEqual([undefined, undefined, '2', '1', undefined]);
    expect(Number(layers[2]?.['vsoa.time'])).toBeCloseTo(0.02, 5);
    expect(Number(layers[3]?.['vsoa.time'])).toBeCloseTo(0.25, 5);
  }, 60_000);

  it('says in the list what a reply is about, which is only in its request', async () => {
    const packets = [
      saved(packet({ type: 1, seqno: 7, url: '/a' }), { at: 0 }),
      saved(packet({ type: 1, flags: 1, seqno: 7, status: 3 }), { at: 30, sent: false }),
      saved(packet({ type: 1, flags: 1, seqno: 8 }), { at: 40, sent: false }),
    ];
    const file = path.join(tempFolder(), 'a.pcapng');
    await saveCapture(file, packets, { format: 'pcapng' });
    const info = tshark(['-r', file, '-X', `lua_script:${SCRIPT}`, '-T', 'fields', '-e', '_ws.col.Info']);
    expect(info.trim().split('\n')).toEqual(['RPC GET /a', 'RPC reply: invalid URL /a', 'RPC reply: success']);
  }, 60_000);

  it('says what is odd, and goes on after it', async () => {
    const good = packet({ type: 4, url: '/a' });
    const unaligned = Buffer.concat([packet({ type: 4, url: '/abc' }), Buffer.from('x')]);
    unaligned.writeUInt32BE(1, 16);
    const odd: [string, SavedPacket][] = [
      ['', saved(good, {})],
      ['bad_magic', saved(Buffer.from('GET / HTTP/1.1\r\n'), {})],
      ['bad_length', saved(Buffer.concat([Buffer.from([0x29, 4, 0, 0]), Buffer.alloc(20, 0xff)]), {})],
      ['unknown_type', saved(packet({ type: 0x77, url: '/a' }), {})],
      ['unaligned', saved(unaligned, {})],
      ['bad_utf8', saved(packet({ url: Buffer.from([0x2f, 0xff]) }), {})],
      ['url', saved(packet({ url: 'a' }), {})],
      ['reserved', saved(packet({ flags: 8, url: '/a' }), {})],
      ['', saved(good, { quick: true })],
      ['bad_magic', saved(Buffer.from('hello'), { quick: true })],
      ['bad_length', saved(good.subarray(0, 22), { quick: true })],
      ['wrong_channel', saved(packet({ type: 1, url: '/a' }), { quick: true })],
      ['', saved(good, {})],
    ];
    const layers = await dissect(odd.map(([, each]) => each));
    const said = layers.map((each) => JSON.stringify(each).match(/(?<="vsoa\.odd\.)\w+(?=")/g)?.[0] ?? '');
    expect(said).toEqual(odd.map(([name]) => name));
  }, 60_000);

  it('shows conversations without anything sent again, missing or wrong in their headers', async () => {
    const packets = await realTraffic();
    const file = path.join(tempFolder(), 'a.pcapng');
    await saveCapture(file, packets, { format: 'pcapng' });
    const checks = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
    const wrong =
      'tcp.analysis.flags or ip.checksum.status == 0 or tcp.checksum.status == 0 or udp.checksum.status == 0';
    expect(tshark(['-r', file, ...checks, '-Y', wrong])).toBe('');
    const comments = tshark(['-r', file, '-T', 'fields', '-e', 'frame.comment']).trim().split('\n');
    expect(comments[0]).toMatch(/^vsoa device="npm" connection=\d+ sent$/);
  }, 60_000);

  it('that cannot be loaded is noticed, though tshark itself ends as if all were well', async () => {
    const file = path.join(tempFolder(), 'a.pcapng');
    await saveCapture(file, [], { format: 'pcapng' });
    const broken = `${file}.lua`;
    writeFileSync(broken, 'this is no Lua');
    for (const script of [broken, '/none.lua']) {
      expect(() => tshark(['-r', file, '-X', `lua_script:${script}`])).toThrow(script);
    }
  }, 60_000);

  it('shows queries to a position server', async () => {
    const event = { kind: 'POSITION', bytes: Buffer.from('{"name":"ecu"}'), sent: true, malformed: false } as const;
    const connection = { ...tapConnection(1), quickLocal: '10.0.0.1:4000', quickRemote: '10.0.0.2:54' };
    const base = { index: 0, time: 1, marked: false, pair: null };
    const [on54] = await dissect([{ ...base, connection, content: event }]);
    expect(on54?.['vsoa_position']).toBeDefined();
    const [anywhere] = await dissect([
      { ...base, connection: { ...connection, quickRemote: '10.0.0.2:5400' }, content: event },
    ]);
    expect(anywhere?.['vsoa_position']).toBeDefined();
  }, 60_000);
});
