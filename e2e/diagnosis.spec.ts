import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { BenchWindow } from './harness/bench-window.ts';
import { expect, PASSWORD, test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** Evaluated in the page as it is now: Playwright knows of none that comes after a crash. */
const inPage = <T>(app: ElectronApplication, code: string): Promise<T> =>
  app.evaluate(async ({ BrowserWindow }, text) => {
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text);
    // A page that ends meanwhile never answers.
    const none = new Promise((_, reject) => setTimeout(reject, 2_000, new Error('no answer')));
    return Promise.race([answer, none]) as Promise<T>;
  }, code);

const textOfPage = (app: ElectronApplication) =>
  inPage<string>(app, 'document.body.innerText').catch(() => 'no page at the moment');

interface State {
  packets: number;
  evicted: number;
  since: number | undefined;
}

const benchState = (app: ElectronApplication) =>
  inPage<State>(
    app,
    `window.bench.snapshot(undefined).then(({ value: { traffic, devices: [device] } }) => ({
      packets: traffic.end, evicted: traffic.evictedPackets,
      since: device?.state.name === 'connected' ? device.state.since : undefined,
    }))`,
  );

const crash = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());

test('a page that hangs or crashes comes back, connections and traffic go on, and the third time a dialog asks', async ({
  app,
  bench,
  page,
  log,
  userData,
}) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const before = await benchState(app);
  await app.evaluate(({ dialog }) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const showMessageBox = (options: unknown) => {
      asked.push(options);
      return new Promise(() => {});
    };
    Object.assign(dialog, { showMessageBox });
  });

  void page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  // Chromium says so itself, some time after somebody has clicked into a page that hangs.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive'));
  await expect.poll(() => textOfPage(app), { timeout: 60_000 }).toContain('The window stopped answering');
  const hung = await benchState(app);
  expect(hung.since).toBe(before.since);
  expect(hung.packets).toBeGreaterThan(before.packets);
  expect(hung.evicted).toBe(0);

  await crash(app);
  await expect.poll(() => textOfPage(app), { timeout: 60_000 }).toContain('The window crashed');
  const crashed = await benchState(app);
  expect(crashed.since).toBe(before.since);
  expect(crashed.packets).toBeGreaterThan(hung.packets);
  expect(await textOfPage(app), 'what was told is not told again').not.toContain('stopped answering');

  await crash(app);
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
  await expect.poll(async () => (await asked()).length).toBe(1);
  expect((await asked())[0]).toMatchObject({
    message: 'The window crashed three times within a minute',
    buttons: ['Save report…', 'Restart', 'Restart in safe mode', 'Quit'],
  });
  expect(fs.readdirSync(path.join(userData, 'crashes'))).toHaveLength(3);
  expect(log.filter((line) => /page-(crashed|hung)/.test(line))).toHaveLength(3);
});

test('an error in the main process ends nothing: it is recorded, told once, and everything goes on', async ({
  app,
  bench,
  page,
  userData,
}) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  await app.evaluate(() => {
    setImmediate(() => {
      throw new Error('thrown by the test');
    });
  });
  const told = page.getByRole('listitem').filter({ hasText: 'An error inside the app' });
  await expect(told).toHaveCount(1);
  expect(fs.readdirSync(path.join(userData, 'crashes'))).toHaveLength(1);
  await page.reload();
  await bench.expectConnected('vsoa://127.0.0.1');
  await expect(told, 'it was told').toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('report a problem');
  await page.getByRole('option', { name: 'Report a problem…' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue(/thrown by the test/);
});

test('safe mode starts without what was saved, keeps nothing, says so, and leads back', async ({
  language,
  npmServer,
  theme,
  userData,
}) => {
  const start = (args: string[] = []) => launch({ userData, language, theme, executable: undefined, args });
  const first = await start();
  const connected = new BenchWindow(await first.firstWindow(), words.en);
  await connected.connect(npmServer.url, PASSWORD);
  await connected.expectConnected(npmServer.url);
  await (await first.firstWindow()).getByRole('button', { name: 'Theme: System' }).click();
  await (await first.firstWindow()).getByRole('menuitemradio', { name: 'Light' }).click();
  await first.close();
  const saved = filesIn(path.join(userData, 'workspace'));
  expect(Object.keys(saved)).toContain('devices.json');

  const safe = await start(['--safe-mode']);
  const page = await safe.firstWindow();
  await expect(page.getByText('Started without the saved workspace, layout and settings.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Theme: System' })).toBeVisible();
  const bench = new BenchWindow(page, words.en);
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  await expect(bench.device(npmServer.url)).toHaveCount(0);
  await safe.evaluate(({ app }) => {
    const calls: unknown[] = [];
    Object.assign(globalThis, { calls });
    Object.assign(app, { relaunch: (options: unknown) => calls.push(options), quit: () => calls.push('quit') });
  });
  await expectAccessible(page, 'safe mode');
  await page.getByRole('button', { name: 'Leave safe mode' }).click();
  const calls = () => safe.evaluate(() => (globalThis as unknown as { calls: [{ args: string[] }, 'quit'] }).calls);
  await expect.poll(async () => (await calls())[1]).toBe('quit');
  expect((await calls())[0].args).not.toContain('--safe-mode');
  expect((await calls())[0].args).toContain(`--user-data-dir=${userData}`);
  await safe.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
  expect(filesIn(path.join(userData, 'workspace'))).toEqual(saved);

  const again = await start();
  const window = new BenchWindow(await again.firstWindow(), words.en);
  await expect(window.device(npmServer.url)).toBeVisible();
  await expect((await again.firstWindow()).getByRole('button', { name: 'Theme: Light' })).toBeVisible();
  await again.close();
});

