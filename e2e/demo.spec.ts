import { expect, test } from './harness/test.ts';

test.describe('the demo vehicle', () => {
  test('is one click away: it connects, publishes, answers, and shows in the traffic', async ({
    bench,
    words,
    page,
  }) => {
    await page.getByRole('button', { name: words.tryDemo }).first().click();
    await bench.open('devices');
    await bench.expectConnected('vsoa://127.0.0.1');

    await bench.open('subscriptions');
    const rows = bench.pane('subscriptions').getByRole('treegrid', { name: words.topics }).getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(3);

    await bench.call('GET', '/echo', '{"hello":1}');
    await expect(bench.answer()).toContainText(words.success);

    await bench.open('traffic');
    await expect(bench.packets(words.received, 'PUBLISH').first()).toBeVisible();
  });

  test('stays one, however often it is asked for', async ({ bench, words, page }) => {
    await bench.startDemo();
    await bench.expectConnected('vsoa://127.0.0.1');
    await page.evaluate(() => Promise.all([window.bench.startDemo({}), window.bench.startDemo({})]));
    await expect(bench.pane('devices').getByRole('listbox', { name: words.devices }).getByRole('option')).toHaveCount(
      1,
    );
  });
});
