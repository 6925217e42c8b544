import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodePacket, Flag, type Message, PacketType, type RemoteClient, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../../core/test/peer/peer.ts';
import { certificates } from '../../../core/test/tls/certificates.ts';
import { noDialogs } from '../../capture/dialogs.ts';
import type { ChosenFile, DatagramDraft, DatagramSender, DatagramWork } from '../../contract.ts';
import { strangePeer, Watched } from '../bench-harness.ts';

interface Heard {
  url: string;
  param: string;
  data: string;
  quick: boolean;
}

/** A server that keeps what it hears, and a bench that is connected to it. */
async function connected(change: { keep?: boolean; files?: string[] } = {}) {
  const heard: Heard[] = [];
  const server = new Server();
  server.on('datagram', (_client: RemoteClient, { url, paramBytes, data, quick }: Message) =>
    heard.push({ url, param: paramBytes.toString(), data: data.toString('hex'), quick }),
  );
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const chosen = change.files ?? [];
  const watched = new Watched({
    dialogs: { ...noDialogs, chooseOpen: () => Promise.resolve(chosen.shift() ?? null) },
  });
  const url = `vsoa://127.0.0.1:${server.address?.port ?? 0}`;
  const { id } = await watched.handlers.addDevice({ url, keep: change.keep });
  await watched.state(id, 'connected');
  return { watched, id, server, heard, handlers: watched.handlers };
}

const draft = (change: Partial<DatagramDraft> & { param?: string; hex?: string } = {}): DatagramDraft => ({
  url: change.url ?? '/a',
  quick: change.quick ?? false,
  payload: { param: change.param ?? '', data: { kind: 'hex', text: change.hex ?? '' } },
});

/** What the window was told of a sender last. */
function senderOf(watched: Watched, id: string): DatagramSender | undefined {
  const batch = watched.batches.findLast(({ datagramSenders }) => datagramSenders !== undefined);
  return batch?.datagramSenders?.find((sender) => sender.id === id);
}

const until = (watched: Watched, id: string, condition: (sender: DatagramSender) => boolean): Promise<DatagramSender> =>
  watched.until(() => {
    const sender = senderOf(watched, id);
    return sender && condition(sender) ? sender : undefined;
  });

const ended = (watched: Watched, id: string) => until(watched, id, ({ state }) => state.name === 'ended');

/** TCP keeps their order, so what was sent before has arrived when this one has. */
async function arrived({ handlers, id, heard }: Awaited<ReturnType<typeof connected>>): Promise<void> {
  await handlers.sendDatagram({ id, draft: draft({ url: '/last' }) });
  await expect.poll(() => heard.some(({ url }) => url === '/last')).toBe(true);
}

async function list(content: string, name = 'list.jsonl'): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'datagrams-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const fileWork = (file: ChosenFile | null, change: Partial<DatagramWork & { kind: 'file' }> = {}): DatagramWork => {
  if (file === null) throw new Error('no file');
  return { kind: 'file', file, quick: false, loop: false, skipWrong: false, ...change };
};

