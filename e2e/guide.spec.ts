import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { GuidePictures } from './harness/guide-pictures.ts';
import { refusing } from './harness/hosts.ts';
import { expect, test } from './harness/test.ts';

const SIZE = { width: 1_200, height: 800 };
const BATTERY = '/powertrain/battery';
const unreachable = { en: 'Unreachable', zh: '无法到达' };

// One start of the app for each language: a picture for each page, of the demo vehicle wherever it has something to show.
for (const language of ['en', 'zh'] as const) {
  test.describe(`the user guide, ${language}`, () => {
    // What has changed is told word by word: nothing that a trace would add.
    test.use({ theme: 'light', language, traced: false });

    test('its pictures show the window as it is', async ({ app, bench, page, words }) => {
      // Through all panes: on a busy machine more than the time of a usual test.
      test.slow();
      const pictures = new GuidePictures(language);
      const window = page.locator('body');
      const pane = (name: string): Locator => page.locator(`[data-pane="${name}"]`);
      const open = async (name: string, key: string): Promise<Locator> => {
        await page.keyboard.press(key);
        await expect(pane(name)).toBeVisible();
        return pane(name);
      };
      await setSize(app, page);
      await expect(pane('devices')).toBeVisible();
      await pictures.take('getting-started', window, { words: pane('devices') });

      await page.getByRole('button', { name: words.tryDemo }).first().click();
      await bench.expectConnected('vsoa://127.0.0.1');
      // The click asks for more than it waits for: a packet is chosen when most of it is there.
      await expect(bench.field('type')).toBeVisible();
      await pictures.take('devices', pane('devices'));

      await open('rpc', 'Control+3');
      await expect(bench.answer()).toContainText(words.success);
      await expect(bench.pane('rpc').getByRole('button', { name: words.send, exact: true })).toBeEnabled();
      await pictures.take('rpc', pane('rpc'));

      await expect(await open('datagrams', 'Control+4')).toContainText('/vehicle/heartbeat');
      // The size of the packet beside its limit is measured a moment later.
      await expect(pane('datagrams').getByRole('form').getByText(' / ')).toBeVisible();
      await pictures.take('datagrams', pane('datagrams'));

      await expect(await open('streams', 'Control+5')).toContainText('km/h');
      await pictures.take('streams', pane('streams'));

      const asked = (await open('positions', 'Control+Shift+L')).getByRole('listbox').last().getByRole('option');
      await expect(asked).toHaveCount(1);
      await pictures.take('positions', pane('positions'));

      await expect(await open('mocks', 'Control+9')).toContainText(words.demoName);
      await pane('mocks')
        .getByRole('option', { name: /^vehicle/ })
        .click();
      await pictures.take('mocks', pane('mocks'));

      await open('subscriptions', 'Control+2');
      await bench.topic(BATTERY).click();
      await expect(pane('inspector').getByRole('treeitem').filter({ hasText: 'powerKw' })).toBeVisible();
      await pictures.take('subscriptions', pane('subscriptions'));
      await pictures.take('inspector', pane('inspector'));
      await pictures.take('README', window, { words: page.getByRole('contentinfo') });

      await open('traffic', 'Control+7');
      await expect(bench.packets(words.received, 'PUBLISH').first()).toBeVisible();
      await pictures.take('traffic', pane('traffic'));

      // Last of those that live: by now its lines have some length.
      await open('plots', 'Control+6');
      await expect(pane('plots').locator('canvas').first()).toBeVisible();
      await pictures.take('plots', pane('plots'));

      await page.keyboard.press('Control+k');
      await expect(page.getByRole('option').first()).toBeVisible();
      await pictures.take('window', page.getByRole('dialog'));
      await page.keyboard.press('Escape');

      const status = page.getByRole('contentinfo');
      await status.getByRole('button', { name: /^(Workspace|工作区)/ }).click();
      await pictures.take('workspace', page.getByRole('menu'), { margin: 60 });
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toBeHidden();

      await bench.connect(await refusing());
      await expect(pane('devices').getByText(unreachable[language]).first()).toBeVisible();
      await pictures.take('troubleshooting', pane('devices'));
    });
  });
}

/** The window itself: in a viewport that only Playwright makes larger, popups would be placed for another one. */
async function setSize(app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    SIZE,
  );
  await expect.poll(() => page.evaluate(() => ({ width: innerWidth, height: innerHeight }))).toEqual(SIZE);
}
