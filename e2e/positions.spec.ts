import { Peer } from '../core/test/peer/peer.ts';
import { expectAccessible } from './harness/axe.ts';
import { expect, test } from './harness/test.ts';

for (const [theme, language] of [
  ['light', 'zh'],
  ['dark', 'en'],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('the npm peer asks a table of the pane; its queries are seen; the pane asks too', async ({
      app,
      page,
      keepScreenshot,
    }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
      await expect(page.locator('[data-pane="devices"]')).toBeVisible();
      await page.keyboard.press('Control+Shift+L');
      const pane = page.locator('[data-pane="positions"]');
      await expect(pane).toBeVisible();
      await expectAccessible(page, 'no positions', '[data-pane="positions"]');
      await keepScreenshot('positions-empty');

      await pane.getByRole('button', { name: /^(Add…|添加…)$/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: /^(Name|名称)$/ }).fill('body');
      await dialog.getByRole('textbox', { name: /^(IP address|IP 地址)$/ }).fill('192.168.7.20');
      await dialog.getByRole('textbox', { name: /^(Port|端口)$/ }).fill('4020');
      await dialog.getByRole('button', { name: /^(Add|添加)$/ }).click();
      await expect(dialog).toBeHidden();
      await expect(pane.getByRole('option', { name: /body/ })).toContainText('192.168.7.20:4020');

      await pane.getByRole('textbox', { name: /^(Port|端口)$/ }).fill('0');
      await pane.getByRole('button', { name: /^(Start|启动)$/ }).click();
      const ask = pane.getByRole('textbox', { name: /^(Position server to ask|要询问的位置服务)$/ });
      await expect(ask).toHaveValue(/^127\.0\.0\.1:\d+$/);
      const peer = new Peer(
        'vsoa-lookup.cjs',
        { lookup: ['body', 'nobody'] },
        { VSOA_POS_SERVER: await ask.inputValue() },
      );
      const heard = [await peer.heard('found'), await peer.heard('found')];
      expect(heard.find(({ found }) => found === 'body')).toMatchObject({ address: { port: 4020 } });
      await peer.kill();
      const queries = pane.getByRole('listbox', { name: /^(Queries|查询)$/ });
      await expect(queries.getByRole('option', { name: /nobody/ }).first()).toContainText(/not found|未找到/);
      await expect(queries.getByRole('option', { name: /192\.168\.7\.20:4020/ }).first()).toBeVisible();

      await pane.getByRole('textbox', { name: /^(Name to ask for|要查询的名称)$/ }).fill('BODY');
      await page.keyboard.press('Enter');
      await expect(pane.locator('.positions-ask')).toContainText('192.168.7.20:4020');
      await expectAccessible(page, 'positions', '[data-pane="positions"]');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
      await keepScreenshot('positions');

      await pane
        .getByRole('option', { name: /192\.168\.7\.20:4020/ })
        .first()
        .click();
      await page.keyboard.press('Delete');
      await expect(page.getByRole('region', { name: /^(Notifications|通知)$/ })).toContainText('body');
    });
  });
}
