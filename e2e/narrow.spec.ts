import type { Locator, Page } from '@playwright/test';
import { write } from './harness/bench-window.ts';
import { expect, test } from './harness/test.ts';

const spoken = {
  en: { repeat: /^Repeat: /, times: 'Times', perSecond: 'Calls per second', still: 'Still running', legend: /^Drive/ },
  zh: { repeat: /^重复：/, times: '次数', perSecond: '每秒次数', still: '仍在运行', legend: /^Drive/ },
} as const;

// Beside others, docked, a pane may be as narrow as this: what is in it wraps, and nothing leads sideways out of it.
for (const [language, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test.describe(`340 px, ${language}`, () => {
    test.use({ language, theme });
    const say = spoken[language];

    test('calls that are repeated and still run are told whole', async ({ bench, page, words, keepScreenshot }) => {
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      await bench.unsubscribe('/');
      await fit(page, 340);
      await bench.call('GET', '/powertrain/speed', '');
      await expect(bench.answer()).toContainText(words.success);
      const pane = bench.pane('rpc');
      await pane.getByRole('button', { name: say.repeat }).click();
      await page.getByRole('textbox', { name: say.times, exact: true }).fill('1000000');
      await page.getByRole('textbox', { name: say.perSecond, exact: true }).fill('50');
      await page.keyboard.press('Escape');
      await bench.call('SET', '/echo', '{"a": 1}');
      await expect(bench.answer()).toContainText('p99');
      await expectNothingSideways(bench.answer());
      await keepScreenshot('rpc-narrow-repeated');

      const editor = pane.getByRole('textbox', { name: words.param, exact: true }).first();
      await editor.press('Alt+ArrowUp');
      const running = pane.getByRole('list', { name: say.still });
      await expect(running).toContainText('/echo');
      await expectNothingSideways(running);
      await keepScreenshot('rpc-narrow-running');
      await running.getByRole('button').last().click();
      await expect(running).toBeHidden();
    });

    test('series of one name are told apart in the legend', async ({ bench, page, keepScreenshot }) => {
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      await page.keyboard.press('Control+6');
      await page.evaluate(async () => {
        const added = await window.bench.addPlot({ name: 'Drive' });
        if (!added.ok) throw new Error(added.error.message);
        for (const side of ['left', 'right']) {
          const field = { deviceId: 'demo', url: `/chassis/wheels/front/${side}/tyre`, path: ['kPa'] };
          await window.bench.addSeries({ plotId: added.value.id, field });
        }
      });
      await fit(page, 340);
      const legend = page.getByRole('article', { name: say.legend });
      for (const side of ['left', 'right']) await expect(legend.getByText(side, { exact: true })).toBeVisible();
      await expectNothingSideways(legend.locator('.plot-legend'));
      await keepScreenshot('plots-narrow');
    });

    test('the form of a new device is in view', async ({ bench, page, keepScreenshot }) => {
      const pane = await bench.open('devices');
      await fit(page, 340);
      const form = pane.getByRole('form');
      for (const button of await form.getByRole('button').all()) {
        expect(await rightOf(button)).toBeLessThanOrEqual(await rightOf(form));
      }
      await write(pane.getByRole('textbox').first(), 'vsoa://127.0.0.1:1');
      await keepScreenshot('devices-narrow');
    });
  });
}

/** Panes as wide as if they were docked beside others. */
async function fit(page: Page, width: number): Promise<void> {
  await page.evaluate((px) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.pane { max-width: ${px}px; }`);
    document.adoptedStyleSheets = [sheet];
  }, width);
}

/** Neither it nor anything in it but editors and grids, which scroll by themselves, is wider than it is shown. */
async function expectNothingSideways(part: Locator): Promise<void> {
  const wide = await part.evaluate((element) =>
    [element, ...element.querySelectorAll('*')]
      .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth)
      .map((each) => each.className),
  );
  expect(wide).toEqual([]);
}

async function rightOf(part: Locator): Promise<number> {
  const box = await part.boundingBox();
  return (box?.x ?? 0) + (box?.width ?? 0);
}
