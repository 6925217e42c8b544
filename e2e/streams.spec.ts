import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { dropFile } from './harness/drop.ts';
import { expect, PASSWORD, test } from './harness/test.ts';

const spoken = {
  en: {
    streams: 'Streams',
    panes: 'Panes',
    transfers: 'Transfers',
    trace: 'Live trace',
    log: 'Drive log',
    update: 'Firmware…',
    running: 'Running',
    done: 'Done',
    pause: 'Pause',
    resume: 'Resume',
    paused: 'Paused',
    announced: 'as announced',
    taken: 'A file by that name exists',
    keepBoth: 'Keep both',
    stop: 'Stop',
    hex: 'Hex',
    bytes: 'Bytes of the stream',
    param: 'Param',
    refused: 'Refused by server',
  },
  zh: {
    streams: '数据流',
    panes: '面板',
    transfers: '传输',
    trace: '实时轨迹',
    log: '行车日志',
    update: '固件…',
    running: '进行中',
    done: '完成',
    pause: '暂停',
    resume: '继续',
    paused: '已暂停',
    announced: '与宣告一致',
    taken: '已有同名文件',
    keepBoth: '两者都保留',
    stop: '停止',
    hex: '十六进制',
    bytes: '数据流的字节',
    param: '参数',
    refused: '服务端拒绝',
  },
} as const;

for (const [theme, language] of [
  ['dark', 'en'],
  ['light', 'zh'],
] as const) {
  const said = spoken[language];

  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('the demo vehicle is looked at live, its log received, firmware sent to it', async ({
      app,
      bench,
      page,
      userData,
      keepScreenshot,
    }) => {
      const folder = fs.mkdtempSync(path.join(userData, 'received-'));
      const firmware = path.join(userData, 'firmware.bin');
      fs.writeFileSync(firmware, Buffer.alloc(3_000_000, 7));
      await answerDialogs(app, { folder, open: firmware });
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      // It speaks all the time, which is not what this is about.
      await bench.unsubscribe('/');
      const pane = await openStreams(page, said);
      await expectAccessible(page, 'no transfers', '[data-pane="streams"]');
      await keepScreenshot('streams-empty');

      await pane.getByRole('button', { name: said.trace }).click();
      await expect(pane.getByRole('group', { name: said.bytes, exact: true }).last()).toContainText('km/h');
      await keepScreenshot('streams-live');
      await pane.getByRole('radio', { name: said.hex, exact: true }).click();
      await expect(pane.locator('.hex-line').first()).toBeVisible();
      await pane.getByRole('button', { name: said.stop, exact: true }).click();
      await expect(detailsOf(pane).getByText(said.done, { exact: true })).toBeVisible();

      await pane.getByRole('button', { name: said.log }).click();
      await pane.getByRole('button', { name: said.pause, exact: true }).click();
      await expect(detailsOf(pane).getByText(said.paused, { exact: true })).toBeVisible();
      expect(fs.readdirSync(folder)).toEqual(['drive.log.part']);
      await expectAccessible(page, 'a paused transfer', '[data-pane="streams"]');
      await keepScreenshot('streams-paused');
      await pane.getByRole('button', { name: said.resume, exact: true }).click();
      await expect(detailsOf(pane).getByText(said.announced, { exact: true })).toBeVisible();
      expect(fs.readdirSync(folder)).toEqual(['drive.log']);
      const sha256 = createHash('sha256')
        .update(fs.readFileSync(path.join(folder, 'drive.log')))
        .digest('hex');
      await expect(detailsOf(pane).getByText(sha256, { exact: true })).toBeVisible();

      await pane.getByRole('button', { name: said.log }).click();
      await expect(pane.getByRole('alert')).toContainText(said.taken);
      await keepScreenshot('streams-taken');
      await pane.getByRole('alert').getByRole('button', { name: said.keepBoth }).click();
      await expect.poll(() => fs.readdirSync(folder).toSorted()).toEqual(['drive (2).log', 'drive.log']);

      await pane.getByRole('button', { name: said.update }).click();
      await expect(pane.getByRole('group', { name: said.bytes, exact: true }).last()).toContainText('"bytes":3000000');
      await expectAccessible(page, 'a file that was sent', '[data-pane="streams"]');
      await keepScreenshot('streams-sent');
    });

    test('a call that offers no stream says why, in the smallest window', async ({
      app,
      bench,
      page,
      keepScreenshot,
    }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      const pane = await openStreams(page, said);
      await pane.getByPlaceholder('/echo').fill('/nothing');
      await pane.getByPlaceholder('/echo').press('Control+Enter');
      await expect(pane.getByRole('alert')).toContainText(said.refused);
      await pane.getByRole('alert').scrollIntoViewIfNeeded();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
      await expectAccessible(page, 'a failed transfer', '[data-pane="streams"]');
      await keepScreenshot('streams-failed');
    });
  });
}

