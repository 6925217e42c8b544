import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { test as base, expect } from './harness/test.ts';

const spoken = {
  en: {
    plots: 'Plots',
    addSeries: 'Add series',
    add: 'Add',
    url: 'URL',
    pause: 'Pause',
    resume: 'Back to the newest',
    paused: /^Paused for /,
    reset: 'Reset to the newest',
    actionsOf: (name: string) => `Actions for ${name}`,
    plot: (number: number) => `Plot ${number}`,
    lines: (name: string) => `${name}: values over time`,
    png: 'Image (PNG)',
    csv: 'All values (CSV)',
    remove: 'Remove plot',
    undo: 'Undo',
    dropHere: 'Drop here for a new plot',
    empty: /^Drag a number from a topic to here/,
    gone: 'Not in the newest value',
  },
  zh: {
    plots: '曲线',
    addSeries: '添加序列',
    add: '添加',
    url: 'URL',
    pause: '暂停',
    resume: '回到最新',
    paused: /^已暂停 /,
    reset: '重置到最新',
    actionsOf: (name: string) => `${name}的操作`,
    plot: (number: number) => `曲线图 ${number}`,
    lines: (name: string) => `${name}：随时间变化的数值`,
    png: '图像 (PNG)',
    csv: '全部数值 (CSV)',
    remove: '移除曲线图',
    undo: '撤销',
    dropHere: '拖放到此处以新建曲线图',
    empty: /^将主题中的数值拖到此处/,
    gone: '最新值中没有该字段',
  },
};
type Spoken = (typeof spoken)['en'];

interface Device {
  id: string;
  /** Lets it say something, and waits until the window has heard it. */
  publish: (url: string, ...params: unknown[]) => Promise<void>;
}

const test = base.extend<{ say: Spoken; pane: Locator; npmDevice: Device }>({
  say: async ({ language }, provide) => provide(spoken[language]),

  pane: async ({ page, say }, provide) => provide(page.getByRole('region', { name: say.plots, exact: true })),

  /** The npm package, connected and subscribed. */
  npmDevice: async ({ page }, provide) => {
    // The bench answers before there is a window that hears keys.
    await expect(page.locator('[data-pane="devices"]')).toBeVisible();
    const peer = new Peer('vsoa-server.cjs', { info: { name: 'npm peer' } });
    const { port } = await peer.heard('ready');
    const id = await page.evaluate(
      async (url) => {
        const added = await window.bench.addDevice({ url });
        if (!added.ok) throw new Error(added.error.message);
        await window.bench.subscribe({ id: added.value.id, urls: ['/mark', '/motor', '/wave'] });
        return added.value.id;
      },
      `vsoa://127.0.0.1:${String(port)}`,
    );
    await peer.heard('connect');
    let count = 0;
    const heard = () =>
      page.evaluate(async (deviceId) => {
        const value = await window.bench.topicValue({ id: deviceId, url: '/mark' });
        const text = value.ok ? value.value?.text : null;
        return text ? Number(JSON.parse(text).count) : 0;
      }, id);
    // What is published before the subscription has arrived is lost.
    await expect
      .poll(async () => {
        await peer.tell({ publish: '/mark', param: { count: (count += 1) } });
        return heard();
      })
      .toBeGreaterThan(0);
    await provide({
      id,
      publish: async (url, ...params) => {
        for (const param of params) await peer.tell({ publish: url, param });
        count += 1;
        await peer.tell({ publish: '/mark', param: { count } });
        await expect.poll(heard).toBe(count);
      },
    });
    await peer.kill();
  },
});

