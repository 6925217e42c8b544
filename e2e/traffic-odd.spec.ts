import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { packet } from '../testbench/test/packets.ts';
import type { BenchWindow } from './harness/bench-window.ts';
import { expect, test } from './harness/test.ts';

const PUBLISH = 4;
const REPLY = 1;

/** Odd in all the ways that a connection outlives, then what ends it: a packet of which the rest never comes. */
const odd = [
  unpadded(packet({ type: PUBLISH, url: '/odd/pad', param: '{"x":1}' })),
  packet({ type: 0x42, url: '/odd/type', param: '{"y":2}' }),
  packet({ type: 1, seqno: 5, url: '/odd/channel' }),
  packet({ type: 1, flags: REPLY, seqno: 999 }),
  packet({ type: PUBLISH, url: Buffer.from([0x2f, 0x6f, 0xff, 0x64]) }),
  packet({ type: PUBLISH, url: '/odd/cut', data: Buffer.alloc(400) }).subarray(0, 57),
];

const said: [name: string, why: string][] = [
  ['Unaligned', 'It has 35 bytes, with a pad of 0 where 1 would fit.'],
  ['Unknown type', 'It is 0x42.'],
  ['Wrong channel', 'RPC GET, received, normal.'],
  ['Unexpected reply', 'It is 999.'],
  ['Bad UTF-8', 'It stops to be at byte 22.'],
  ['Bad length', 'The header says 428 bytes, 57 are here.'],
];

const rowsOf = (bench: BenchWindow): Locator => bench.pane('traffic').getByRole('grid').locator('[data-position]');

test.beforeEach(async ({ bench, strangeHost }) => {
  const url = await strangeHost((socket) => {
    socket.once('data', (handshake) => {
      const seqno = handshake.readUInt32BE(4);
      socket.write(packet({ type: 0, flags: REPLY, seqno, param: '{"name":"odd ECU"}', data: Buffer.alloc(4) }));
      socket.end(Buffer.concat(odd));
    });
  });
  await bench.connect(url);
  await bench.open('traffic');
  await bench.pane('traffic').getByRole('combobox', { name: 'Filter' }).fill('odd');
  await bench.pane('traffic').getByRole('combobox', { name: 'Filter' }).press('Enter');
  await expect(rowsOf(bench)).toHaveCount(odd.length);
});

test('odd packets say why they are odd, with the bytes that make them so', async ({ bench, keepScreenshot }) => {
  const inspector = bench.pane('inspector');
  for (const [n, [name, why]] of said.entries()) {
    await expect(rowsOf(bench).nth(n)).toContainText(name);
    await rowsOf(bench).nth(n).click();
    await expect(inspector).toContainText(why);
  }
  const counters = bench.pane('traffic').getByRole('group', { name: 'Counts' });
  await expect(counters).toContainText(/Odd ?6.*Malformed ?1/);
  await keepScreenshot('traffic-odd');
});

test('odd packets are the same in a file that was saved, and in Wireshark', async ({ app, bench, page, userData }) => {
  const file = path.join(userData, 'odd.pcapng');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
  await bench.pane('traffic').getByRole('button', { name: 'Save', exact: true }).click();
  const filtered = page.getByRole('group', { name: 'Save what the list shows' });
  await filtered.getByRole('menuitem', { name: 'pcapng, for Wireshark' }).click();
  await expect(bench.pane('traffic').getByText(/^6 packets/)).toContainText(file);

  const lua = path.resolve(import.meta.dirname, '../docs/wireshark/vsoa.lua');
  const fields = ['vsoa.type', '_ws.expert.message', 'frame.comment'].flatMap((name) => ['-e', name]);
  const options = ['-X', `lua_script:${lua}`, '-o', 'tcp.try_heuristic_first:TRUE', '-r', file, '-T', 'fields'];
  const lines = execFileSync('tshark', [...options, ...fields], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  expect(lines.trim().split('\n')).toHaveLength(6);
  for (const code of ['UNALIGNED', 'UNKNOWN_TYPE', 'WRONG_CHANNEL', 'UNEXPECTED_REPLY', 'BAD_UTF8', 'BAD_LENGTH'])
    expect(lines).toContain(`odd=${code}`);
  expect(fs.statSync(file).size).toBeGreaterThan(0);

  await bench.pane('traffic').getByRole('button', { name: 'Open a capture file' }).click();
  await expect(bench.pane('traffic').getByRole('button', { name: 'odd.pcapng', exact: true })).toBeVisible();
  await expect(rowsOf(bench)).toHaveCount(6);
  for (const [n, [name]] of said.entries()) await expect(rowsOf(bench).nth(n)).toContainText(name);
});

/** Its length is no multiple of 4 any more, and the header says so. */
function unpadded(bytes: Buffer): Buffer {
  const pad = bytes.readUInt8(2) >>> 6;
  bytes.writeUInt8(bytes.readUInt8(2) & 0x3f, 2);
  return bytes.subarray(0, bytes.length - pad);
}