describe('one datagram', () => {
  it('goes out on the channel it is for, and says what it took', async () => {
    const { handlers, id, heard } = await connected();
    const normal = await handlers.sendDatagram({ id, draft: draft({ param: '{ "n": 1.10 }', hex: '01 ff' }) });
    expect(normal).toEqual({ url: '/a', bytes: 36 });
    await handlers.sendDatagram({ id, draft: draft({ url: '/q', quick: true, param: '[]' }) });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.toSorted((one, other) => one.url.localeCompare(other.url))).toEqual([
      { url: '/a', param: '{"n":1.10}', data: '01ff', quick: false },
      { url: '/q', param: '[]', data: '', quick: true },
    ]);
  });

  it('may fill a packet to its last byte on each channel, and not one more', async () => {
    const { handlers, id, heard } = await connected();
    for (const [quick, limit] of [
      [false, 262_144],
      [true, 65_504],
    ] as const) {
      const room = limit - 20 - 2;
      const fits = draft({ quick, hex: '00'.repeat(room) });
      expect(await handlers.measureDatagram({ id, draft: fits })).toEqual({
        bytes: limit,
        limit: quick ? 65_507 : limit,
      });
      await handlers.sendDatagram({ id, draft: fits });
      await expect.poll(() => heard.at(-1)?.data.length).toBe(room * 2);
      await expect(
        handlers.sendDatagram({ id, draft: draft({ quick, hex: '00'.repeat(room + 1) }) }),
      ).rejects.toMatchObject({
        code: 'PACKET_TOO_LARGE',
        message: expect.stringContaining(`${limit + 4} bytes`),
      });
    }
  });

  it('is refused with the part that is wrong', async () => {
    const { handlers, id } = await connected();
    const sent = (change: Parameters<typeof draft>[0]) => handlers.sendDatagram({ id, draft: draft(change) });
    await expect(sent({ url: 'a' })).rejects.toMatchObject({ code: 'INVALID_URL', part: 'url' });
    await expect(sent({ param: '{' })).rejects.toMatchObject({ code: 'INVALID_PARAM', part: 'param', position: 1 });
    await expect(sent({ hex: '0' })).rejects.toMatchObject({ part: 'data', position: 0 });
    await expect(sent({ param: '"{{no}}"' })).rejects.toMatchObject({ code: 'UNKNOWN_VARIABLE', part: 'param' });
  });

  it('is refused on the quick channel of a device with TLS, where it would go in the clear', async () => {
    const server = new Server();
    await server.start({ host: '127.0.0.1', port: 0, tls: certificates.server });
    onTestFinished(() => server.close());
    const watched = new Watched();
    const tls = { enabled: true, ca: certificates.ca.toString(), defaultCertificates: false, cert: '', hostname: '' };
    const url = `vsoa://127.0.0.1:${server.address?.port ?? 0}`;
    const { id } = await watched.handlers.addDevice({ url, tls: { ...tls, verify: 'required' } });
    await watched.state(id, 'connected');
    const quick = draft({ quick: true });
    await expect(watched.handlers.sendDatagram({ id, draft: quick })).rejects.toMatchObject({
      code: 'NO_QUICK_CHANNEL',
    });
    const work = { kind: 'draft' as const, draft: quick, count: 1 };
    const started = watched.handlers.startDatagrams({ id, work, pace: { kind: 'fast' } });
    await expect(started).rejects.toMatchObject({ code: 'NO_QUICK_CHANNEL' });
    expect(await watched.handlers.sendDatagram({ id, draft: draft() })).toEqual({ url: '/a', bytes: 24 });
  });

  it('needs a connection', async () => {
    const { handlers, id } = await connected();
    await handlers.disconnectDevice({ id });
    await expect(handlers.sendDatagram({ id, draft: draft() })).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    const work = { kind: 'draft' as const, draft: draft(), count: 1 };
    await expect(handlers.startDatagrams({ id, work, pace: { kind: 'fast' } })).rejects.toMatchObject({
      code: 'NOT_CONNECTED',
    });
  });
});

