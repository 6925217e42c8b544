import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, ROOT } from './harness/app.ts';
import { expect, test } from './harness/test.ts';

const RELEASE = path.join(ROOT, 'release', 'test');
const EXECUTABLES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux-unpacked/vsoa-testbench',
  darwin: 'mac/VSOA Testbench.app/Contents/MacOS/VSOA Testbench',
  win32: 'win-unpacked/VSOA Testbench.exe',
};
const executable = path.join(RELEASE, EXECUTABLES[process.platform] ?? '');
const version: string = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
const deb = path.join(RELEASE, `vsoa-testbench_${version}_amd64.deb`);
const archive = path.join(RELEASE, `vsoa-testbench-${version}.tar.gz`);

const read = (command: string, ...words: string[]): string => execFileSync(command, words, { encoding: 'utf8' });

test.describe('the packed app', () => {
  test.skip(!fs.existsSync(executable), 'not built: npm run dist -- --test');
  test.use({ executable });

  test('starts from its archive, and talks to its demo vehicle', async ({ app, bench }) => {
    await bench.startDemo();
    await bench.expectConnected('vsoa://127.0.0.1');
    expect(await app.evaluate(({ app: packed }) => packed.isPackaged)).toBe(true);
  });
});

test.describe('the deb', () => {
  test.skip(process.platform !== 'linux' || !fs.existsSync(deb), 'not built: npm run dist -- --test --linux deb');
  let root: string;
  const inRoot = (place: string): string => path.join(root, place);

  test.beforeAll(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-root-'));
    execFileSync('dpkg-deb', ['-x', deb, root]);
  });
  test.afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

  test('says what it is, what it needs, and brings what a desktop looks for', () => {
    const field = (name: string): string => read('dpkg-deb', '-f', deb, name).trim();
    expect(field('Package')).toBe('vsoa-testbench');
    expect(field('Version')).toBe(version);
    expect(field('Section')).toBe('devel');
    expect(field('Maintainer')).toMatch(/^[^<>]+ <[^<>@]+@[^<>]+>$/);
    expect(field('Homepage')).not.toContain('about:');
    expect(field('Depends').split(', ')).toEqual(expect.arrayContaining(['libgtk-3-0', 'libnss3', 'libasound2']));
    expect(Number(field('Installed-Size'))).toBeGreaterThan(100_000);
    for (const line of field('Description').split('\n')) expect(line.length).toBeLessThan(80);

    const entries = read('dpkg-deb', '-c', deb).trim().split('\n');
    expect(
      entries.filter((entry) => !/ root\/root /.test(entry)),
      'owned by another than root',
    ).toEqual([]);
    expect(
      entries.filter((entry) => /^[^l].{4}w|^[^l].{7}w/.test(entry)),
      'to be written by others',
    ).toEqual([]);
    const desktop = fs.readFileSync(inRoot('usr/share/applications/vsoa-testbench.desktop'), 'utf8');
    expect(desktop).toContain('Exec="/opt/VSOA Testbench/vsoa-testbench" %U\n');
    expect(desktop).toMatch(/^MimeType=.*x-scheme-handler\/vsoa;/m);
    expect(desktop).toMatch(/^StartupWMClass=vsoa-testbench$/m);
    for (const size of ['16x16', '512x512']) {
      expect(fs.existsSync(inRoot(`usr/share/icons/hicolor/${size}/apps/vsoa-testbench.png`)), size).toBe(true);
    }
    expect(fs.existsSync(inRoot('usr/share/icons/hicolor/scalable/apps/vsoa-testbench.svg'))).toBe(true);
    expect(fs.existsSync(inRoot('usr/share/doc/vsoa-testbench/copyright'))).toBe(true);
    expect(fs.existsSync(inRoot('opt/VSOA Testbench/resources/default_app.asar'))).toBe(false);
    // Its types are those of the files that the desktop entry takes.
    const types = fs.readFileSync(inRoot('usr/share/mime/packages/vsoa-testbench.xml'), 'utf8');
    for (const [, type] of types.matchAll(/<mime-type type="([^"]+)"/g)) expect(desktop).toContain(`${type};`);
  });

  test('installed, opens the file and the link of its command line, and those of a second start', async ({
    userData,
  }) => {
    const installed = inRoot('opt/VSOA Testbench/vsoa-testbench');
    const options = { userData, language: 'en', theme: 'light', executable: installed } as const;
    const scenario = path.join(userData, 'lights.vsoa-scenario');
    fs.writeFileSync(scenario, 'scenario: 1\nname: Lights of the deb\necus: [{ name: body }]\n');
    const app = await launch({ ...options, args: [scenario, 'vsoa://me:secret@10.0.0.1:3000/'] });
    try {
      const page = await app.firstWindow();
      const dialog = page.getByRole('dialog', { name: 'Add device' });
      await expect(dialog.getByRole('textbox', { name: 'Server URL' })).toHaveValue('vsoa://10.0.0.1:3000');
      await expect(dialog.getByText('password in the link was left out')).toBeVisible();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(page.getByText('Lights of the deb').first()).toBeVisible();

      const gone = path.join(userData, 'gone.pcapng');
      execFileSync(installed, [`--user-data-dir=${userData}`, ...NO_SANDBOX, gone, `vsoa://${'a'.repeat(10_000)}`], {
        stdio: 'ignore',
      });
      await expect(page.getByText(`${gone}: Cannot read the file.`)).toBeVisible();
      await expect(page.getByText('It is far too long for an address.')).toBeVisible();
      expect(await page.evaluate(async () => window.bench.snapshot(undefined))).toMatchObject({
        value: { devices: [] },
      });
    } finally {
      await app.close();
    }
  });
});

test.describe('the tar.gz', () => {
  test.skip(
    process.platform !== 'linux' || !fs.existsSync(archive),
    'not built: npm run dist -- --test --linux tar.gz',
  );

  test('has the files of the packed folder, in one folder of its own', () => {
    const names = read('tar', '-tzf', archive).trim().split('\n');
    const own = `vsoa-testbench-${version}/`;
    expect(names.filter((name) => !name.startsWith(own))).toEqual([]);
    const packed = names.map((name) => name.slice(own.length).replace(/\/$/, '')).filter((name) => name !== '');
    const folder = fs.readdirSync(path.dirname(executable), { recursive: true }).map(String);
    // The deb leaves its profile of AppArmor in the folder.
    const both = folder.filter((name) => name !== 'resources/apparmor-profile');
    expect(packed.filter((name) => name !== 'resources/apparmor-profile').toSorted()).toEqual(both.toSorted());
    expect(read('tar', '-tvzf', archive, `${own}vsoa-testbench`)).toMatch(/^-rwxr-xr-x/);
  });
});

/** Chromium refuses its sandbox to root. */
const NO_SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
