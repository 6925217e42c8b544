import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MAX_PACKET, MAX_QUICK_PACKET } from '@vsoa-testbench/core';
import { expect, onTestFinished, test } from 'vitest';
import { previewList } from '../../datagrams/list/preview.ts';
import { ListReader } from '../../datagrams/list/reader.ts';

const docs = await readFile(path.join(import.meta.dirname, '../../../docs/datagrams.md'), 'utf8');

async function fileWith(language: 'jsonl' | 'csv'): Promise<string> {
  const [, example = ''] = new RegExp(`\`\`\`${language}\n([^\`]+)\`\`\``).exec(docs) ?? [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'datagram-docs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, `example.${language}`);
  await writeFile(file, example);
  return file;
}

async function sent(file: string) {
  const reader = await ListReader.open({ path: file, quick: false, raw: false, values: () => () => undefined });
  const items = await reader.next();
  await reader.close();
  return (items ?? []).map((item) => {
    if (!('entry' in item)) throw new Error(item.problem.message);
    const { url, param, data, quick, delayMs } = item.entry;
    return { url, param: param && Buffer.from(param).toString(), data: data && Buffer.from(data), quick, delayMs };
  });
}

test('both examples of a list send the same four datagrams', async () => {
  const [lines, csv] = await Promise.all([sent(await fileWith('jsonl')), sent(await fileWith('csv'))]);
  expect(csv).toEqual(lines);
  expect(lines).toEqual([
    { url: '/diag/ping', param: '{"seq":1}', data: undefined, quick: false, delayMs: 0 },
    { url: '/diag/ping', param: '{"seq":2}', data: undefined, quick: true, delayMs: 100 },
    { url: '/body/horn', param: undefined, data: Buffer.of(1, 255), quick: false, delayMs: 250.5 },
    { url: '/display/text', param: undefined, data: Buffer.from('hello'), quick: false, delayMs: 0 },
  ]);
});

test('a look at the examples finds nothing wrong', async () => {
  const options = { quick: false, raw: false, values: () => () => undefined };
  for (const language of ['jsonl', 'csv'] as const) {
    expect(await previewList({ ...options, path: await fileWith(language) })).toMatchObject({
      datagrams: 4,
      wrongLines: 0,
      durationMs: 350.5,
    });
  }
});

test('the limits are those of the packets', () => {
  expect(docs).toContain(MAX_PACKET.toLocaleString('en-US'));
  expect(docs).toContain(MAX_QUICK_PACKET.toLocaleString('en-US'));
});
