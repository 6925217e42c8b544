import { expectAccessible } from './harness/axe.ts';
import { expect, test } from './harness/test.ts';

// Each pane with something in it, in both themes and languages: looked at by axe, and kept as pictures for people.
for (const theme of ['light', 'dark'] as const) {
  for (const language of ['en', 'zh'] as const) {
    test.describe(`${theme}, ${language}`, () => {
      test.use({ theme, language });

      test('every pane can be used by everybody', async ({ bench, page, keepScreenshot, words }) => {
        test.slow();
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        await expectAccessible(page, 'empty window');

        await bench.startDemo();
        await bench.expectConnected('vsoa://127.0.0.1');
        await expectAccessible(page, 'devices');
        await keepScreenshot('devices');

        // The demo speaks all the time; what is clicked below must not be pushed away by it.
        await bench.unsubscribe('/');
        await bench.call('SET', '/echo', '{"speed":87.5,"gear":"D","lights":["low","fog"]}');
        await expect(bench.answer()).toContainText(words.success);
        await bench.open('traffic');
        await bench.packets(words.received, `RPC ${words.reply}`).click();
        await expect(bench.field('flags')).toContainText('REPLY');
        await expectAccessible(page, 'rpc, traffic and inspector');
        await keepScreenshot('rpc');

        await bench.subscribe('/');
        const rows = bench.pane('subscriptions').getByRole('treegrid', { name: words.topics }).getByRole('row');
        await expect.poll(() => rows.count()).toBeGreaterThan(3);
        await rows.nth(2).click();
        await expectAccessible(page, 'subscriptions');
        await keepScreenshot('subscriptions');

        const traffic = await bench.open('traffic');
        await traffic.getByRole('grid').press('End');
        await expect(bench.packets(words.received, 'PUBLISH').first()).toBeVisible();
        await keepScreenshot('traffic');

        for (const [key, pane] of [
          ['4', 'datagrams'],
          ['5', 'streams'],
          ['6', 'plots'],
        ] as const) {
          await page.keyboard.press(`Control+${key}`);
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
