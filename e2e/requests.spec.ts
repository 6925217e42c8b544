import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { type Language, launch } from './harness/app.ts';
import { BenchWindow } from './harness/bench-window.ts';
import { expect, test } from './harness/test.ts';
import { words as allWords } from './harness/words.ts';

/** What the tests look for, written out so that a wrong word is seen. */
const said = {
  en: {
    requests: 'Requests',
    show: 'Show saved requests',
    newRequest: 'New request',
    newFolder: 'New folder',
    name: 'Name',
    addSamples: 'Add sample requests',
    save: 'Save request',
    unsaved: 'Changes are not saved',
    demo: 'Demo vehicle',
    speed: 'Speed',
    openDoor: 'Open a door',
    setTemperature: 'Set the temperature',
    environment: 'Environment',
    editEnvironments: 'Edit environments',
    saveEnvironment: 'Save environment',
    valueOf: 'Value of celsius',
    expect: 'Expect',
    notMet: 'Not met',
    undo: 'Undo',
    broken: /Line 1, column 2/,
    search: 'Search requests',
    unknown: 'No environment',
    unknownVariable: 'Unknown variable',
    changedOnDisk: 'Changed on the disk',
  },
  zh: {
    requests: '请求',
    show: '显示已保存的请求',
    newRequest: '新建请求',
    newFolder: '新建文件夹',
    name: '名称',
    addSamples: '添加示例请求',
    save: '保存请求',
    unsaved: '更改未保存',
    demo: '演示车辆',
    speed: '车速',
    openDoor: '打开车门',
    setTemperature: '设置温度',
    environment: '环境',
    editEnvironments: '编辑环境',
    saveEnvironment: '保存环境',
    valueOf: 'celsius 的值',
    expect: '预期',
    notMet: '未满足',
    undo: '撤销',
    broken: /第 1 行第 2 列/,
    search: '搜索请求',
    unknown: '无环境',
    unknownVariable: '未知变量',
    changedOnDisk: '磁盘上已更改',
  },
} as const satisfies Record<Language, Record<string, string | RegExp>>;

const folderOf = (userData: string) => path.join(userData, 'workspace', 'requests');

/** The tree of the RPC pane, as its user knows it. */
class Tree {
  readonly #pane: Locator;
  readonly #name: string;

  constructor(pane: Locator, name: string) {
    this.#pane = pane;
    this.#name = name;
  }

  get list(): Locator {
    return this.#pane.getByRole('tree', { name: this.#name });
  }

  item(name: string): Locator {
    return this.list.getByRole('treeitem').filter({ has: this.list.page().getByText(name, { exact: true }) });
  }

  /** Waits until these are its rows, from top to bottom, each as far in as it lies deep. */
  async shows(...rows: string[]): Promise<void> {
    const items = this.list.getByRole('treeitem');
    const now = () =>
      items.evaluateAll((found) =>
        found.map((item) => '  '.repeat(Number(item.ariaLevel) - 1) + (item.querySelector('.cut')?.textContent ?? '')),
      );
    await expect.poll(now).toEqual(rows);
  }
}

