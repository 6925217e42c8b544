import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { formatAddress } from '../../src/address.ts';
import { positionServers, systemSources } from '../../src/position/sources.ts';
import { nothing } from './support.ts';

const { signal } = new AbortController();

async function all(given: string | readonly string[] | undefined, env = '', text = ''): Promise<string[]> {
  const file = text === '' ? nothing.file : await fileWith(text);
  const servers: string[] = [];
  for await (const { host, port } of positionServers(given, { env: { VSOA_POS_SERVER: env }, file }, signal)) {
    servers.push(formatAddress(host, port));
  }
  return servers;
}

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vsoa-pos-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'vsoa.pos');
  await writeFile(file, text);
  return file;
}

/** What the process is warned of from now on. */
function warnings(): string[] {
  const seen: string[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void seen.push(String(warning)));
  onTestFinished(() => spy.mockRestore());
  return seen;
}

test('those that the program gives are asked, and no others', async () => {
  const [env, file] = ['10.0.0.1:1', '10.0.0.2 2'];
  expect(await all('10.0.0.3:3, [::1]:4,pos.local,', env, file)).toEqual(['10.0.0.3:3', '[::1]:4', 'pos.local:54']);
  expect(await all(['10.0.0.3', '[::1]'], env, file)).toEqual(['10.0.0.3:54', '[::1]:54']);
  expect(await all([], env, file)).toEqual([]);
  expect(await all('', env, file)).toEqual([]);
});

test('else those of the environment, then those of the file', async () => {
  expect(await all(undefined, '10.0.0.1:1,[fe80::1]', '10.0.0.2 2')).toEqual([
    '10.0.0.1:1',
    '[fe80::1]:54',
    '10.0.0.2:2',
  ]);
  expect(await all(undefined)).toEqual([]);
});

test('a file has a server a line, with blanks, comments, and the line ends of any system', async () => {
  const text = '# ours\r\n10.0.0.1 3000\r\n\r\n\t10.0.0.2\t3001 # the other\n::1 5\n[::1] 6\nfe80::1\n10.0.0.3:7';
  expect(await all(undefined, '', text)).toEqual([
    '10.0.0.1:3000',
    '10.0.0.2:3001',
    '[::1]:5',
    '[::1]:6',
    '[fe80::1]:54',
    '10.0.0.3:7',
  ]);
});

test.each(['x:y', ':1', '10.0.0.1:0', '10.0.0.1:65536', '10.0.0.1:1:2', '[10.0.0.1]:1', '::1', 'a b'])(
  'a program that gives %j is told so',
  async (entry) => {
    await expect(all([entry])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  },
);

test('what makes no sense in environment or file is skipped, with one warning', async () => {
  const seen = warnings();
  const file = await fileWith('10.0.0.1 99999\n10.0.0.2 2\n');
  const env = { VSOA_POS_SERVER: 'no:sense,10.0.0.3:3' };
  for (let time = 0; time < 2; time += 1) {
    const found: string[] = [];
    for await (const { host } of positionServers(undefined, { env, file }, signal)) found.push(host);
    expect(found).toEqual(['10.0.0.3', '10.0.0.2']);
  }
  expect(seen).toEqual([
    'VSOA_POS_SERVER says "no:sense", which is no position server, and is skipped',
    `${file} says "10.0.0.1:99999", which is no position server, and is skipped`,
  ]);
});

test('a file that cannot be read is none, with a warning', async () => {
  const seen = warnings();
  const file = path.dirname(await fileWith('x'));
  for await (const server of positionServers(undefined, { env: {}, file }, signal)) expect(server).toBeUndefined();
  expect(seen[0]).toContain('EISDIR');
});

test('the system is the environment and the file of the platform', () => {
  expect(systemSources.env).toBe(process.env);
  expect(systemSources.file).toMatch(/^(\/etc\/vsoa\.pos|C:\\Windows\\System32\\drivers\\etc\\vsoa\.pos)$/u);
});