test('a password is in no file: not in workspace, log, crash, report, export or capture', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const secret = 'Geheim/7f3a wörd?&"x';
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'exports-'));
  const peer = new Peer('vsoa-server.cjs', { passwd: secret });
  const { port } = await peer.heard('ready');
  const url = `vsoa://127.0.0.1:${String(port)}`;
  await app.evaluate(({ dialog }, place) => {
    const showSaveDialog = async (_window: unknown, { defaultPath = 'file' }: { defaultPath?: string }) => ({
      canceled: false,
      filePath: `${place}/${defaultPath}`,
    });
    const showOpenDialog = async () => ({ canceled: false, filePaths: [place] });
    Object.assign(dialog, { showSaveDialog, showOpenDialog });
  }, folder);
  await page.evaluate(() => window.bench.startRecording({ maxFileBytes: 10_000_000, maxFiles: 2, syncMs: 100 }));
  await bench.connect(url, secret);
  await bench.expectConnected(url);
  // One that is refused for its place, and one that is thrown.
  await page.evaluate(
    (passwd) => window.bench.addDevice({ url: 'vsoa://127.0.0.1:1', passwd: { passwd } } as never),
    secret,
  );

  await page.keyboard.press('Control+k');
  await page.keyboard.type('report');
  await page.getByRole('option', { name: 'Report a problem…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report a problem' });
  const shown = dialog.getByRole('textbox', { name: 'Contents of the report' });
  await expect(shown).toHaveValue(/End of the log/);
  expect(await shown.inputValue()).not.toContain(`127.0.0.1:${String(port)}`);
  await dialog.getByRole('checkbox').check();
  await expect(shown).toHaveValue(/a request was refused/);
  await expectAccessible(page, 'the report');
  const text = await shown.inputValue();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog).toBeHidden();
  const report = fs.readdirSync(folder).find((file) => file.endsWith('.txt')) ?? '';
  expect(fs.readFileSync(path.join(folder, report), 'utf8')).toBe(text);

  for (const format of ['pcapng', 'jsonl', 'csv'] as const) {
    const saved = await page.evaluate(async (as) => {
      const now = await window.bench.snapshot(undefined);
      if (!now.ok) throw new Error(now.error.message);
      return window.bench.saveTraffic({ view: now.value.view.id, what: { kind: 'all' }, format: as });
    }, format);
    expect(saved.ok).toBe(true);
  }
  await page.evaluate(() => window.bench.stopRecording(undefined));
  expect((await page.evaluate(() => window.bench.exportWorkspace(undefined))).ok).toBe(true);
  await crash(app);
  await expect.poll(() => textOfPage(app), { timeout: 60_000 }).toContain('The window crashed');
  await app.close();
  await peer.kill();

  const forms = formsOf(secret);
  const places = [userData, folder];
  const files = places.flatMap((place) =>
    Object.entries(filesIn(place, 'latin1')).map(([name, content]) => ({ name, content })),
  );
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['workspace/devices.json', 'logs/main.log', report]),
  );
  expect(files.some(({ name, content }) => name.endsWith('.pcapng') && content.includes('passwd'))).toBe(true);
  expect(files.filter(({ content }) => forms.some((form) => content.includes(form))).map(({ name }) => name)).toEqual(
    [],
  );
});

/** A text as it may stand in a file, read as one character for each byte. */
function formsOf(text: string): string[] {
  const utf8 = Buffer.from(text);
  // In base64 what stands before shifts it: of each the part that does not depend on its neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .slice(4, -4),
  );
  const inJson = JSON.stringify(text).slice(1, -1);
  const all = [
    utf8,
    Buffer.from(text, 'latin1'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(inJson),
    Buffer.from(JSON.stringify(inJson).slice(1, -1)),
  ];
  return [
    ...all.map((bytes) => bytes.toString('latin1')),
    ...base64,
    encodeURIComponent(text),
    encodeURI(text),
    utf8.toString('hex'),
  ];
}

function filesIn(folder: string, encoding: 'utf8' | 'latin1' = 'utf8'): Record<string, string> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    found.map((each) => {
      const file = path.join(each.parentPath, each.name);
      return [path.relative(folder, file), fs.readFileSync(file, encoding)];
    }),
  );
}