for (const language of ['en', 'zh'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${theme}`, () => {
      test.use({ language, theme });
      const s = said[language];

      test('sample requests of the demo vehicle run as they expect it', async ({
        bench,
        keepScreenshot,
        words,
        page,
      }) => {
        await bench.startDemo();
        await bench.expectConnected('vsoa://127.0.0.1');
        // What it says all the time takes time to be shown, and is not what this is about.
        await bench.unsubscribe('/');
        const pane = await bench.open('rpc');
        await keepScreenshot('requests-empty');
        await pane.getByRole('button', { name: s.show, exact: true }).click();
        await pane.getByRole('button', { name: s.addSamples, exact: true }).click();
        const tree = new Tree(pane, s.requests);
        await tree.item(s.openDoor).click();
        await expect(pane.getByLabel(words.urlToCall)).toHaveValue('/body/doors');
        await pane.getByRole('button', { name: words.send, exact: true }).click();
        await expect(bench.answer()).toContainText('"open"');
        await expect(pane.getByRole('tab', { name: `${s.expect} 2/2` })).toBeVisible();
        await tree.item(s.speed).click();
        await pane.getByRole('button', { name: words.send, exact: true }).click();
        await expect(pane.getByRole('tab', { name: `${s.expect} 3/3` })).toBeVisible();
        await tree.item(s.openDoor).click();
        await pane.getByRole('tab', { name: s.expect }).click();
        await keepScreenshot('requests');
        await page.setViewportSize({ width: 900, height: 600 });
        await keepScreenshot('requests-narrow');
      });
    });
  }

  test.describe(language, () => {
    test.use({ language, theme: language === 'en' ? 'light' : 'dark' });
    const s = said[language];

    test('a variable gets its value from the environment that is chosen', async ({
      bench,
      keepScreenshot,
      words,
      page,
    }) => {
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      // What it says all the time takes time to be shown, and is not what this is about.
      await bench.unsubscribe('/');
      const pane = await bench.open('rpc');
      await pane.getByRole('button', { name: s.show, exact: true }).click();
      await pane.getByRole('button', { name: s.addSamples, exact: true }).click();
      await new Tree(pane, s.requests).item(s.setTemperature).click();
      const send = pane.getByRole('button', { name: words.send, exact: true });
      await send.click();
      await expect(pane.getByRole('tab', { name: `${s.expect} 2/2` })).toBeVisible();

      await pane.getByRole('button', { name: s.editEnvironments }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(s.valueOf, { exact: true }).fill('19');
      await keepScreenshot('environments');
      await dialog.getByRole('button', { name: s.saveEnvironment }).click();
      await expect(dialog).toBeHidden();
      await send.click();
      await expect(bench.answer()).toContainText('19');
      await pane.getByRole('tab', { name: `${s.expect} 1/2` }).click();
      await expect(pane.getByText(s.notMet)).toBeVisible();

      await pane.getByRole('combobox', { name: new RegExp(`^${s.environment}: `) }).click();
      await page.getByRole('option', { name: s.unknown }).click();
      await send.click();
      await expect(pane.getByRole('alert').first()).toContainText(s.unknownVariable);
      await keepScreenshot('requests-unknown-variable');
    });
  });
}

test.describe('what is saved', () => {
  const s = said.en;

  test('is there after a restart, with the request that was open', async ({
    bench,
    app,
    page,
    userData,
    theme,
    words,
  }) => {
    const pane = await bench.open('rpc');
    await pane.getByRole('button', { name: s.show, exact: true }).click();
    await pane.getByRole('button', { name: s.newRequest, exact: true }).first().click();
    const tree = new Tree(pane, s.requests);
    await tree.list.getByRole('textbox', { name: s.name }).fill('Ask: who?');
    await tree.list.getByRole('textbox', { name: s.name }).press('Enter');
    await tree.shows('My requests', '  Ask: who?');
    await pane.getByLabel(words.urlToCall).fill('/who');
    await expect(pane.getByRole('img', { name: s.unsaved }).first()).toBeVisible();
    await page.keyboard.press('Control+S');
    await expect(pane.getByRole('img', { name: s.unsaved })).toHaveCount(0);
    const file = path.join(folderOf(userData), 'My requests', 'Ask%3A who%3F.json');
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ version: 1, url: '/who', method: 'GET' });
    await app.close();

    const again = await launch({ userData, language: 'en', theme, executable: undefined });
    const next = new BenchWindow(await again.firstWindow(), allWords.en);
    const after = await next.open('rpc');
    await new Tree(after, s.requests).shows('My requests', '  Ask: who?');
    await expect(after.getByLabel(words.urlToCall)).toHaveValue('/who');
    await expect(after.getByText('Ask: who?').first()).toBeVisible();
    await again.close();
  });

  test('is sorted by keys and by hand, and comes back when it was deleted', async ({ bench, page, userData }) => {
    write(userData, 'Car/a.json', 'Car/b.json', 'Car/c.json', 'Car/Doors/d.json');
    const pane = await bench.open('rpc');
    const tree = new Tree(pane, s.requests);
    await focusWindow(page);
    await tree.shows('Car', '  Doors', '    d', '  a', '  b', '  c');
    await tree.item('c').click();
    await page.keyboard.press('Alt+ArrowUp');
    await tree.shows('Car', '  Doors', '    d', '  a', '  c', '  b');
    await tree.item('b').dragTo(tree.item('Doors'));
    await tree.shows('Car', '  Doors', '    b', '    d', '  a', '  c');
    await tree.item('a').dragTo(tree.item('d'), { targetPosition: { x: 60, y: 20 } });
    await tree.shows('Car', '  Doors', '    b', '    d', '    a', '  c');

    await tree.item('d').click();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Delete');
    await tree.shows('Car', '  c');
    expect(fs.existsSync(path.join(folderOf(userData), 'Car', 'Doors'))).toBe(false);
    await page.getByRole('button', { name: s.undo, exact: true }).click();
    await tree.shows('Car', '  Doors', '    b', '    d', '    a', '  c');
    expect(fs.existsSync(path.join(folderOf(userData), 'Car', 'Doors', 'a.json'))).toBe(true);
  });

  test('follows what others write, and shows what is broken', async ({ bench, page, userData, words }) => {
    write(userData, 'Car/a.json');
    const pane = await bench.open('rpc');
    await focusWindow(page);
    const tree = new Tree(pane, s.requests);
    await tree.item('a').click();
    await expect(pane.getByLabel(words.urlToCall)).toHaveValue('/a');
    const file = path.join(folderOf(userData), 'Car', 'a.json');
    fs.writeFileSync(file, '{"version": 1, "url": "/pulled"}');
    await expect(pane.getByLabel(words.urlToCall)).toHaveValue('/pulled');

    await pane.getByLabel(words.urlToCall).fill('/mine');
    fs.writeFileSync(file, '{"version": 1, "url": "/theirs"}');
    await expect(pane.getByText(s.changedOnDisk)).toBeVisible();
    await expect(pane.getByLabel(words.urlToCall)).toHaveValue('/mine');

    fs.writeFileSync(path.join(folderOf(userData), 'Car', 'b.json'), '{oops');
    await expect(tree.item('b').getByLabel(s.broken)).toBeVisible();
    await pane.getByRole('searchbox', { name: s.search }).fill('b');
    await tree.shows('Car', '  b');
  });
});

function write(userData: string, ...files: string[]): void {
  for (const name of files) {
    const file = path.join(folderOf(userData), name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ version: 1, url: `/${path.basename(name, '.json')}` }));
  }
}

/** As who comes back from another program, where the folder was made anew. */
async function focusWindow(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
}
