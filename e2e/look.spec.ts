import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './harness/test.ts';

// Each pane with something in it, in both themes and languages: looked at by axe, and kept as pictures for people.
for (const theme of ['light', 'dark'] as const) {
  for (const language of ['en', 'zh'] as const) {
    test.describe(`${theme}, ${language}`, () => {
      test.use({ theme, language });

      test('every pane can be used by everybody', async ({ bench, page, keepScreenshot, words }) => {
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
      });
    });
  }
}

async function expectAccessible(page: Page, what: string) {
  const { violations } = await axe(page).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`);
  expect.soft(told, `serious violations in ${what}`).toEqual([]);
}

function axe(page: Page) {
  // Its other mode opens a page of its own, which Electron has none of.
  return new AxeBuilder({ page }).setLegacyMode(true);
}
