/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file, and never a function */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Peer } from '../../../core/test/peer/peer.ts';
import { until } from '../../../core/test/support.ts';
import type { Ecu } from '../../scenario/ecu.ts';
import type { EcuSpec } from '../../scenario/file/schema.ts';
import { randomOf } from '../../scenario/random.ts';
import { folderWith, npmClient, runEcu } from './support.ts';

const ECU: Omit<EcuSpec, 'name'> = {
  info: { name: 'Body', version: 3 },
  password: 'secret',
  state: { door: 'closed' },
  commands: [
    { url: '/fixed', param: { x: 1 }, data: { text: 'data' } },
    { url: '/computed', param: { sum: { $expr: 'request.param.a + request.param.b' } } },
    { url: '/status', status: 200, param: { why: 'own' } },
    { url: '/delayed', delay: { min: 20, max: 40 }, param: 'late' },
    { url: '/sequence', sequence: [{ param: 'one' }, { status: 5 }], then: 'last' },
    { url: '/random', random: [{ param: 'a' }, { param: 'a', weight: 5 }] },
    {
      url: '/door',
      method: 'SET',
      set: { door: { $expr: 'request.param.door' } },
      param: { $state: 'door' },
      publish: ['/door'],
    },
    { url: '/tree/', param: { asked: { $expr: 'request.url' } } },
    { url: '/tree/exact', param: 'exact' },
    { url: '/echo', echo: true },
    { url: '/echo-param', echo: 'param', data: { text: 'own' } },
    { url: '/picture', data: { file: 'picture.bin' } },
    { url: '/silent', silent: true },
    { url: '/download', stream: { send: { random: 300_000, seed: 4 } }, param: { size: 300_000 } },
    { url: '/upload', stream: { receive: { file: 'firmware.bin' } } },
  ],
  topics: [
    { url: '/door', param: { $state: 'door' } },
    { url: '/fast', every: 10, quick: true, param: { $count: {} } },
    { url: '/slow', every: 50, param: { speed: { $sine: { min: 0, max: 100, period: 1_000 } } } },
  ],
  datagrams: [{ url: '/ping', reply: [{ url: '/pong', param: { $expr: 'request.param' } }], set: { pinged: true } }],
};

const PICTURE = Uint8Array.from({ length: 5_000 }, (_, at) => at * 7);

async function start(): Promise<{ peer: Peer; ecu: Ecu; folder: string }> {
  const folder = folderWith({ 'picture.bin': PICTURE });
  const { ecu } = await runEcu(ECU, { folder });
  return { ecu, folder, peer: await npmClient(ecu, { passwd: 'secret' }) };
}

