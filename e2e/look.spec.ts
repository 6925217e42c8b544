import { expect, test } from './harness/test.ts';

// Each pane with something in it, in both themes and languages, kept as pictures for people to look at. What axe says of
// them is in everywhere.spec.ts.
for (const theme of ['light', 'dark'] as const) {
  for (const language of ['en', 'zh'] as const) {
    test.describe(`${theme}, ${language}`, () => {
      test.use({ theme, language });

      test('every pane is kept as a picture', async ({ bench, page, keepScreenshot, words }) => {
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);

        await bench.startDemo();
        await bench.expectConnected('vsoa://127.0.0.1');
        await keepScreenshot('devices');

        // The demo speaks all the time; what is clicked below must not be pushed away by it.
        await bench.unsubscribe('/');
        await bench.call('SET', '/echo', '{"speed":87.5,"gear":"D","lights":["low","fog"]}');
        await expect(bench.answer()).toContainText(words.success);
        await bench.open('traffic');
        await bench.packets(words.received, `RPC ${words.reply}`).click();
        await expect(bench.field('flags')).toContainText('REPLY');
        await keepScreenshot('rpc');

        await bench.subscribe('/');
        const rows = bench.pane('subscriptions').getByRole('treegrid', { name: words.topics }).getByRole('row');
        await expect.poll(() => rows.count()).toBeGreaterThan(3);
        await rows.nth(2).click();
        await keepScreenshot('subscriptions');

        const traffic = await bench.open('traffic');
        await traffic.getByRole('grid').press('End');
        await expect(bench.packets(words.received, 'PUBLISH').first()).toBeVisible();
        await keepScreenshot('traffic');

        for (const [key, pane] of [
          ['Control+4', 'datagrams'],
          ['Control+5', 'streams'],
          ['Control+6', 'plots'],
          ['Control+9', 'mocks'],
          ['Control+Shift+L', 'positions'],
        ] as const) {
          await page.keyboard.press(key);
          await expect(page.locator(`[data-pane="${pane}"]`)).toBeVisible();
          await keepScreenshot(pane);
        }
        await page.keyboard.press('Control+k');
        await expect(page.getByRole('option').first()).toBeVisible();
        await keepScreenshot('palette');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+/');
        await expect(page.getByRole('dialog')).toBeVisible();
        await keepScreenshot('shortcuts');
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();

        await page.getByRole('treeitem').first().click({ button: 'right' });
        await page.getByRole('menuitem', { name: 'RPC', exact: true }).click();
        await expect(page.locator('[data-pane^="rpc@"]')).toBeVisible();
        await page.locator('.flexlayout__tab_button--selected:has(.tab-color)').click({ button: 'right' });
        await page.getByRole('menuitem', { name: /^(Dock to the right|停靠到右侧)$/ }).click();
        await keepScreenshot('own-tab');
      });
    });
  }
}
