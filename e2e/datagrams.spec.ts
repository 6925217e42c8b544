import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { holdsFocus, write } from './harness/bench-window.ts';
import { test as base, expect } from './harness/test.ts';

const words = {
  en: {
    datagrams: 'Datagrams',
    url: 'URL to send to',
    quick: 'Quick',
    normal: 'Normal',
    send: 'Send',
    start: 'Start',
    sent: /^Sent .* · 48 B$/,
    received: 'Received datagrams',
    search: 'Search URL and param',
    pause: 'Pause the list',
    waiting: /^2 wait: resume$/,
    clear: 'Clear received datagrams',
    cleared: /^3 received datagrams cleared/,
    undo: 'Undo',
    showInTraffic: 'Show in traffic',
    history: 'Sent lately',
    again: 'Send again',
    repeat: 'Repeat',
    list: 'List',
    count: 'How many; empty: until stopped',
    rate: 'Datagrams a second',
    senders: 'Being sent',
    done: 'Done',
    ended: 'Ended',
    stop: 'Stop /many',
    stopped: 'Stopped',
    wrongLines: '2 wrong lines',
    badHex: 'data is not hex',
    skip: 'Skip wrong lines',
    leftOut: '2 wrong lines',
    choose: 'Choose list…',
    gone: /Closed by server|Connection lost/,
  },
  zh: {
    datagrams: '数据报',
    url: '发送到的 URL',
    quick: '快速',
    normal: '普通',
    send: '发送',
    start: '开始',
    sent: /^已发送 .* · 48 B$/,
    received: '收到的数据报',
    search: '搜索 URL 和参数',
    pause: '暂停列表',
    waiting: /^2 个等待中：继续$/,
    clear: '清空收到的数据报',
    cleared: /^已清空 3 个收到的数据报/,
    undo: '撤销',
    showInTraffic: '在报文中显示',
    history: '最近发送',
    again: '再次发送',
    repeat: '重复',
    list: '列表',
    count: '次数；留空则一直发送，直到停止',
    rate: '每秒数据报数',
    senders: '正在发送',
    done: '完成',
    ended: '已中止',
    stop: '停止 /many',
    stopped: '已停止',
    wrongLines: '2 行有错误',
    badHex: 'data 不是十六进制',
    skip: '跳过错误的行',
    leftOut: '2 行有错误',
    choose: '选择列表…',
    gone: /服务端已关闭连接|连接丢失/,
  },
} as const;

/** A server of the npm package that says what it hears. */
const test = base.extend<{ peer: Peer; peerUrl: string; say: (typeof words)['en' | 'zh'] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  peer: async ({}, provide) => {
    const peer = new Peer('vsoa-server.cjs', {});
    await provide(peer);
    await peer.kill();
  },
  peerUrl: async ({ peer }, provide) => {
    const { port } = await peer.heard('ready');
    await provide(`vsoa://127.0.0.1:${String(port)}`);
  },
  say: async ({ language }, provide) => provide(words[language]),
});

