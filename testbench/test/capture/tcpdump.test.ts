import { once } from 'node:events';
import path from 'node:path';
import { Client, lookup, PositionServer, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../../core/test/peer/peer.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { tempFolder } from './folder.ts';
import { MemorySink, readAll } from './memory-sink.ts';
import { mayCapture, Tcpdump } from './tools.ts';

/** Everything that happens on the way from a handshake to its end; large packets take many segments. */
async function converse(client: Client, url: string, publish: (quick: boolean) => Promise<unknown>): Promise<void> {
  await client.connect(url, { passwd: '123456' });
  await client.subscribe('/a/');
  await client.ping();
  await client.call('/echo', { param: { text: 'é中' }, data: Buffer.from([0, 0x29, 255]) });
  await client.call('/echo', { param: 'x'.repeat(200_000), data: Buffer.alloc(60_000, 0x29) });
  await client.call('/none', { method: 'SET' });
  for (const quick of [false, true]) {
    const told = new Promise((resolve) => client.once('message', resolve));
    await publish(quick);
    await told;
  }
  client.datagram('/up', { param: [1, 2], quick: false });
  client.datagram('/up', { data: Buffer.alloc(60_000, 1), quick: true });
  await client.ping();
  await client.disconnect();
}

async function withNpmServer(host: string): Promise<{ sink: MemorySink; port: number; run: () => Promise<void> }> {
  const peer = new Peer('vsoa-server.cjs', { passwd: '123456', host });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  const sink = new MemorySink();
  const client = new Client({ tap: sink });
  onTestFinished(() => client.disconnect());
  const run = async () => {
    await converse(client, `vsoa://${host}:${String(port)}`, (quick) =>
      peer.tell({ publish: '/a/b', param: { quick }, quick }),
    );
    await peer.heard('datagram');
    await peer.heard('datagram');
  };
  return { sink, port: Number(port), run };
}

/** Each direction of each channel has an order of its own; between them only time decides. */
function flows(packets: SavedPacket[]) {
  const found: Record<string, { bytes: string; odd: unknown; local: string; remote: string }[]> = {};
  for (const { content, connection } of packets) {
    if (content.kind !== 'PACKET') throw new Error(`a ${content.kind}`);
    const { quick, sent, bytes, odd } = content;
    const [local, remote] = quick
      ? [connection.quickLocal, connection.quickRemote]
      : [connection.local, connection.remote];
    const flow = (found[`${sent ? 'sent' : 'received'} ${quick ? 'quick' : 'normal'}`] ??= []);
    flow.push({ bytes: Buffer.from(bytes).toString('hex'), odd, local, remote });
  }
  return found;
}

/** What is no packet, with all addresses. */
function others(packets: SavedPacket[]) {
  return packets.flatMap(({ content, connection: { local, remote, quickLocal, quickRemote } }) =>
    content.kind === 'PACKET' ? [] : [{ ...content, local, remote, quickLocal, quickRemote }],
  );
}

function isQuick({ content }: SavedPacket): boolean {
  return content.kind === 'PACKET' && content.quick;
}

/** Loopback is shared with whatever else runs here, so each test speaks to an address of its own in this network. */
const NET = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;

describe.skipIf(!mayCapture)('what tcpdump captured of a real peer (only root may capture)', () => {
  it.each([
    ['Ethernet', ['-i', 'lo'], `${NET}.1`],
    ['Linux cooked v1', ['-i', 'any', '-y', 'LINUX_SLL'], `${NET}.2`],
    ['Linux cooked v2', ['-i', 'any', '-y', 'LINUX_SLL2'], `${NET}.3`],
    ['ns', ['-i', 'lo', '--time-stamp-precision', 'nano'], `${NET}.4`],
  ])(
    'is the conversation that the tap saw: %s',
    async (_name, options, host) => {
      const file = path.join(tempFolder(), 'a.pcap');
      const { sink, port, run } = await withNpmServer(host);
      const tcpdump = await Tcpdump.start(file, `host ${host}`, options);
      await run();
      await tcpdump.stop(host, port);
      const { packets, warnings } = await readAll(file);
      expect(flows(packets)).toEqual(flows(sink.packets));
      expect(new Set(packets.map(({ connection }) => connection.id)).size).toBe(1);
      for (const [at, { time }] of sink.packets.entries()) {
        expect(Math.abs(time - (packets[at] as SavedPacket).time)).toBeLessThan(5_000);
      }
      // Only what ends the capture, and where nobody hears it the ICMP packet that says so.
      expect(warnings).toMatchObject([
        { code: 'NO_VSOA', message: expect.stringMatching(/: 1 UDP packets(, 1 other frames)?$/) },
      ]);
    },
    30_000,
  );

  it('is the conversation that the tap saw: IPv6', async () => {
    const file = path.join(tempFolder(), 'a.pcap');
    const server = new Server({ passwd: '123456' });
    server.command('/echo', (request) => ({ param: request.paramBytes, data: request.data }));
    await server.start({ host: '::1', port: 0 });
    onTestFinished(() => server.close());
    const port = server.address?.port ?? 0;
    const sink = new MemorySink();
    const client = new Client({ tap: sink });
    const heard = new Promise<void>((resolve) => {
      let count = 0;
      server.on('datagram', () => ++count === 2 && resolve());
    });
    const tcpdump = await Tcpdump.start(file, `ip6 and port ${port}`);
    await converse(client, `vsoa://[::1]:${port}`, async (quick) => server.publish('/a/b', { quick }));
    await heard;
    await tcpdump.stop('::1', port);
    const { packets, warnings } = await readAll(file);
    expect(flows(packets)).toEqual(flows(sink.packets));
    // Only what ends the capture, and where nobody hears it the ICMP packet that says so.
    expect(warnings).toMatchObject([
      { code: 'NO_VSOA', message: expect.stringMatching(/: 1 UDP packets(, 1 other frames)?$/) },
    ]);
  }, 30_000);

  it('has the streams and the position queries that the tap saw', async () => {
    const host = `${NET}.5`;
    const file = path.join(tempFolder(), 'a.pcap');
    const sink = new MemorySink();
    const server = new Server();
    server.command('/file', async () => {
      const stream = await server.createStream();
      stream.on('link', () => stream.end(Buffer.alloc(300_000, 0x29)));
      stream.resume();
      return { tunnelId: stream.tunnelId };
    });
    await server.start({ host, port: 0 });
    onTestFinished(() => server.close());
    const port = server.address?.port ?? 0;
    const position = new PositionServer({ table: [{ name: 'ecu', host, port }] });
    await position.start({ host, port: 0 });
    onTestFinished(() => position.close());

    const tcpdump = await Tcpdump.start(file, `host ${host}`);
    const servers = `${host}:${position.address?.port}`;
    expect(await lookup('ecu', { servers, tap: sink })).toMatchObject({ host, port });
    expect(await lookup('none', { servers, tap: sink })).toBeUndefined();
    const client = new Client({ tap: sink });
    await client.connect(`vsoa://${host}:${port}`);
    const { tunnelId } = await client.call('/file');
    const stream = await client.createStream(tunnelId);
    stream.resume().end('hello');
    await once(stream, 'close');
    await client.disconnect();
    await tcpdump.stop(host, port);

    const { packets, warnings } = await readAll(file);
    expect(others(sink.packets).map(({ kind }) => kind)).toEqual([
      ...Array<string>(4).fill('POSITION'),
      'STREAM_OPEN',
      'STREAM_CLOSE',
    ]);
    expect(others(packets)).toEqual(others(sink.packets));
    expect(warnings).toMatchObject([{ code: 'NO_VSOA', message: expect.stringMatching(/: 1 UDP packets/) }]);
  }, 30_000);

  it.each([68, 96, 200, 2_000])(
    'with -s %i is shown as far as it goes, and what is cut is told',
    async (snap) => {
      const host = `${NET}.${snap % 251}`;
      const file = path.join(tempFolder(), 'a.pcap');
      const { sink, port, run } = await withNpmServer(host);
      const tcpdump = await Tcpdump.start(file, `host ${host}`, ['-i', 'lo', '-s', String(snap)]);
      await run();
      await tcpdump.stop(host, port);
      const { packets, warnings } = await readAll(file);
      const whole = flows(sink.packets);
      for (const [name, flow] of Object.entries(flows(packets))) {
        for (const { bytes, odd } of flow) {
          const same = whole[name]?.filter((each) => each.bytes.startsWith(bytes));
          expect(same?.length, `${name} ${bytes}`).toBeGreaterThan(0);
          expect(odd === null).toBe(same?.some((each) => each.bytes === bytes));
        }
      }
      expect(warnings.map(({ code }) => code)).toContain('SNAPPED');
      // With 68 bytes not even one header of a packet is there.
      expect(packets.length).toBe(snap === 68 ? packets.filter(isQuick).length : sink.packets.length);
    },
    30_000,
  );
});