for (const [theme, language] of [
  ['dark', 'en'],
  ['light', 'zh'],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('a number is dragged from the newest value of a topic to the plots, which are behind another tab', async ({
      page,
      pane,
      say,
      npmDevice,
    }) => {
      await page.keyboard.press('Control+2');
      await npmDevice.publish('/motor', { rpm: 800, name: 'front' });
      await page.getByRole('treegrid').getByRole('row').filter({ hasText: '/motor' }).click();
      const rpm = page.getByRole('treeitem').filter({ hasText: 'rpm' });
      await rpm.hover();
      await page.mouse.down();
      await hoverOver(page, page.locator('.dock').getByRole('tab', { name: say.plots, exact: true }));
      await expect(pane.getByText(say.empty)).toBeVisible();
      await hoverOver(page, pane.getByText(say.empty));
      await expect(pane.getByText(say.dropHere)).toBeVisible();
      await page.mouse.up();
      const plot = pane.getByRole('article', { name: say.plot(1), exact: true });
      await npmDevice.publish('/motor', { rpm: 810 });
      await expect(valueOf(plot, 'rpm', 0)).toHaveText('810');
      await expect(pane.getByText(say.dropHere)).toHaveCount(0);
    });

    test('what is numeric in a topic is plotted, by dialog and by drag and drop', async ({
      page,
      pane,
      say,
      npmDevice,
      keepScreenshot,
    }) => {
      // Axe looks at all of the window three times.
      test.slow();
      await npmDevice.publish('/motor', { rpm: 800, on: true, name: 'front' });
      await page.keyboard.press('Control+6');
      await expect(pane.getByText(say.empty)).toBeVisible();
      await expectAccessible(page, 'no plots', '[data-pane="plots"]');
      await pane.getByRole('button', { name: say.addSeries, exact: true }).click();
      const form = page.getByRole('form', { name: say.addSeries, exact: true });
      await form.getByLabel(say.url, { exact: true }).fill('/motor');
      await form.getByLabel(say.url, { exact: true }).press('Tab');
      await expect(form.getByRole('checkbox')).toHaveCount(2);
      await form.getByRole('checkbox', { name: /^rpm/ }).check();
      await expectAccessible(page, 'adding a series', '[role="dialog"]');
      await form.getByRole('button', { name: say.add, exact: true }).click();
      await expect(form).toBeHidden();

      const first = pane.getByRole('article', { name: say.plot(1), exact: true });
      await npmDevice.publish('/motor', { rpm: 1_000, on: true }, { rpm: 1_500, on: false }, { rpm: 1_200, on: true });
      await expect(valueOf(first, 'rpm', 0)).toHaveText('1200');
      await expect(valueOf(first, 'rpm', 1)).toHaveText('1000');
      await expect(valueOf(first, 'rpm', 2)).toHaveText('1500');

      const field = { deviceId: npmDevice.id, url: '/motor', path: ['on'] };
      await drop(first, field);
      await drop(pane.locator('.plots'), { ...field, path: ['rpm'] });
      const second = pane.getByRole('article', { name: say.plot(2), exact: true });
      await expect(second).toBeVisible();
      await npmDevice.publish('/motor', { rpm: 900, on: false });
      await expect(valueOf(first, 'on', 0)).toHaveText('0');
      await expect(valueOf(second, 'rpm', 0)).toHaveText('900');
      await npmDevice.publish('/motor', { rpm: 901 });
      await expect(first.getByRole('row').filter({ hasText: /^on/ })).toContainText(say.gone);
      await expectAccessible(page, 'plots', '[data-pane="plots"]');
      await keepScreenshot('plots');
    });

    test('lines are drawn, stand still while paused, and are zoomed by dragging', async ({
      page,
      pane,
      say,
      npmDevice,
    }) => {
      await plotted(page, npmDevice.id, '/wave');
      await npmDevice.publish('/wave', { a: 0 }, { a: 5 }, { a: -5 }, { a: 3 });
      await page.keyboard.press('Control+6');
      const lines = pane.getByRole('slider', { name: say.lines(say.plot(1)) });
      await expect(lines).toBeVisible();
      await expect.poll(() => colouredPixels(pane.locator('canvas'))).toBeGreaterThan(20);

      await pane.getByRole('button', { name: say.pause, exact: true }).click();
      await expect(pane.getByText(say.paused)).toBeVisible();
      const before = await picture(pane.locator('canvas'));
      await npmDevice.publish('/wave', { a: 500 });
      // Kept all the same.
      await expect(valueOf(pane.getByRole('article'), 'a', 0)).toHaveText('500');
      expect(await picture(pane.locator('canvas'))).toBe(before);
      await pane.getByRole('button', { name: say.resume, exact: true }).click();
      await expect(pane.getByText(say.paused)).toBeHidden();
      await expect(valueOf(pane.getByRole('article'), 'a', 2)).toHaveText('500');

      const reset = pane.getByRole('button', { name: say.reset, exact: true });
      await expect(reset).toBeDisabled();
      await drag(page, lines, 0.4, 0.6);
      await expect(reset).toBeEnabled();
      await lines.hover();
      await expect(lines).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d\.\d{3}/);
      await lines.dblclick();
      await expect(reset).toBeDisabled();

      await page.mouse.move(0, 0);
      await lines.focus();
      await lines.press('ArrowLeft');
      await lines.press('ArrowRight');
      await expect(lines).toHaveAttribute('aria-valuetext', /a 500$/);
      await lines.press('+');
      await expect(reset).toBeEnabled();
      await lines.press('End');
      await expect(reset).toBeDisabled();
    });

    test('values and image are saved to files', async ({ app, page, pane, say, npmDevice, userData }) => {
      await plotted(page, npmDevice.id, '/wave');
      const sent = Array.from({ length: 50 }, (_, at) => at / 3 - 7);
      await npmDevice.publish('/wave', ...sent.map((a) => ({ a })));
      await page.keyboard.press('Control+6');
      await expect(valueOf(pane.getByRole('article'), 'a', 0)).not.toHaveText('–');
      const csv = path.join(userData, 'wave.csv');
      await answerDialogs(app, csv);
      await choose(page, pane, say.actionsOf(say.plot(1)), say.csv);
      await expect.poll(() => fs.existsSync(csv)).toBe(true);
      const rows = fs.readFileSync(csv, 'utf8').trimEnd().split('\r\n');
      expect(rows[0]).toBe('time,epochMs,/wave.a');
      expect(rows.slice(1).map((row) => Number(row.split(',')[2]))).toEqual(sent);

      const png = path.join(userData, 'wave.png');
      await answerDialogs(app, png);
      await choose(page, pane, say.actionsOf(say.plot(1)), say.png);
      await expect.poll(() => fs.existsSync(png)).toBe(true);
      const canvas = await pane
        .locator('canvas')
        .evaluate((element: HTMLCanvasElement) => [element.width, element.height]);
      const size = await imageSize(page, fs.readFileSync(png));
      expect(size.width).toBeGreaterThan(canvas[0] ?? 0);
      expect(size.height).toBeGreaterThan(canvas[1] ?? 0);
      expect(size.colours).toBeGreaterThan(3);
    });
  });
}

