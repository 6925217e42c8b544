import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodePacket, PacketType } from '@vsoa-testbench/core';
import { expect, onTestFinished, test } from 'vitest';
import { saveCapture } from '../../../capture/save.ts';
import type { SavedPacket } from '../../../capture/types.ts';
import { readRecording } from '../../../scenario/values/recording.ts';

interface Said {
  ms: number;
  url: string;
  client?: number;
  quick?: boolean;
}

async function recorded(said: readonly Said[]): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const packets = said.map(({ ms, url, client = 1, quick = false }, index): SavedPacket => {
    const quickLocal = `127.0.0.1:${60_000 + client}`;
    const local = `127.0.0.1:${50_000 + client}`;
    const [remote, quickRemote] = ['127.0.0.1:3000', '127.0.0.1:3000'];
    return {
      index,
      time: 1_700_000_000_000 + ms,
      connection: { id: client, role: 'client', local, remote, quickLocal, quickRemote, label: '' },
      content: {
        kind: 'PACKET',
        bytes: encodePacket({ type: PacketType.PUBLISH, url, param: { ms }, data: Buffer.from([index]) }),
        sent: false,
        quick,
        odd: null,
      },
      marked: false,
      pair: null,
    };
  });
  const file = path.join(folder, 'a.pcapng');
  await saveCapture(file, packets, { format: 'pcapng' });
  return file;
}

test('a topic is played with its timing, its channel and all its bytes', async () => {
  const file = await recorded([
    { ms: 0, url: '/a' },
    { ms: 5, url: '/b' },
    { ms: 10, url: '/a', quick: true },
    { ms: 40, url: '/a' },
  ]);
  const all = await readRecording(file, ['/a', '/b']);
  const a = all.get('/a');
  expect(a?.messages.map(({ ms, param, data, quick }) => [Math.round(ms), String(param), data[0], quick])).toEqual([
    [0, '{"ms":0}', 0, false],
    [10, '{"ms":10}', 2, true],
    [40, '{"ms":40}', 3, false],
  ]);
  expect(a?.duration).toBeCloseTo(60, 0);
  expect(all.get('/b')?.duration).toBe(1_000);
});

test('what several clients were told counts once', async () => {
  const file = await recorded(
    [0, 10, 20].flatMap((ms) => [
      { ms, url: '/a', client: 1 },
      { ms, url: '/a', client: 2 },
    ]),
  );
  expect((await readRecording(file, ['/a'])).get('/a')?.messages).toHaveLength(3);
});

test('a topic that is not in it is told', async () => {
  await expect(readRecording(await recorded([{ ms: 0, url: '/a' }]), ['/c'])).rejects.toThrow(
    'nothing that was published on /c',
  );
});
