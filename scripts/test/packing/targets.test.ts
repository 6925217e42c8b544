import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { obstacle, systemTools, TARGETS } from '../../packing/targets.mjs';

const DIST = path.resolve(import.meta.dirname, '../../dist.mjs');
const execute = promisify(execFile);

it.each([
  [
    'win',
    'nsis',
    'linux',
    /^nsis for Windows cannot be built on Linux: .* On Windows run: npm ci && npm run dist -- --win nsis$/,
  ],
  [
    'mac',
    'dmg',
    'linux',
    /^dmg for macOS cannot be built on Linux: .* On macOS run: npm ci && npm run dist -- --mac dmg$/,
  ],
  [
    'linux',
    'deb',
    'mac',
    /^deb for Linux cannot be built on macOS: .* On Linux run: npm ci && npm run dist -- --linux deb$/,
  ],
] as const)(
  '--%s %s says in one line why it cannot be built on %s, and what to do where',
  async (platform, target, host, line) => {
    expect(await obstacle(platform, target, { host })).toMatch(line);
  },
);

it('a tool that can neither be found nor downloaded is named with the reason, in one line', async () => {
  const unreachable = Object.assign(new Error('getaddrinfo\nat a\nat b'), { code: 'ENOTFOUND' });
  const toolsOf = { AppImage: () => Promise.reject(unreachable) };
  const line = await obstacle('linux', 'AppImage', { host: 'linux', toolsOf: toolsOf as never });
  expect(line).toMatch(/^AppImage cannot be built here: .* \(ENOTFOUND\)\. .*APPIMAGE_TOOLS_PATH\.$/);
});

it('nothing stands in the way where the tools are there', async () => {
  const toolsOf = Object.fromEntries(TARGETS.linux.map((target) => [target, () => Promise.resolve()]));
  const lines = await Promise.all(
    TARGETS.linux.map((target) => obstacle('linux', target, { host: 'linux', toolsOf: toolsOf as never })),
  );
  expect(lines).toEqual([null, null, null, null]);
});

it('the programs of the system are taken, and none that the user has named is replaced', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-tools-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['7z', 'dpkg-deb']) {
    await writeFile(path.join(folder, name), '');
    await chmod(path.join(folder, name), 0o755);
  }
  expect(systemTools({ PATH: folder })).toEqual({
    ELECTRON_BUILDER_7ZIP_PATH: path.join(folder, '7z'),
    CUSTOM_FPM_PATH: expect.stringMatching(/scripts.packing.fpm\.mjs$/),
  });
  expect(systemTools({ PATH: folder, ELECTRON_BUILDER_7ZIP_PATH: '/mine', CUSTOM_FPM_PATH: '/mine' })).toEqual({});
  expect(systemTools({ PATH: '' })).toEqual({});
});

it('what there is no target for is refused with those that there are', async () => {
  const run = execute(process.execPath, [DIST, '--linux', 'rpm']);
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no target rpm for --linux: dir, tar.gz, deb, AppImage'),
  });
});

it.skipIf(process.platform !== 'linux')('a release is refused where the runtime is not the official one', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-runtime-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'electron'), '');
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder };
  const run = execute(process.execPath, [DIST, '--linux', 'dir'], { env });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('A release is packed from the official Electron only'),
  });
});