test('a plot that was removed comes back', async ({ page, pane, say, npmDevice }) => {
  await plotted(page, npmDevice.id, '/wave');
  await page.keyboard.press('Control+6');
  await choose(page, pane, say.actionsOf(say.plot(1)), say.remove);
  await expect(pane.getByText(say.empty)).toBeVisible();
  await page.getByRole('button', { name: say.undo, exact: true }).click();
  await expect(pane.getByRole('article')).toHaveCount(1);
});

test('plots are there again when the app is started again', async ({ userData, language, theme }) => {
  const options = { userData, language, theme, executable: undefined };
  const first = await launch(options);
  const page = await first.firstWindow();
  await page.evaluate(async () => {
    const demo = await window.bench.startDemo({});
    if (!demo.ok) throw new Error(demo.error.message);
    const field = { deviceId: demo.value.id, url: '/powertrain/speed', path: ['kmh'] };
    const added = await window.bench.addSeries({ field, look: { axis: 'right', name: 'Speed' } });
    if (added.ok) await window.bench.editPlot({ plotId: added.value.plotId, name: 'Drive' });
  });
  await first.close();
  const again = await launch(options);
  const next = await again.firstWindow();
  const pane = next.getByRole('region', { name: 'Plots', exact: true });
  await next.getByRole('button', { name: 'Plots', exact: true }).click();
  const plot = pane.getByRole('article', { name: 'Drive', exact: true });
  await expect(plot.getByRole('row').filter({ hasText: /^Speed/ })).toContainText('Device removed');
  // The next demo vehicle is another device, and is plotted all the same.
  expect(await next.evaluate(() => window.bench.startDemo({}))).toMatchObject({ ok: true });
  await expect(valueOf(plot, 'Speed', 0)).toHaveText(/\d/);
  await again.close();
});

/** A number of a series in the legend: newest, lowest, highest, mean. */
function valueOf(plot: Locator, series: string, column: 0 | 1 | 2 | 3): Locator {
  return plot
    .getByRole('row')
    .filter({ hasText: new RegExp(`^${series}`) })
    .getByRole('cell')
    .nth(column);
}

async function plotted(page: Page, deviceId: string, url: string): Promise<void> {
  await page.evaluate(
    async (field) => {
      const added = await window.bench.addSeries({ field });
      if (!added.ok) throw new Error(added.error.message);
    },
    { deviceId, url, path: ['a'] },
  );
}

/** As the tree of a topic lets a field be dragged. */
async function drop(
  target: Locator,
  field: { deviceId: string; url: string; path: (string | number)[] },
): Promise<void> {
  await target.evaluate((element, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('application/x-vsoa-field', text);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, JSON.stringify(field));
}

async function choose(page: Page, pane: Locator, menu: string, item: string): Promise<void> {
  await pane.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** While something is dragged; twice, for the first move only enters. */
async function hoverOver(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing to hover over');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2);
}

async function drag(page: Page, target: Locator, from: number, to: number): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing to drag over');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
  await page.mouse.up();
}

const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());

/** Pixels that are no grey: axes and grid are. */
function colouredPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
      if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1;
    }
    return coloured;
  });
}

function imageSize(page: Page, png: Buffer): Promise<{ width: number; height: number; colours: number }> {
  return page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: new Uint8ClampedArray() };
    const colours = new Set(new Uint32Array(data.buffer)).size;
    return { width: image.width, height: image.height, colours };
  }, Array.from(png));
}

/** The system's dialogs cannot be driven; this path is chosen instead. */
async function answerDialogs(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}