describe('the npm client at a mock', () => {
  it('is answered in every way', async () => {
    const { peer, ecu } = await start();
    const call = (url: string, rest: object = {}) => peer.tell({ call: url, ...rest });
    expect(await call('/fixed')).toMatchObject({ param: { x: 1 }, data: hexOf('data') });
    expect(await call('/computed', { param: { a: 2, b: 3 } })).toMatchObject({ param: { sum: 5 } });
    expect(await call('/status')).toMatchObject({ status: 200 });
    expect(await call('/delayed')).toMatchObject({ param: 'late' });
    expect(await call('/sequence')).toMatchObject({ param: 'one' });
    expect(await call('/sequence')).toMatchObject({ status: 5 });
    expect(await call('/random')).toMatchObject({ param: 'a' });
    expect(await call('/tree/of/anything')).toMatchObject({ param: { asked: '/tree/of/anything' } });
    expect(await call('/tree/exact')).toMatchObject({ param: 'exact' });
    const sent = { param: { a: [1, 'é'] }, data: 'c0ffee' };
    expect(await call('/echo', sent)).toMatchObject(sent);
    expect(await call('/echo-param', sent)).toMatchObject({ param: sent.param, data: hexOf('own') });
    expect(await call('/picture')).toMatchObject({ data: Buffer.from(PICTURE).toString('hex') });
    expect(await call('/none')).toMatchObject({ status: 3 });
    await peer.tell({ subscribe: '/door' });
    expect(await call('/door', { method: 'SET', param: { door: 'open' } })).toMatchObject({ param: 'open' });
    expect(await peer.heard('message')).toMatchObject({ message: { url: '/door', param: 'open' } });
    expect(ecu.state).toMatchObject({ door: 'open' });
  });

  it('waits in vain where there is never an answer, and is answered by the others meanwhile', async () => {
    const { peer, ecu } = await start();
    const silent = peer.tell({ call: '/silent', timeout: 300 });
    expect(await silent).toHaveProperty('error');
    expect(ecu.commands.find(({ url }) => url === '/silent')).toMatchObject({ error: null });
    expect(await peer.tell({ call: '/fixed' })).toMatchObject({ param: { x: 1 } });
  });

  it('gets topics on both channels, and datagrams on the one that it used', async () => {
    const { peer, ecu } = await start();
    await peer.tell({ subscribe: ['/fast', '/slow'] });
    const seen = new Map<string, boolean>();
    while (seen.size < 2) {
      const { message } = (await peer.heard('message')) as { message: { url: string; quick: boolean } };
      seen.set(message.url, message.quick);
    }
    expect(Object.fromEntries(seen)).toEqual({ '/fast': true, '/slow': false });
    for (const quick of [true, false]) {
      await peer.tell({ datagram: '/ping', param: { quick }, quick });
      expect(await peer.heard('datagram')).toMatchObject({ datagram: { url: '/pong', quick, param: { quick } } });
    }
    expect(ecu.state).toMatchObject({ pinged: true });
    expect(ecu.datagrams[0]).toMatchObject({ url: '/ping', received: 2, error: null });
  });

  it('takes a stream and gives one', async () => {
    const { peer, ecu, folder } = await start();
    const { tunid } = await peer.tell({ call: '/download' });
    const taken = await peer.tell({ stream: tunid, take: true });
    expect(taken).toMatchObject({ count: 300_000, sha256: hashOf(randomBytes(300_000, 4)) });
    const { tunid: upload } = await peer.tell({ call: '/upload' });
    await peer.tell({ stream: upload, give: 'c0ffee' });
    const file = path.join(folder, 'received', 'firmware.bin');
    await until(() => existsSync(file));
    expect(readFileSync(file).toString('hex')).toBe('c0ffee');
    expect(ecu.commands.find(({ url }) => url === '/upload')?.error).toBeNull();
  });
});

describe('the npm client is sent over a stream', () => {
  const sources = [
    ['a text', { text: 'héllo' }, Buffer.from('héllo')],
    ['bytes', { hex: 'c0ffee' }, Buffer.from('c0ffee', 'hex')],
    ['zeros', { zeros: 200_000 }, Buffer.alloc(200_000)],
    ['a file, twice', { file: 'picture.bin', times: 2 }, Buffer.concat([PICTURE, PICTURE])],
  ] as const;

  it.each(sources)('%s', async (_name, send, expected) => {
    const folder = folderWith({ 'picture.bin': PICTURE });
    const { ecu } = await runEcu(
      { commands: [{ url: '/take', stream: { send, bytesPerSecond: 1_000_000 } }] },
      { folder },
    );
    const peer = await npmClient(ecu);
    const { tunid } = await peer.tell({ call: '/take' });
    expect(await peer.tell({ stream: tunid, take: true })).toMatchObject({
      count: expected.length,
      sha256: hashOf(expected),
    });
  });

  it('lines that are computed anew, until it ends the stream', async () => {
    const { ecu } = await runEcu({
      commands: [{ url: '/trace', stream: { send: { lines: { n: { $count: {} } }, every: 10 } } }],
    });
    const peer = await npmClient(ecu);
    const { tunid } = await peer.tell({ call: '/trace' });
    const { lines } = (await peer.tell({ stream: tunid, lines: 3 })) as { lines: string[] };
    const numbers = lines.map((line) => (JSON.parse(line) as { n: number }).n);
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
  });
});

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a stream of random bytes has. */
function randomBytes(count: number, seed: number): Uint8Array {
  const random = randomOf(seed, 'stream');
  return Uint8Array.from({ length: count }, () => random() * 256);
}
