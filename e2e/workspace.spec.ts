import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { launch, ROOT } from './harness/app.ts';
import { BenchWindow } from './harness/bench-window.ts';
import { refusing } from './harness/hosts.ts';
import { expect, test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** What the user chooses in the dialogs of the system from now on. */
async function choose(app: ElectronApplication, answers: { save?: string; open?: string[] }): Promise<void> {
  await app.evaluate(({ dialog }, { save, open = [] }) => {
    const left = [...open];
    dialog.showSaveDialog = () => Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
    dialog.showOpenDialog = () => {
      const next = left.shift();
      return Promise.resolve({ canceled: next === undefined, filePaths: next === undefined ? [] : [next] });
    };
  }, answers);
}

const menuOf = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /^(Workspace|工作区)/ });

async function pick(page: Page, item: string): Promise<void> {
  await menuOf(page).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('another workspace is opened from a folder, has devices of its own, and is there at the next start', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const folder = path.join(userData, 'climate bench');
  fs.mkdirSync(folder);
  await bench.connect(await refusing());
  await expect(bench.pane('devices').getByRole('option')).toHaveCount(1);
  await choose(app, { open: [folder] });
  await pick(page, 'Open a folder…');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: climate bench');
  await expect(bench.pane('devices').getByRole('option')).toHaveCount(0);
  const url = await refusing();
  await bench.connect(url);
  await expect(bench.device(url.replace('vsoa://', ''))).toBeVisible();
  expect(fs.readFileSync(path.join(folder, 'local', '.gitignore'), 'utf8')).toBe('*\n');
  await app.close();

  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const window = await again.firstWindow();
    const next = new BenchWindow(window, words.en);
    await expect(menuOf(window)).toHaveAccessibleName('Workspace: climate bench');
    await expect(next.device(url.replace('vsoa://', ''))).toBeVisible();
    await pick(window, 'My workspace');
    await expect(menuOf(window)).toHaveAccessibleName('Workspace: My workspace');
    await expect(next.device(url.replace('vsoa://', ''))).toHaveCount(0);
    await expect(next.pane('devices').getByRole('option')).toHaveCount(1);
  } finally {
    await again.close();
  }
});

test('the app that is started a second time shows the first one, and ends', async ({ app, page, userData }) => {
  await expect(menuOf(page)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(app.process().spawnfile, [ROOT, `--user-data-dir=${userData}`, ...sandbox], { stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  const isShown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isShown).toBe(true);
});

test('a workspace whose disk is not there is told at the start, and opened again when it is', async ({
  app,
  page,
  userData,
}) => {
  const folder = path.join(userData, 'stick');
  fs.mkdirSync(folder);
  await choose(app, { open: [folder] });
  await pick(page, 'Open a folder…');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: stick');
  await app.close();
  fs.renameSync(folder, `${folder} away`);
  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const window = await again.firstWindow();
    await expect(window.getByRole('status').filter({ hasText: folder })).toContainText('is not there');
    await expect(menuOf(window)).toHaveAccessibleName('Workspace: My workspace');
    fs.renameSync(`${folder} away`, folder);
    await pick(window, folder);
    await expect(menuOf(window)).toHaveAccessibleName('Workspace: stick');
    await expect(window.getByRole('status').filter({ hasText: folder })).toHaveCount(0);
  } finally {
    await again.close();
  }
});

test('the arrangement of the panes belongs to the workspace', async ({ app, page, userData }) => {
  const folder = path.join(userData, 'other');
  fs.mkdirSync(folder);
  const tab = page.getByRole('tab', { name: 'RPC', exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await choose(app, { open: [folder] });
  await pick(page, 'Open a folder…');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: other');
  await expect(page.getByRole('tab', { name: 'Devices', exact: true })).toHaveAttribute('aria-selected', 'true');
  await pick(page, 'My workspace');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: My workspace');
  await expect(tab).toHaveAttribute('aria-selected', 'true');
});

test('a workspace goes into a file and comes out of it in another folder', async ({ app, bench, page, userData }) => {
  const file = path.join(userData, 'shared.json');
  const folder = path.join(userData, 'unpacked');
  fs.mkdirSync(folder);
  await bench.connect(await refusing());
  await expect(bench.pane('devices').getByRole('option')).toHaveCount(1);
  await choose(app, { save: file, open: [file, folder] });
  await pick(page, 'Export to a file…');
  await expect(page.getByText(/^Exported to shared\.json: \d+ files?$/)).toBeVisible();
  await pick(page, 'Import from a file…');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: unpacked');
  await expect(bench.pane('devices').getByRole('option')).toHaveCount(1);
});

test.describe('in Chinese', () => {
  test.use({ language: 'zh' });

  test('a file that is no workspace is refused in words, and nothing changes', async ({ app, page, userData }) => {
    const file = path.join(userData, 'notes.json');
    fs.writeFileSync(file, '{}');
    await choose(app, { open: [file, userData] });
    await pick(page, '从文件导入…');
    await expect(page.getByText(/^工作区保持不变。/)).toContainText('NOT_A_WORKSPACE');
    await expect(menuOf(page)).toHaveAccessibleName('工作区：我的工作区');
  });
});

test('the sample workspace is copied into an empty folder, and its car is started, connected to and called', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const full = path.join(userData, 'not empty');
  const folder = path.join(userData, 'my car');
  fs.mkdirSync(full);
  fs.writeFileSync(path.join(full, 'mine.txt'), 'mine');
  fs.mkdirSync(folder);
  await choose(app, { open: [full, folder] });
  await pick(page, 'Open the sample workspace…');
  await expect(page.getByText(/FOLDER_NOT_EMPTY|not empty/).first()).toBeVisible();
  expect(fs.readdirSync(full)).toEqual(['mine.txt']);

  await pick(page, 'Open the sample workspace…');
  await expect(menuOf(page)).toHaveAccessibleName('Workspace: my car');
  await page.keyboard.press('Control+9');
  const mocks = page.locator('[data-pane="mocks"]');
  await mocks.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(mocks.getByText('vsoa://127.0.0.1:4710').first()).toBeVisible();

  await bench.open('devices');
  await bench.device('Sample car').click();
  await bench.pane('devices').getByRole('button', { name: 'Connect', exact: true }).last().click();
  await bench.expectConnected('vsoa://127.0.0.1:4710');
  await bench.open('rpc');
  await bench.pane('rpc').getByRole('treeitem', { name: 'Battery' }).click();
  await bench.pane('rpc').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(bench.answer()).toContainText('Success');
});