describe('a repeated datagram', () => {
  it('is sent as often as it should, each with its own count where it has one', async () => {
    const bench = await connected();
    const { handlers, id, watched, heard } = bench;
    const work = { kind: 'draft' as const, draft: draft({ param: '{"n":{{$counter}}}' }), count: 500 };
    const sender = await handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 5_000 } });
    expect(await ended(watched, sender.id)).toMatchObject({ sent: 500, notTaken: 0, late: 0, state: { why: 'done' } });
    await arrived(bench);
    const counts = heard.slice(0, 500).map(({ param }) => (JSON.parse(param) as { n: number }).n);
    expect(counts).toEqual(Array.from({ length: 500 }, (_, n) => (counts[0] as number) + n));
  });

  it('goes out as fast as the device takes it, and nothing of it is lost', async () => {
    const bench = await connected();
    const { handlers, id, watched, heard } = bench;
    const work = { kind: 'draft' as const, draft: draft({ hex: '00'.repeat(1_000) }), count: 50_000 };
    const sender = await handlers.startDatagrams({ id, work, pace: { kind: 'fast' } });
    expect(await ended(watched, sender.id)).toMatchObject({ sent: 50_000, notTaken: 0, sentBytes: 50_000 * 1_024 });
    await arrived(bench);
    expect(heard).toHaveLength(50_001);
  });

  it('can be paused and stopped; nothing is sent after that', async () => {
    const bench = await connected();
    const { handlers, id, watched } = bench;
    const work = { kind: 'draft' as const, draft: draft(), count: null };
    const { id: sender } = await handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 1_000 } });
    await until(watched, sender, ({ sent }) => sent > 20);
    expect(watched.bench.busy).toBe(true);
    await handlers.pauseDatagrams({ id: sender, paused: true });
    const { sent } = await until(watched, sender, ({ state }) => state.name === 'paused');
    expect(watched.bench.busy).toBe(false);
    await arrived(bench);
    expect(senderOf(watched, sender)?.sent).toBe(sent);
    await handlers.pauseDatagrams({ id: sender, paused: false });
    await until(watched, sender, (each) => each.sent > sent + 20);
    await handlers.stopDatagrams({ id: sender });
    expect((await ended(watched, sender)).state).toEqual({ name: 'ended', why: 'stopped' });
    await handlers.forgetDatagrams({ id: sender });
    await watched.until(() => senderOf(watched, sender) === undefined);
  });

  it('ends with its reason where the connection is gone for good', async () => {
    const { handlers, id, watched, server } = await connected();
    const work = { kind: 'draft' as const, draft: draft(), count: null };
    const sender = await handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 1_000 } });
    await until(watched, sender.id, ({ sent }) => sent > 5);
    await server.close();
    expect((await ended(watched, sender.id)).state).toMatchObject({
      why: 'failed',
      error: { code: 'CLOSED_BY_SERVER' },
    });
  });

  it('waits where the connection will be tried again, and goes on', async () => {
    const { handlers, id, watched, server } = await connected({ keep: true });
    const port = server.address?.port ?? 0;
    const work = { kind: 'draft' as const, draft: draft(), count: null };
    const sender = await handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 1_000 } });
    await until(watched, sender.id, ({ sent }) => sent > 5);
    await server.close();
    const { sent } = await until(watched, sender.id, ({ state }) => state.name === 'waiting');
    await server.start({ host: '127.0.0.1', port });
    const after = await until(watched, sender.id, (each) => each.sent > sent + 5);
    expect(after).toMatchObject({ state: { name: 'running' }, notTaken: 0, late: 0 });
    await handlers.disconnectDevice({ id });
    expect((await ended(watched, sender.id)).state).toMatchObject({ why: 'failed', error: { code: 'NOT_CONNECTED' } });
  });

  it('ends where its device is removed', async () => {
    const { handlers, id, watched } = await connected();
    const work = { kind: 'draft' as const, draft: draft(), count: null };
    const sender = await handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 100 } });
    await handlers.removeDevice({ id });
    expect((await ended(watched, sender.id)).state).toMatchObject({ why: 'failed', error: { code: 'NO_SUCH_DEVICE' } });
  });

  it('counts what a device that takes nothing does not take, and lets little of it wait', async () => {
    const url = await strangePeer((socket) => {
      socket.once('data', (bytes) => {
        const reply = { type: PacketType.SERVINFO, flags: Flag.REPLY, data: Buffer.alloc(4) };
        socket.write(encodePacket({ ...reply, seqno: bytes.readUInt32BE(4) }));
        socket.pause();
      });
    });
    const watched = new Watched();
    const { id } = await watched.connected(url);
    const work = { kind: 'draft' as const, draft: draft({ hex: '00'.repeat(60_000) }), count: null };
    const pace = { kind: 'rate' as const, perSecond: 2_000 };
    const { id: sender } = await watched.handlers.startDatagrams({ id, work, pace });
    const { sentBytes } = await until(watched, sender, ({ notTaken }) => notTaken > 100);
    // What the system takes is some MiB; core alone would let 16 MiB more wait.
    expect(sentBytes).toBeLessThan(16_000_000);
    await watched.handlers.stopDatagrams({ id: sender });
  });

  it('is one of at most a hundred', async () => {
    const { handlers, id } = await connected();
    const work = { kind: 'draft' as const, draft: draft(), count: null };
    const start = () => handlers.startDatagrams({ id, work, pace: { kind: 'rate', perSecond: 1 } });
    for (let n = 0; n < 100; n += 1) await start();
    await expect(start()).rejects.toMatchObject({ code: 'TOO_MANY' });
  });
});

