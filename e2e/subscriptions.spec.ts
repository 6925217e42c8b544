import type { Locator, Page } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import type { BenchWindow } from './harness/bench-window.ts';
import { refusingServer } from './harness/refusing-server.ts';
import { test as base, expect } from './harness/test.ts';

const words = {
  en: {
    urls: 'URLs to subscribe',
    subscribeMany: 'Subscribe 3',
    unsubscribeAll: 'Unsubscribe all',
    undo: 'Undo',
    values: 'Last values',
    topics: 'Topics',
    changes: 'Changes',
    filter: 'Filter topics',
    foldAll: 'Collapse all',
    updates: 'Value updates',
    onceASecond: '1 a second',
    regulated: 'Values at most 1 a second',
    showInTraffic: 'Show in traffic',
    copyValue: 'Copy value',
    copyAll: 'Copy all as JSON lines',
    follow: 'Follow the newest',
    plot: 'Plot',
    plots: 'Plots',
    twoTopics: '2 topics',
    notSlash: 'A URL starts with a slash',
    refused: 'Not subscribed',
    refusedWhy: 'Refused by server',
    notRenewed: 'A subscription was not renewed',
    disconnect: 'Disconnect',
    reconnect: 'Reconnect',
    flat: 'Show as a flat list',
  },
  zh: {
    urls: '要订阅的 URL',
    subscribeMany: '订阅 3 个',
    unsubscribeAll: '全部取消订阅',
    undo: '撤销',
    values: '最近的值',
    topics: '主题',
    changes: '变化',
    filter: '筛选主题',
    foldAll: '全部折叠',
    updates: '值的刷新',
    onceASecond: '每秒 1 次',
    regulated: '值最多每秒 1 次',
    showInTraffic: '在报文中显示',
    copyValue: '复制值',
    copyAll: '全部复制为 JSON 行',
    follow: '跟随最新',
    plot: '绘制曲线',
    plots: '曲线',
    twoTopics: '2 个主题',
    notSlash: 'URL 应以斜杠开头',
    refused: '1 个 URL 未能订阅',
    refusedWhy: '服务端拒绝',
    notRenewed: '1 个订阅未能恢复',
    disconnect: '断开',
    reconnect: '重新连接',
    flat: '显示为列表',
  },
} as const;

/** A server of the npm package that publishes what it is told to. */
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

