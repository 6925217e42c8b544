import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder } from './folder.ts';
import { npmServer, Run, run } from './run.ts';

/** A file with the traffic of one subscription. */
async function recorded(): Promise<string> {
  const server = new Server({ info: { name: 'ecu' } });
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const file = path.join(folder(), 'drive.pcapng');
  const url = `vsoa://127.0.0.1:${server.address?.port}`;
  const program = new Run(['record', `${url}/`, '--to', file, '--count', '3', '--json']);
  const [client] = await once(server, 'connect');
  await once(client, 'subscribe');
  for (const kmh of [50, 51.5, 52]) server.publish('/speed', { param: { kmh } });
  const { code, stdout } = await program.ended();
  expect(JSON.parse(stdout)).toMatchObject({ file, packets: 7, lost: 0 });
  expect(code).toBe(0);
  return file;
}

describe('record and show', () => {
  it('what was recorded is shown, filtered and counted', async () => {
    const file = await recorded();
    const { code, stdout, stderr } = await run('show', file, '--filter', 'type == publish', '--json');
    const packets = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(packets.map(({ url, param }) => [url, param])).toEqual([
      ['/speed', { kmh: 50 }],
      ['/speed', { kmh: 51.5 }],
      ['/speed', { kmh: 52 }],
    ]);
    expect(packets[0]).toMatchObject({
      type: 'PUBLISH',
      typeCode: 4,
      flags: 0,
      status: 0,
      urlLength: 6,
      dataLength: 0,
      tunid: 0,
    });
    expect(stderr).toBe('3 of 7 packets\n');
    expect(code).toBe(0);
    const people = await run('show', file, '--filter', 'type == subscribe && rtt > 0ms', '--count', '1');
    expect(people.stdout).toMatch(/SUBSCRIBE/);
  });

  it('replaces no file without --force, and says where a filter is wrong', async () => {
    const file = await recorded();
    const again = await run('record', 'vsoa://127.0.0.1:1/', '--to', file);
    expect(again.code).toBe(2);
    expect(existsSync(file)).toBe(true);
    const wrong = await run('show', file, '--filter', 'type = =');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^error: /);
    expect((await run('show', '/nowhere.pcapng')).code).toBe(2);
  });

  it('records the npm server, and ends with what there is when the user ends it', async () => {
    const { url, peer } = await npmServer();
    const file = path.join(folder(), 'npm.pcapng');
    const program = new Run(['record', `${url}/`, '--to', file]);
    await program.says('listening to');
    await peer.tell({ publish: '/a', param: { n: 1 } });
    program.child.kill('SIGINT');
    const { code, stderr } = await program.ended();
    expect(stderr).toMatch(/\d+ packets, \d+ bytes in/);
    expect(code).toBe(0);
    expect((await run('show', file, '--json')).stdout).toContain('"type":"SUBSCRIBE"');
  });

  it('shows what is readable of a file that is cut', async () => {
    const file = await recorded();
    const cut = path.join(folder(), 'cut.pcapng');
    const bytes = readFileSync(file);
    writeFileSync(cut, bytes.subarray(0, bytes.length - 10));
    const { code, stdout, stderr } = await run('show', cut);
    expect(stdout.split('\n').length).toBeGreaterThan(4);
    expect(stderr.split('\n').length).toBeGreaterThan(2);
    expect(code).toBe(0);
  });
});

describe('convert', () => {
  it('writes JSON Lines and CSV to stdout, and pcapng to a file that is shown the same', async () => {
    const file = await recorded();
    const jsonl = await run('convert', file, '--to', 'jsonl');
    expect(jsonl.stdout.trim().split('\n')).toHaveLength(7);
    const csv = await run('convert', file, '--to', 'csv', '--filter', 'url == "/speed"');
    expect(csv.stdout.trim().split('\r\n')).toHaveLength(4);
    const out = path.join(folder(), 'again.pcapng');
    expect((await run('convert', file, '--out', out)).code).toBe(0);
    expect((await run('show', out)).stdout).toBe((await run('show', file)).stdout);
    expect((await run('convert', file, '--out', out)).code).toBe(2);
    expect(await run('convert', file)).toMatchObject({
      code: 2,
      stderr: 'error: expected --to jsonl, csv or pcapng, or a name of --out that ends in one\n',
    });
  });
});