describe('a list', () => {
  it('is sent in its order, in the pace of its delays', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => `{"url":"/n","param":${n},"delayMs":10}`);
    const file = await list(lines.join('\n'));
    const bench = await connected({ files: [file] });
    const { handlers, id, watched, heard } = bench;
    const chosen = await handlers.chooseDatagramList(undefined);
    const began = performance.now();
    const sender = await handlers.startDatagrams({ id, work: fileWork(chosen), pace: { kind: 'delays' } });
    expect(await ended(watched, sender.id)).toMatchObject({ sent: 20, state: { why: 'done' } });
    expect(performance.now() - began).toBeGreaterThan(195);
    await arrived(bench);
    expect(heard.slice(0, 20).map(({ param }) => Number(param))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('with a wrong line is not sent at all, and the line is told', async () => {
    const file = await list(`{"url":"/n"}\n`.repeat(5_000) + '{"url":"n"}');
    const bench = await connected({ files: [file] });
    const { handlers, id, watched, heard } = bench;
    const chosen = await handlers.chooseDatagramList(undefined);
    const sender = await handlers.startDatagrams({ id, work: fileWork(chosen), pace: { kind: 'fast' } });
    expect((await ended(watched, sender.id)).state).toMatchObject({
      error: { code: 'INVALID_LIST' },
      problems: [{ line: 5_001, column: 8, code: 'BAD_URL' }],
    });
    await arrived(bench);
    expect(heard).toHaveLength(1);

    const skipping = fileWork(chosen, { skipWrong: true });
    const second = await handlers.startDatagrams({ id, work: skipping, pace: { kind: 'fast' } });
    expect(await ended(watched, second.id)).toMatchObject({ sent: 5_000, wrongLines: 1, state: { why: 'done' } });
  });

  it('begins anew at its end where that is wanted, until it is stopped', async () => {
    const file = await list('url,param\n/n,1\n/n,2\n', 'list.csv');
    const { handlers, id, watched } = await connected({ files: [file] });
    const chosen = await handlers.chooseDatagramList(undefined);
    const sender = await handlers.startDatagrams({
      id,
      work: fileWork(chosen, { loop: true }),
      pace: { kind: 'rate', perSecond: 1_000 },
    });
    await until(watched, sender.id, ({ round, sent }) => round > 5 && sent >= 10);
    await handlers.stopDatagrams({ id: sender.id });
    expect((await ended(watched, sender.id)).state).toEqual({ name: 'ended', why: 'stopped' });
  });

  it('is looked at before it is sent, and only where the user chose it', async () => {
    const file = await list('{"url":"/a","delayMs":5}\n{"url":"/b","quick":true}\nwrong\n');
    const { handlers, id } = await connected({ files: [file] });
    const unchosen = { path: file, name: 'list.jsonl', bytes: 1 };
    await expect(async () => handlers.previewDatagramList({ id, file: unchosen, quick: false })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    const chosen = await handlers.chooseDatagramList(undefined);
    if (chosen === null) throw new Error('no file');
    expect(await handlers.previewDatagramList({ id, file: chosen, quick: false })).toMatchObject({
      datagrams: 2,
      durationMs: 5,
      wrongLines: 1,
      problems: [{ line: 3, column: 1, code: 'NOT_JSON' }],
      first: [
        { line: 1, url: '/a', quick: false },
        { line: 2, url: '/b', quick: true },
      ],
    });
  });
});

describe('datagrams that arrive', () => {
  it('are told as counts, read by their indexes, and cleared', async () => {
    const { handlers, id, watched, server } = await connected();
    const [client] = server.clients;
    client?.datagram('/heard', { param: { n: 1 } });
    client?.datagram('/heard', { param: { n: 2 }, quick: true });
    const told = await watched.until(
      () => watched.batches.findLast(({ datagrams }) => datagrams?.some((each) => each.end === 2))?.datagrams?.[0],
    );
    expect(told).toMatchObject({ deviceId: id, first: 0, end: 2, evicted: 0 });
    const rows = await handlers.datagramRows({ id, indexes: [0, 1] });
    expect(rows.map(({ preview, quick }) => `${preview} ${quick}`).toSorted()).toEqual([
      '{"n":1} false',
      '{"n":2} true',
    ]);
    expect(await handlers.datagram({ id, index: 0 })).toMatchObject({ url: '/heard', json: true });
    await handlers.clearDatagrams({ id });
    expect(await handlers.datagramRows({ id, indexes: [0, 1] })).toEqual([]);
  });

  it('are told some ten times a second however fast they come, and the last one too', async () => {
    const { watched, server } = await connected();
    const [client] = server.clients;
    const began = performance.now();
    let sent = 0;
    while (performance.now() - began < 500) {
      for (let n = 0; n < 100; n += 1) sent += client?.datagram('/flood', { param: n }) === true ? 1 : 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const told = () => watched.batches.filter(({ datagrams }) => datagrams !== undefined);
    await watched.until(() => told().at(-1)?.datagrams?.[0]?.end === sent);
    expect(told().length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 100) + 1);
  });

  it('fall silent: the rate is told until it is zero', async () => {
    const { watched, server } = await connected();
    for (const client of server.clients) client.datagram('/heard');
    await watched.until(() => watched.batches.some(({ datagrams }) => (datagrams?.[0]?.perSecond ?? 0) > 0));
    const newest = () => watched.batches.findLast(({ datagrams }) => datagrams)?.datagrams?.[0];
    await watched.until(() => newest()?.perSecond === 0);
    expect(newest()).toMatchObject({ end: 1, perSecond: 0 });
  });
});

describe('the npm peer', () => {
  it('hears both channels, and is heard on both', async () => {
    const peer = new Peer('vsoa-server.cjs', {});
    onTestFinished(() => peer.kill());
    const { port } = await peer.heard('ready');
    const watched = new Watched();
    const { id } = await watched.connected(`vsoa://127.0.0.1:${String(port)}`);
    for (const quick of [false, true]) {
      await watched.handlers.sendDatagram({ id, draft: draft({ url: '/to', quick, param: '{"ü":1}', hex: '00ff' }) });
      expect(await peer.heard('datagram')).toEqual({ datagram: { url: '/to', quick, param: { ü: 1 }, data: '00ff' } });
      await peer.tell({ datagram: '/from', param: { quick }, data: 'beef', quick });
    }
    await expect.poll(async () => (await watched.handlers.datagramRows({ id, indexes: [0, 1] })).length).toBe(2);
    const [first, second] = await watched.handlers.datagramRows({ id, indexes: [0, 1] });
    expect([first, second]).toMatchObject([
      { url: '/from', quick: false, preview: '{"quick":false}', dataLength: 2 },
      { url: '/from', quick: true, preview: '{"quick":true}', dataLength: 2 },
    ]);
  });
});