test('a file that is dropped on the form is the one to send, and no file that is opened', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const capture = path.join(userData, 'trip.pcapng');
  // The window would open it, where it is not dropped on the form.
  fs.writeFileSync(capture, Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex'));
  await bench.startDemo();
  const pane = await openStreams(page, spoken.en);
  await dropFile(app, pane.locator('.stream-draft'), capture);
  await expect(pane.locator('.stream-draft').getByText('trip.pcapng', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /trip\.pcapng/ })).toHaveCount(0);
});

test('another workspace is opened while a stream runs; back again, the stream is interrupted', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const folder = path.join(userData, 'other');
  fs.mkdirSync(folder);
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const pane = await openStreams(page, spoken.en);
  await pane.getByRole('button', { name: spoken.en.trace }).click();
  await expect(detailsOf(pane).getByText(spoken.en.running, { exact: true })).toBeVisible();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  const workspace = page.getByRole('contentinfo').getByRole('button', { name: /^Workspace/ });
  await workspace.click();
  await page.getByRole('menuitem', { name: 'Open a folder…', exact: true }).click();
  await expect(workspace).toHaveAccessibleName('Workspace: other');
  await workspace.click();
  await page.getByRole('menuitem', { name: 'My workspace', exact: true }).click();
  await expect(workspace).toHaveAccessibleName('Workspace: My workspace');
  await expect(pane.getByRole('option', { name: /Interrupted/ })).toBeVisible();
});

test('with the npm peer: a file goes there while another comes, by a call, and each has the SHA-256 that the peer saw', async ({
  app,
  bench,
  page,
  userData,
}) => {
  const size = 100_000;
  const peer = new Peer('vsoa-server.cjs', { passwd: PASSWORD });
  const { port } = await peer.heard('ready');
  const sent = path.join(userData, 'sent.bin');
  const received = path.join(userData, 'received.bin');
  // One more byte says that all has come.
  fs.writeFileSync(sent, Buffer.concat([Buffer.alloc(size, 42), Buffer.from('k')]));
  await answerDialogs(app, { open: sent, save: received });
  await bench.connect(`vsoa://127.0.0.1:${String(port)}`, PASSWORD);
  await bench.expectConnected('127.0.0.1');
  const pane = await openStreams(page, spoken.en);
  await pane.getByPlaceholder('/echo').fill(`/stream/${size}`);
  await pane.getByRole('radio', { name: 'To a file' }).click();
  await pane.getByRole('button', { name: 'Choose file…' }).click();
  await expect(pane.getByText('sent.bin', { exact: true })).toBeVisible();
  await pane.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(detailsOf(pane).getByText('Done', { exact: true })).toBeVisible();
  const streamed = (await peer.heard('streamed'))['streamed'];
  expect(streamed).toEqual({
    sent: hashOf(fs.readFileSync(received).subarray(0, size)),
    received: hashOf(fs.readFileSync(sent).subarray(0, size)),
  });
  await peer.kill();
});

test('the list is there when the app is started again; what ran is interrupted, removed, and brought back', async ({
  app,
  bench,
  page,
  userData,
}) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const pane = await openStreams(page, spoken.en);
  await pane.getByRole('button', { name: 'Live trace' }).click();
  await expect(detailsOf(pane).getByText('Running', { exact: true })).toBeVisible();
  await app.close();
  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const next = await again.firstWindow();
    const there = await openStreams(next, spoken.en);
    const rows = there.getByRole('listbox', { name: 'Transfers' }).getByRole('option');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('Interrupted');
    await there.getByRole('listbox', { name: 'Transfers' }).press('Delete');
    await expect(rows).toHaveCount(0);
    await next.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(1);
  } finally {
    await again.close();
  }
});

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const detailsOf = (pane: Locator): Locator => pane.locator('.stream-details');

async function openStreams(page: Page, said: { panes: string; streams: string }): Promise<Locator> {
  const rail = page.getByRole('navigation', { name: said.panes });
  await rail.getByRole('button', { name: said.streams, exact: true }).click();
  const pane = page.getByRole('region', { name: said.streams, exact: true });
  await expect(pane).toBeVisible();
  return pane;
}

/** The system's dialogs cannot be driven; they answer these paths instead. */
async function answerDialogs(
  app: ElectronApplication,
  answers: { save?: string; open?: string; folder?: string },
): Promise<void> {
  await app.evaluate(({ dialog }, { save, open, folder }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
    dialog.showOpenDialog = (...given: unknown[]) => {
      const options = given.at(-1) as { properties?: string[] };
      const chosen = options.properties?.includes('openDirectory') ? folder : open;
      return Promise.resolve({ canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] });
    };
  }, answers);
}