for (const language of ['en', 'zh'] as const) {
  test.describe(`subscriptions, in ${language}`, () => {
    test.use({ language });

    test('many are subscribed at once, listed as a tree, taken back, and brought back', async ({
      bench,
      page,
      peer,
      peerUrl,
      say,
    }) => {
      const pane = await connected(bench, peerUrl);
      await pane.getByLabel(say.urls).fill('/body/doors, /body/lights/ /speed');
      await pane.getByRole('button', { name: say.subscribeMany, exact: true }).click();
      await expect(pane.getByLabel(say.urls)).toHaveValue('');
      await peer.tell({ publish: '/body/doors', param: { left: 'open' } });
      await peer.tell({ publish: '/body/lights/low', param: { on: true } });
      await peer.tell({ publish: '/unasked', param: 1 });
      await expect(bench.topic('/body/doors')).toContainText('{"left":"open"}');
      await expect(bench.topic('/body/lights/low')).toContainText('{"on":true}');
      await expect(bench.topic('/body')).toContainText(say.twoTopics);
      await expect(bench.topic('/body')).toHaveAttribute('aria-expanded', 'true');
      await expect(bench.topic('/unasked')).toHaveCount(0);

      await pane.getByRole('button', { name: say.unsubscribeAll, exact: true }).click();
      await expect(pane.getByRole('button', { name: say.unsubscribeAll, exact: true })).toHaveCount(0);
      await peer.tell({ subscribed: '/speed' });
      expect(await peer.heard('subscribed')).toEqual({ subscribed: false });
      await page.getByRole('button', { name: say.undo, exact: true }).click();
      await expect(pane.getByRole('button', { name: say.unsubscribeAll, exact: true })).toBeVisible();
      await peer.tell({ publish: '/speed', param: { kmh: 5 } });
      await expect(bench.topic('/speed')).toContainText('{"kmh":5}');
    });

    test('the last values of a topic are listed, chosen, compared and copied', async ({
      app,
      bench,
      page,
      peer,
      peerUrl,
      say,
    }) => {
      const pane = await connected(bench, peerUrl);
      await bench.subscribe('/');
      for (const kmh of [10, 12.5, 11]) await peer.tell({ publish: '/speed', param: { kmh, gear: 'D' } });
      await bench.topic('/speed').click();
      const inspector = bench.pane('inspector');
      const list = inspector.getByRole('grid', { name: say.values });
      await expect(list.getByRole('row')).toHaveCount(4);
      const field = (name: string) => inspector.getByRole('treeitem').filter({ hasText: name });
      await expect(field('kmh')).toContainText('11');

      // It follows the newest, until one is chosen.
      await peer.tell({ publish: '/speed', param: { kmh: 13, gear: 'R' } });
      await expect(field('kmh')).toContainText('13');
      await list.getByRole('row').filter({ hasText: '12.5' }).click();
      await expect(field('kmh')).toContainText('12.5');
      await peer.tell({ publish: '/speed', param: { kmh: 99, gear: 'R' } });
      await expect(bench.topic('/speed')).toContainText('99');
      await expect(field('kmh')).toContainText('12.5');
      await expect(list.getByRole('row')).toHaveCount(5);

      await inspector.getByRole('tab', { name: say.changes, exact: true }).click();
      const changes = inspector.getByRole('group', { name: say.changes, exact: true });
      await expect(changes.getByRole('listitem')).toHaveCount(1);
      await expect(changes.getByRole('listitem')).toContainText(/kmh.*10.*12\.5.*\(\+2\.5\)/);
      await list.focus();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await expect(changes.getByRole('listitem')).toHaveCount(2);

      await inspector.getByRole('button', { name: say.follow, exact: true }).click();
      await expect(list.getByRole('row')).toHaveCount(6);
      await inspector.getByRole('button', { name: say.copyAll, exact: true }).click();
      const clipboard = () => app.evaluate(({ clipboard: it }) => it.readText());
      await expect.poll(clipboard).toContain('"param":{"kmh":12.5,"gear":"D"}');
      expect((await clipboard()).trim().split('\n')).toHaveLength(5);

      await bench.topic('/speed').click({ button: 'right' });
      await page.getByRole('menuitem', { name: say.copyValue }).click();
      await expect.poll(clipboard).toBe('{"kmh":99,"gear":"R"}');
      await expect(pane).toBeVisible();
    });

    test('what the server refuses is said for each url, now and when it is asked for again', async ({
      bench,
      strangeHost,
      say,
    }) => {
      const url = await strangeHost(refusingServer('/secret', 5));
      const pane = await connected(bench, url);
      const input = pane.getByLabel(say.urls);
      await bench.subscribe('speed');
      await expect(pane.getByRole('alert')).toContainText(say.notSlash);
      await expect(input).toHaveAttribute('aria-invalid', 'true');

      await input.fill('/speed /secret /doors');
      await input.press('Enter');
      const alert = pane.getByRole('alert');
      await expect(alert).toContainText(say.refused);
      await expect(alert.getByRole('listitem')).toHaveCount(1);
      await expect(alert.getByRole('listitem')).toContainText('/secret');
      await expect(alert.getByRole('listitem')).toContainText(say.refusedWhy);
      await expect(input).toHaveValue('/secret');
      await expect(pane.getByRole('toolbar').getByRole('button')).toHaveCount(2);

      // Kept while there is no connection, and refused by the next.
      await bench.open('devices');
      await bench.pane('devices').getByRole('button', { name: say.disconnect, exact: true }).click();
      await bench.open('subscriptions');
      await input.fill('/secret');
      await input.press('Enter');
      await expect(pane.getByRole('toolbar').getByRole('button')).toHaveCount(3);
      await pane.getByRole('button', { name: say.reconnect, exact: true }).click();
      await expect(pane.getByRole('alert')).toContainText(say.notRenewed);
      await expect(pane.getByRole('alert').getByRole('listitem')).toContainText('/secret');
    });
  });
}