for (const [theme, language] of [
  ['light', 'en'],
  ['dark', 'zh'],
] as const) {
  test.describe(`datagrams, ${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('go to the npm peer and come from it, on both channels', async ({ bench, page, peer, peerUrl, say }) => {
      test.slow();
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      await pane.getByLabel(say.url).fill('/to/npm');
      await write(param(pane), '{"n": 1.10, "ü": true}');
      await pane.getByRole('button', { name: say.send, exact: true }).click();
      await expect(pane.getByText(say.sent)).toBeVisible();
      const first = { url: '/to/npm', param: { n: 1.1, ü: true } };
      expect(await peer.heard('datagram')).toEqual({ datagram: { ...first, quick: false } });

      await pane.getByRole('radio', { name: say.quick, exact: true }).click();
      await page.keyboard.press('Control+Enter');
      expect(await peer.heard('datagram')).toEqual({ datagram: { ...first, quick: true } });

      await peer.tell({ datagram: '/from/npm', param: { speed: 87.5 }, data: 'beef' });
      await peer.tell({ datagram: '/from/npm', param: { speed: 88 }, quick: true });
      const list = pane.getByRole('grid', { name: say.received, exact: true });
      await expect(rowWith(list, '{"speed":87.5}')).toContainText('/from/npm');
      await expect(
        rowWith(list, '{"speed":88}').getByRole('gridcell', { name: quickWord[language], exact: true }),
      ).toBeVisible();

      // What was chosen is shown whole, and can be sent back.
      await rowWith(list, '{"speed":87.5}').click();
      const inspector = bench.pane('inspector');
      await expect(inspector.getByRole('treeitem', { name: /^speed/ })).toContainText('87.5');
      await expectAccessible(page, 'datagrams', '[data-pane="datagrams"]');
      await list.press('Enter');
      await expect(pane.getByLabel(say.url)).toHaveValue('/from/npm');
      await page.keyboard.press('Control+Enter');
      expect(await peer.heard('datagram')).toEqual({
        datagram: { url: '/from/npm', quick: false, param: { speed: 87.5 }, data: 'beef' },
      });

      await pane.getByRole('button', { name: say.history, exact: true }).click();
      const history = page.getByRole('listbox', { name: say.history, exact: true });
      await expect(history.getByRole('option')).toHaveCount(3);
      await history.getByRole('option').last().click();
      await page.getByRole('button', { name: say.again, exact: true }).click();
      expect(await peer.heard('datagram')).toEqual({ datagram: { ...first, quick: false } });

      await inspector.getByRole('button', { name: say.showInTraffic, exact: true }).click();
      await expect(bench.field('url')).toContainText('/from/npm');
      await expect(bench.pane('traffic').getByRole('row', { selected: true })).toContainText('{"speed":87.5}');
    });

    test('are paused, searched and cleared as they come', async ({ bench, page, peer, peerUrl, say }) => {
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      const list = pane.getByRole('grid', { name: say.received, exact: true });
      await peer.tell({ datagram: '/door/left', param: { open: true } });
      await expect(rowWith(list, '/door/left')).toBeVisible();
      await pane.getByRole('button', { name: say.pause, exact: true }).click();
      for (const side of ['right', 'rear']) await peer.tell({ datagram: `/door/${side}`, param: { open: false } });
      await expect(pane.getByRole('button', { name: say.waiting })).toBeVisible();
      await expect(rowWith(list, '/door/right')).toHaveCount(0);
      await pane.getByRole('button', { name: say.waiting }).click();
      await expect(rowWith(list, '/door/right')).toBeVisible();

      await pane.getByLabel(say.search).fill('REAR');
      await expect(list.getByRole('row')).toHaveCount(2);
      await expect(rowWith(list, '/door/rear')).toBeVisible();
      await pane.getByLabel(say.search).press('Escape');
      await expect(list.getByRole('row')).toHaveCount(4);

      await pane.getByRole('button', { name: say.clear, exact: true }).click();
      await expect(list.getByRole('row')).toHaveCount(1);
      await peer.tell({ datagram: '/door/front', param: { open: true } });
      await expect(rowWith(list, '/door/front')).toBeVisible();
      await pane.getByLabel(say.search).fill('door/r');
      await expect(list.getByRole('row')).toHaveCount(1);
      const cleared = page.getByRole('listitem').filter({ hasText: say.cleared });
      await cleared.getByRole('button', { name: say.undo, exact: true }).click();
      await expect(list.getByRole('row')).toHaveCount(3);
      await pane.getByLabel(say.search).press('Escape');
      await expect(list.getByRole('row')).toHaveCount(5);
    });

    test('with variables have them marked, also those that nobody knows', async ({ bench, page, peerUrl, say }) => {
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      await pane.getByLabel(say.url).fill('/to/{{$counter}}');
      await expect(pane.locator('mark')).toHaveText('{{$counter}}');
      await write(param(pane), '{"at": {{$timestamp}}, "speed": {{speed}}}');
      await expect(param(pane).locator('.variable')).toHaveText(['{{$timestamp}}', '{{speed}}']);
      await expect(param(pane).locator('.variable.unknown')).toHaveAttribute('title', /speed/);
    });

    test('are repeated until they are stopped, and end with the reason where the device is gone', async ({
      bench,
      page,
      peer,
      peerUrl,
      say,
      keepScreenshot,
    }) => {
      test.slow();
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      await pane.getByLabel(say.url).fill('/many');
      await pane.getByRole('radio', { name: say.repeat, exact: true }).click();
      await pane.getByLabel(say.rate).fill('20');
      await pane.getByLabel(say.count).fill('3');
      await pane.getByRole('button', { name: say.start, exact: true }).click();
      const senders = pane.getByRole('list', { name: say.senders, exact: true });
      await expect(senders.getByText(say.done, { exact: true })).toBeVisible();
      for (let n = 0; n < 3; n += 1) expect(await peer.heard('datagram')).toMatchObject({ datagram: { url: '/many' } });

      await pane.getByLabel(say.count).fill('');
      await pane.getByRole('button', { name: say.start, exact: true }).click();
      await peer.heard('datagram');
      await senders.getByRole('button', { name: say.stop, exact: true }).click();
      await expect(senders.getByText(say.stopped, { exact: true })).toBeVisible();

      await pane.getByRole('button', { name: say.start, exact: true }).click();
      await expect(senders.getByRole('button', { name: say.stop, exact: true })).toBeVisible();
      await expectAccessible(page, 'senders', '[data-pane="datagrams"]');
      await keepScreenshot('datagrams');
      await peer.kill();
      await expect(senders.getByText(say.ended, { exact: true })).toBeVisible();
      await expect(senders.getByText(say.gone)).toBeVisible();
    });

    test('come from a list, and none of it where a line is wrong', async ({
      app,
      bench,
      page,
      peer,
      peerUrl,
      say,
      userData,
      keepScreenshot,
    }) => {
      const file = path.join(userData, 'list.jsonl');
      fs.writeFileSync(file, '{"url":"/one"}\n{"url":"/two","data":"0g"}\nnothing\n{"url":"/three","quick":true}\n');
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      await pane.getByRole('radio', { name: say.list, exact: true }).click();
      await answerDialog(app, file);
      await pane.getByRole('button', { name: say.choose, exact: true }).click();
      await expect(pane.getByText(say.wrongLines, { exact: true })).toBeVisible();
      await expect(pane.getByText(say.badHex, { exact: true })).toBeVisible();
      await pane.getByRole('button', { name: say.start, exact: true }).click();
      const senders = pane.getByRole('list', { name: say.senders, exact: true });
      await expect(senders.getByText(say.ended, { exact: true })).toBeVisible();
      await keepScreenshot('datagrams-list');

      await pane.getByLabel(say.skip).check();
      await pane.getByRole('button', { name: say.start, exact: true }).click();
      await expect(senders.getByText(say.done, { exact: true })).toBeVisible();
      await expect(senders.getByText(say.leftOut, { exact: true })).toBeVisible();
      // UDP may come first: only what came is told here, not in which order.
      const heard = [await peer.heard('datagram'), await peer.heard('datagram')].map(urlOf).toSorted();
      expect(heard).toEqual(['/one', '/three']);
    });

    test('say their size, and what no packet takes is refused with the numbers', async ({
      bench,
      page,
      peerUrl,
      say,
    }) => {
      await bench.connect(peerUrl);
      await bench.expectConnected(peerUrl);
      const pane = await openPane(page, say.datagrams);
      await pane.getByLabel(say.url).fill('/large');
      await pane.getByRole('radio', { name: say.quick, exact: true }).click();
      await write(param(pane), JSON.stringify('x'.repeat(70_000)));
      await expect(pane.getByText('68.4 KiB / 64.0 KiB')).toBeVisible();
      await pane.getByRole('button', { name: say.send, exact: true }).click();
      await expect(pane.getByRole('alert')).toContainText('70028');
      await pane.getByRole('radio', { name: say.normal, exact: true }).click();
      await pane.getByRole('button', { name: say.send, exact: true }).click();
      await expect(pane.getByRole('alert')).toHaveCount(0);
    });
  });
}

test('what was written and sent is there when the app is started again', async ({
  app,
  bench,
  page,
  peerUrl,
  say,
  userData,
  language,
  theme,
}) => {
  await bench.connect(peerUrl);
  await bench.expectConnected(peerUrl);
  const pane = await openPane(page, say.datagrams);
  await pane.getByLabel(say.url).fill('/kept');
  await write(param(pane), '{"kept":true}');
  await pane.getByRole('radio', { name: say.quick, exact: true }).click();
  await pane.getByRole('button', { name: say.send, exact: true }).click();
  await expect(pane.locator('.datagrams-outcome .badge')).toBeVisible();
  await app.close();

  const again = await launch({ userData, language, theme, executable: undefined });
  try {
    const window = await again.firstWindow();
    const kept = await openPane(window, say.datagrams);
    await expect(kept.getByLabel(say.url)).toHaveValue('/kept');
    await expect(kept.getByRole('radio', { name: say.quick, exact: true })).toBeChecked();
    await expect(param(kept)).toHaveText('{"kept":true}');
    await kept.getByRole('button', { name: say.history, exact: true }).click();
    const history = window.getByRole('listbox', { name: say.history, exact: true });
    await expect(history.getByRole('option')).toHaveCount(1);
  } finally {
    await again.close();
  }
});

test('the demo vehicle shows life in the pane after one click', async ({ bench, page, say }) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const pane = await openPane(page, say.datagrams);
  const list = pane.getByRole('grid', { name: say.received, exact: true });
  await expect(rowWith(list, '/vehicle/heartbeat').first()).toBeVisible();
  await pane.getByLabel(say.url).fill('/diag/ping');
  await write(param(pane), '{"seq":7}');
  await page.keyboard.press('Control+Enter');
  await expect(rowWith(list, '/diag/pong').first()).toContainText('"echo":{"seq":7}');
});

const quickWord = { en: 'quick', zh: '快速' } as const;

async function openPane(page: Page, name: string): Promise<Locator> {
  // Before that there is nobody to hear a key.
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await page.keyboard.press('Control+4');
  const pane = page.getByRole('region', { name, exact: true });
  await holdsFocus(pane);
  return pane;
}

const param = (pane: Locator): Locator => pane.getByRole('textbox', { name: /^(Param|参数)$/ }).first();

const rowWith = (list: Locator, text: string): Locator => list.getByRole('row').filter({ hasText: text });

const urlOf = (line: Record<string, unknown>): string => (line['datagram'] as { url: string }).url;

const answerDialog = (app: ElectronApplication, file: string): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
