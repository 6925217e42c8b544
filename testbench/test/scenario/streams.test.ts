import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client, Stream } from '@vsoa-testbench/core';
import { describe, expect, it } from 'vitest';
import { until } from '../../../core/test/support.ts';
import type { CommandSpec } from '../../scenario/file/schema.ts';
import { connect, folderWith, runEcu } from './support.ts';

type StreamOf = NonNullable<CommandSpec['stream']>;

async function start(stream: StreamOf, files: Record<string, string | Uint8Array> = {}) {
  const folder = folderWith(files);
  const { ecu } = await runEcu({ commands: [{ url: '/stream', stream, param: 'here' }] }, { folder });
  return { ecu, folder, client: await connect(ecu) };
}

async function open(client: Client): Promise<Stream> {
  const { tunnelId, status, param } = await client.call('/stream');
  expect({ status, param }).toEqual({ status: 0, param: 'here' });
  return client.createStream(tunnelId);
}

async function all(stream: Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('the streams of a mock', () => {
  const big = Buffer.from(Array.from({ length: 700_001 }, (_, at) => at * 31));
  const sources: [string, StreamOf['send'], Buffer][] = [
    ['a text', { text: 'hello' }, Buffer.from('hello')],
    ['bytes', { hex: 'c0ffee' }, Buffer.from('c0ffee', 'hex')],
    ['zeros', { zeros: 200_000 }, Buffer.alloc(200_000)],
    ['a file', { file: 'big.bin' }, big],
    ['a file again and again', { file: 'big.bin', times: 3 }, Buffer.concat([big, big, big])],
    ['an empty file for ever', { file: 'empty.bin', times: Number.MAX_SAFE_INTEGER }, Buffer.alloc(0)],
    ['nothing', { zeros: 0 }, Buffer.alloc(0)],
  ];

  it.each(sources)('send %s', async (_name, send, expected) => {
    const { client, ecu } = await start({ send: send! }, { 'big.bin': big, 'empty.bin': '' });
    expect((await all(await open(client))).equals(expected)).toBe(true);
    expect(ecu.commands[0]?.error).toBeNull();
  });

  it('send the same random bytes for the same seed, whatever the rate', async () => {
    const hashes = new Set<string>();
    for (const bytesPerSecond of [undefined, 2_000_000]) {
      const { client } = await start({ send: { random: 100_000, seed: 3 }, bytesPerSecond });
      hashes.add(
        createHash('sha256')
          .update(await all(await open(client)))
          .digest('hex'),
      );
    }
    expect(hashes.size).toBe(1);
  });

  it('keep to their rate', async () => {
    const { client } = await start({ send: { zeros: 30_000 }, bytesPerSecond: 100_000 });
    const stream = await open(client);
    const started = performance.now();
    expect(await all(stream)).toHaveLength(30_000);
    expect(performance.now() - started).toBeGreaterThan(250);
  });

  it('send lines that are computed, until the client has ended', async () => {
    const { client, ecu } = await start({
      send: { every: 1, lines: { $expr: "count = 0 ? request.url : {'n': count}" } },
    });
    const stream = await open(client);
    let text = '';
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      text += String(chunk);
      if (text.split('\n').length > 3) break;
    }
    expect(text).toMatch(/^\/stream\n\{"n":1\}\n\{"n":2\}\n/);
    stream.end();
    await all(stream);
    expect(ecu.commands[0]?.error).toBeNull();
  });

  it('of lines that cannot be computed fail, and say why', async () => {
    const { client, ecu } = await start({ send: { every: 1, lines: { $expr: '1 + "a"' } } });
    await expect(all(await open(client))).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await until(() => ecu.commands[0]?.error?.startsWith('the stream failed') === true);
  });

  it('leave out a line that takes too long, tell it once, and go on', async () => {
    const slow = 'count = 1 ? $sum([1..1000].([1..100000])) : "line " & $string(count)';
    const { client, ecu } = await start({ send: { every: 5, lines: { $expr: slow } } });
    const stream = await open(client);
    let text = '';
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      text += String(chunk);
      if (text.split('\n').length > 3) break;
    }
    expect(text).toMatch(/^line 0\nline \d+\n/);
    expect(text).not.toContain('line 1\n');
    expect(ecu.commands[0]?.error).toMatch(/^a line was left out: .* took longer than 50 ms/);
    stream.end();
    await all(stream);
  });

  it('take what comes, write it, and say what they got', async () => {
    const { client, folder } = await start({ receive: { file: 'ota/new.bin' } });
    for (const content of [big, Buffer.from('another')]) {
      const stream = await open(client);
      stream.end(content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(JSON.parse(String(await all(stream)))).toEqual({ bytes: content.length, sha256 });
      const received = path.join(folder, 'received', 'ota');
      expect(readFileSync(path.join(received, 'new.bin')).equals(content)).toBe(true);
      expect(readdirSync(received)).toEqual(['new.bin']);
    }
  });

  it('send and take at once', async () => {
    const { client } = await start({ send: { text: 'down' }, receive: true });
    const stream = await open(client);
    stream.end(big);
    expect(String(await all(stream))).toBe('down');
  });

  it('say what went wrong: nobody came, somebody left, a file is not there', async () => {
    const late = await start({ send: { text: 'x' }, timeout: 20 });
    await late.client.call('/stream');
    await until(() => late.ecu.commands[0]?.error?.includes('no client came') === true);

    const left = await start({ send: { zeros: 50_000_000 } });
    const stream = await open(left.client);
    stream.on('error', () => undefined);
    await once(stream, 'data');
    stream.destroy(new Error('enough'));
    await until(() => left.ecu.commands[0]?.error?.startsWith('the stream failed') === true);

    const missing = await start({ send: { file: 'none.bin' } });
    const broken = await open(missing.client);
    await expect(all(broken)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await until(() => missing.ecu.commands[0]?.error?.includes('none.bin') === true);
  });
});