for (const theme of ['light', 'dark'] as const) {
  const language = theme === 'light' ? 'en' : 'zh';
  test.describe(`topics of the demo vehicle, ${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('are searched, folded by keys, and held back so that they can be read', async ({ bench, page, say }) => {
      const pane = await demo(bench);
      const grid = pane.getByRole('treegrid', { name: say.topics });
      await pane.getByLabel(say.filter).fill('WHEEL');
      await expect(grid.getByRole('row')).toHaveCount(3);
      await expect(bench.topic('/chassis/wheels').locator('mark')).toHaveText('wheel');
      await pane.getByLabel(say.filter).press('Escape');
      await pane.getByRole('button', { name: say.foldAll, exact: true }).click();
      await expect(grid.getByRole('row')).toHaveCount(6);
      await grid.focus();
      await page.keyboard.press('Home');
      await page.keyboard.type('power');
      await page.keyboard.press('ArrowRight');
      await expect(grid.getByRole('row')).toHaveCount(9);
      await page.keyboard.press('ArrowRight');
      await expect(bench.topic('/powertrain/battery')).toHaveAttribute('aria-selected', 'true');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await expect(grid.getByRole('row')).toHaveCount(6);
      await page.keyboard.press('Enter');
      await expect(grid.getByRole('row')).toHaveCount(9);

      await pane.getByRole('button', { name: say.updates, exact: true }).click();
      await page.getByRole('menuitemradio', { name: say.onceASecond, exact: true }).click();
      await expect(pane.getByRole('button', { name: say.regulated, exact: true })).toBeVisible();
      expect(await changesIn(page, bench.topic('/powertrain/speed').locator('.topic-value'), 2_000)).toBeLessThan(4);
    });

    test('are shown in the traffic', async ({ bench, page, say }) => {
      await demo(bench);
      await bench.topic('/powertrain/speed').click({ button: 'right' });
      await page.getByRole('menuitem', { name: say.showInTraffic, exact: true }).click();
      await expect(bench.packets('PUBLISH', '/powertrain/speed').first()).toBeVisible();
      await expect(bench.packets('PUBLISH', '/powertrain/motor')).toHaveCount(0);
    });

    test('have numbers that go to a plot by keys and by dragging', async ({ bench, keepScreenshot, page, say }) => {
      const pane = await demo(bench);
      await bench.topic('/powertrain/speed').click();
      const field = (name: string) => bench.pane('inspector').getByRole('treeitem').filter({ hasText: name });
      await field('kmh').click();
      await keepScreenshot('subscriptions-tree');
      await page.keyboard.press('Enter');
      const plots = page.getByRole('region', { name: say.plots, exact: true });
      await expect(plots).toContainText('kmh');
      await field('odometerKm').dragTo(plots);
      await expect(plots).toContainText('odometerKm');

      await bench.open('subscriptions');
      await pane.getByRole('button', { name: say.flat, exact: true }).click();
      await expect(pane.getByRole('treegrid', { name: say.topics }).getByRole('row')).toHaveCount(11);
      await bench.pane('inspector').getByRole('tab', { name: say.changes, exact: true }).click();
      await keepScreenshot('subscriptions-flat');
    });
  });
}

async function connected(bench: BenchWindow, url: string): Promise<Locator> {
  await bench.connect(url);
  await bench.expectConnected(url);
  return bench.open('subscriptions');
}

/** The pane of subscriptions, with the topics of the demo vehicle. */
async function demo(bench: BenchWindow): Promise<Locator> {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const pane = await bench.open('subscriptions');
  await expect(bench.topic('/powertrain/speed')).toContainText('kmh');
  await expect(bench.topic('/adas/warnings')).toContainText('[');
  await expect(bench.topic('/body/lights')).toContainText('lowBeam');
  return pane;
}

/** How often the text of an element changes within `ms`. */
async function changesIn(page: Page, element: Locator, ms: number): Promise<number> {
  const handle = await element.elementHandle();
  if (!handle) throw new Error('not there');
  return page.evaluate(
    ([node, time]) =>
      new Promise<number>((resolve) => {
        let changes = 0;
        const observer = new MutationObserver(() => (changes += 1));
        observer.observe(node, { characterData: true, childList: true, subtree: true });
        setTimeout(() => resolve(changes), time);
      }),
    [handle, ms] as const,
  );
}
