import type { Locator } from '@playwright/test';
import { expect, test } from './harness/test.ts';

const panes = {
  en: { datagrams: 'Datagrams', streams: 'Streams', plots: 'Plots', mocks: 'Mock ECUs', positions: 'Positions' },
  zh: { datagrams: '数据报', streams: '数据流', plots: '曲线', mocks: '模拟 ECU', positions: '位置服务' },
};

for (const [theme, language] of [
  ['dark', 'en'],
  ['light', 'zh'],
] as const) {
  test.describe(`the demo vehicle, ${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('is one click away: every pane shows something of it', async ({ bench, words, page, keepScreenshot }) => {
      // Through all panes: on a busy machine more than the time of a usual test.
      test.slow();
      const rail = page.getByRole('navigation', { name: words.panes });
      const open = async (name: keyof (typeof panes)['en']): Promise<Locator> => {
        await rail.getByRole('button', { name: panes[language][name], exact: true }).click();
        return page.locator(`[data-pane="${name}"]`);
      };
      await page.getByRole('button', { name: words.tryDemo }).first().click();
      await bench.expectConnected('vsoa://127.0.0.1');
      // The click asks for more than it waits for: the packet is chosen when all of it is there.
      await expect(bench.field('type')).toBeVisible();
      await keepScreenshot('demo-devices');

      await bench.open('subscriptions');
      const rows = bench.pane('subscriptions').getByRole('treegrid', { name: words.topics }).getByRole('row');
      await expect.poll(() => rows.count()).toBeGreaterThan(3);

      await bench.open('rpc');
      await expect(bench.answer()).toContainText(words.success);
      await expect(bench.pane('rpc').getByRole('button', { name: words.send, exact: true })).toBeEnabled();
      await keepScreenshot('demo-rpc');

      await expect(await open('datagrams')).toContainText('/vehicle/heartbeat');
      await keepScreenshot('demo-datagrams');
      await expect(await open('streams')).toContainText('/diagnostics/trace');
      await expect(page.locator('.pane-streams')).toContainText('km/h');
      await keepScreenshot('demo-streams');
      await open('plots');
      const points = () =>
        page.evaluate(async () => {
          const now = await window.bench.snapshot(undefined);
          return now.ok ? now.value.plotData.points : 0;
        });
      await expect.poll(points).toBeGreaterThan(10);
      await expect(page.locator('.pane-plots canvas').first()).toBeVisible();
      await keepScreenshot('demo-plots');
      await expect(await open('mocks')).toContainText(words.demoName);
      await keepScreenshot('demo-mocks');
      const positions = await open('positions');
      await expect(positions).toContainText('vehicle');
      await expect(positions).toContainText('127.0.0.1:');
      await keepScreenshot('demo-positions');

      await bench.open('traffic');
      await expect(bench.packets(words.received, 'PUBLISH').first()).toBeVisible();
    });
  });
}

test('the five minutes of the README go as they are written there', async ({ bench, page }) => {
  test.slow();
  await page.getByRole('button', { name: 'Try the demo vehicle' }).first().click();
  await bench.expectConnected('vsoa://127.0.0.1');
  await expect(bench.packets('received', 'PUBLISH').first()).toBeVisible();
  // The click asks for more than it waits for; the last of it chooses a packet.
  await expect(bench.field('type')).toBeVisible();

  await page.keyboard.press('Control+2');
  await bench.topic('/powertrain/battery').click();
  const power = bench.pane('inspector').getByRole('treeitem').filter({ hasText: 'powerKw' });
  await power.click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+6');
  await expect(page.locator('[data-pane="plots"]').getByText('powerKw').first()).toBeVisible();

  await page.keyboard.press('Control+3');
  const rpc = bench.pane('rpc');
  await rpc.getByRole('button', { name: 'Show saved requests' }).click();
  await rpc.getByRole('button', { name: 'Add sample requests' }).click();
  await rpc.getByRole('treeitem', { name: 'Open a door' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(bench.answer()).toContainText('"open"');
  await page.keyboard.press('Control+2');
  await expect(bench.topic('/body/doors')).toContainText('open"');

  await page.keyboard.press('Control+7');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('type == RPC');
  await page.keyboard.press('Enter');
  await bench.packets('received', 'RPC reply', '/body/doors').first().click();
  await expect(bench.field('flags')).toContainText('REPLY');
  await page.keyboard.press('j');
  await expect(bench.field('flags')).not.toContainText('REPLY');
  await expect(bench.field('param')).toContainText('door');

  await page.keyboard.press('Control+9');
  const mocks = page.locator('[data-pane="mocks"]');
  await mocks.getByRole('option', { name: /^vehicle/ }).click();
  await mocks.getByRole('tab', { name: /^Faults/ }).click();
  const slow = mocks.getByRole('switch', { name: 'slow-network' });
  await slow.check();
  await page.keyboard.press('Control+3');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+9');
  const strikes = mocks.getByRole('listitem').filter({ hasText: 'slow-network' });
  await expect(strikes).not.toContainText(/\b0 ×/);
  await slow.uncheck();
  await expect(slow).not.toBeChecked();
});

test('the demo vehicle stays one, however often it is asked for', async ({ bench, words, page }) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  await page.evaluate(() => Promise.all([window.bench.startDemo({}), window.bench.startDemo({})]));
  await expect(bench.pane('devices').getByRole('listbox', { name: words.devices }).getByRole('option')).toHaveCount(1);
});

const tour = {
  en: {
    start: 'Take the tour',
    next: 'Next',
    back: 'Back',
    done: 'Done',
    skip: 'Skip',
    menu: 'Menu',
    tour: 'Guided tour',
    first: 'Connect to a device',
    third: 'Listen and send',
  },
  zh: {
    start: '开始导览',
    next: '下一步',
    back: '上一步',
    done: '完成',
    skip: '跳过',
    menu: '菜单',
    tour: '入门导览',
    first: '连接设备',
    third: '接收与发送',
  },
};

for (const language of ['en', 'zh'] as const) {
  test.describe(`the guided tour, ${language}`, () => {
    test.use({ language });

    test('is offered once, goes by keyboard, and is taken up where it was left', async ({
      app,
      page,
      keepScreenshot,
    }) => {
      const say = tour[language];
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
      await page.getByRole('button', { name: say.start }).click();
      const step = (name: string) => page.getByRole('dialog', { name });
      const next = page.getByRole('button', { name: say.next, exact: true });
      await expect(step(say.first)).toBeVisible();
      await expect(next).toBeFocused();
      await keepScreenshot('tour-1');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await expect(step(say.third)).toBeVisible();
      await keepScreenshot('tour-3');
      await page.keyboard.press('Escape');
      await expect(step(say.third)).toBeHidden();

      await page.reload();
      await expect(page.getByRole('button', { name: say.menu, exact: true })).toBeVisible();
      await expect(page.getByRole('button', { name: say.start })).toBeHidden();
      await page.getByRole('button', { name: say.menu, exact: true }).click();
      await page.getByRole('menuitem', { name: say.tour }).click();
      await expect(step(say.third)).toBeVisible();
      for (const shot of ['tour-4', 'tour-5', 'tour-6', 'tour-7']) {
        await next.click();
        await expect(page.getByRole('dialog')).toBeInViewport({ ratio: 1 });
        await keepScreenshot(shot);
      }
      await page.getByRole('button', { name: say.done, exact: true }).click();
      await expect(page.getByRole('dialog')).toBeHidden();
    });
  });
}
