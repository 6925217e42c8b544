import { expect, PASSWORD, test } from './harness/test.ts';
import { words } from './harness/words.ts';

test.describe('the frame', () => {
  test('speaks another language at once, the tabs of the panes too', async ({ page }) => {
    await expect(page.getByRole('tab', { name: words.en.subscriptions, exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Language: English' }).click();
    await page.getByRole('menuitemradio', { name: '简体中文' }).click();
    for (const name of [words.zh.devices, words.zh.subscriptions, words.zh.traffic, words.zh.inspector]) {
      await expect(page.getByRole('tab', { name, exact: true })).toBeVisible();
    }
  });

  test('shows its keys on Ctrl+/, stands still under them, and hides them on the first Esc', async ({
    bench,
    page,
  }) => {
    await bench.open('devices');
    await page.keyboard.press('Control+/');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Control+2');
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('textbox', { name: 'Search by name or keys' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(bench.pane('devices')).toBeVisible();
  });

  test('follows the newest packets on when the window grows', async ({
    app,
    bench,
    npmServer,
    page,
    words: spoken,
  }) => {
    // On a busy machine the list hears of its new height only after the browser has moved it.
    await page.addInitScript(() => {
      const Real = ResizeObserver;
      window.ResizeObserver = class extends Real {
        constructor(heard: ResizeObserverCallback) {
          super((...news) => requestAnimationFrame(() => requestAnimationFrame(() => heard(...news))));
        }
      };
    });
    await page.reload();
    const resize = (width: number, height: number) =>
      app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(...size), [width, height] as [
        number,
        number,
      ]);
    await bench.connect(npmServer.url, PASSWORD);
    await bench.expectConnected(npmServer.url);
    await resize(900, 600);
    for (const url of ['/under/1', '/under/2', '/under/3', '/under/4']) {
      await bench.call('GET', url, '');
      await expect(bench.answer()).toContainText(spoken.success);
    }
    const traffic = await bench.open('traffic');
    await expect(bench.packets(spoken.sent, 'RPC GET', '/under/4')).toBeVisible();
    const small = await traffic.boundingBox();
    await resize(1_400, 900);
    await expect.poll(async () => (await traffic.boundingBox())?.height).toBeGreaterThan((small?.height ?? 0) + 100);
    await expect(traffic.getByRole('row')).toHaveCount(11);

    await resize(900, 600);
    await bench.call('GET', '/under/5', '');
    await bench.open('traffic');
    await expect(bench.packets(spoken.sent, 'RPC GET', '/under/5')).toBeVisible();
    await expect(traffic.getByRole('button', { name: spoken.follow })).toHaveAttribute('aria-pressed', 'true');
  });

  test('keeps a call in reach in a small window, however long the name of the device', async ({
    app,
    bench,
    npmServer,
    words: spoken,
  }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 600));
    const pane = await bench.open('devices');
    await pane
      .getByRole('form', { name: spoken.connectForm })
      .getByLabel('Name')
      .fill('Body controller of the second prototype, rear left');
    await bench.connect(npmServer.url, PASSWORD);
    await bench.expectConnected(npmServer.url);
    const rpc = await bench.open('rpc');
    const room = await rpc.boundingBox();
    const send = await rpc.getByRole('button', { name: spoken.send, exact: true }).boundingBox();
    const url = await rpc.getByLabel(spoken.urlToCall).boundingBox();
    expect((send?.x ?? 0) + (send?.width ?? Infinity)).toBeLessThanOrEqual((room?.x ?? 0) + (room?.width ?? 0));
    expect(url?.width).toBeGreaterThanOrEqual(120);
  });
});

test('Ctrl+Enter sends from the url and from the param, and breaks no line there', async ({
  bench,
  npmServer,
  page,
}) => {
  await bench.connect(npmServer.url, PASSWORD);
  await bench.expectConnected(npmServer.url);
  const pane = await bench.open('rpc');
  const calls = pane.getByRole('listbox', { name: 'History' }).getByRole('option');
  await pane.getByLabel('URL to call').fill('/nothing');
  await page.keyboard.press('Control+Enter');
  await expect(bench.answer()).toContainText('Invalid URL');
  await expect(calls).toHaveCount(1);

  await pane.getByLabel('URL to call').fill('/echo');
  await page.keyboard.press('Tab');
  await pane.getByRole('textbox', { name: 'Param' }).click();
  await page.keyboard.type('[1');
  await page.keyboard.press('Control+Enter');
  await expect(bench.answer()).toContainText('Success');
  await expect(calls).toHaveCount(2);
  await expect(pane.getByRole('textbox', { name: 'Param' })).toHaveText('[1]');
});
