import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { type Language, launch } from './harness/app.ts';
import { BenchWindow, write } from './harness/bench-window.ts';
import { expect, PASSWORD, test } from './harness/test.ts';
import { words as allWords } from './harness/words.ts';

/** What is looked for on the screen, written out so that a wrong word in either language is seen. */
const spoken = {
  en: {
    timeout: 'Timeout in seconds',
    repeat: /^Repeat: /,
    times: 'Times',
    perSecond: 'Calls per second',
    cancel: 'Cancel',
    cancelled: /^Cancelled/,
    notJson: 'Line 1, column 6: a value is missing',
    notHex: 'Line 1, column 4: a byte is two hex digits',
    format: 'Format',
    data: /^Data/,
    paramTab: /^Param/,
    dataBox: 'Data',
    hex: 'Hex',
    file: 'File',
    chooseFile: 'Choose file…',
    history: 'History',
    search: 'Search history',
    noAnswer: 'No answer in time',
    status130: 'Server status 130',
    success: 'Success',
    clear: 'Clear history',
    undo: 'Undo',
    deleted: 'deleted from the history',
    same: 'Same as before',
    done: 'Done',
    sentAll: '500 of 500 sent',
    roundTrip: 'Round trip',
    stream: 'Open stream',
    streams: 'Streams',
    unknownVariable: 'Unknown variable',
  },
  zh: {
    timeout: '超时（秒）',
    repeat: /^重复：/,
    times: '次数',
    perSecond: '每秒次数',
    cancel: '取消',
    cancelled: /^已取消/,
    notJson: '第 1 行第 6 列：缺少值',
    notHex: '第 1 行第 4 列：每个字节为两位十六进制数字',
    format: '格式化',
    data: /^数据/,
    paramTab: /^参数/,
    dataBox: '数据',
    hex: '十六进制',
    file: '文件',
    chooseFile: '选择文件…',
    history: '历史',
    search: '搜索历史',
    noAnswer: '超时未应答',
    status130: '130',
    success: '成功',
    clear: '清空历史',
    undo: '撤销',
    deleted: '已从历史中删除',
    same: '与上次相同',
    done: '已完成',
    sentAll: '已发送 500 / 500',
    roundTrip: '往返时间',
    stream: '打开数据流',
    streams: '数据流',
    unknownVariable: '未知变量',
  },
} as const;

for (const language of ['en', 'zh'] as const) {
  test.describe(`in ${language}`, () => {
    // So that there are pictures in both themes.
    test.use({ language, theme: language === 'en' ? 'dark' : 'light' });
    const say = spoken[language];

    test('GET and SET are answered by a server of the npm package; statuses and a timeout are named', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      await bench.call('GET', '/method', '');
      await expect(bench.answer()).toContainText('GET');
      await bench.call('SET', '/method', '');
      await expect(bench.answer()).toContainText('SET');
      await bench.call('GET', '/status/130', '');
      await expect(bench.answer().getByRole('status')).toContainText(say.status130);

      await timeoutOf(bench, language).fill('0.2');
      await bench.call('GET', '/silent', '');
      const alert = bench.answer().getByRole('alert');
      await expect(alert).toContainText(
        words.answer === 'Answer' ? say.noAnswer : npmServer.url.slice('vsoa://'.length),
      );
      await expect(alert).toContainText(npmServer.url.slice('vsoa://'.length));
    });

    test('what is no JSON or no hex is marked in place and not sent; JSON is formatted', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      const pane = await bench.open('rpc');
      const sendButton = pane.getByRole('button', { name: words.send, exact: true });
      await urlOf(bench, language).fill('/echo');
      await urlOf(bench, language).press('Tab');
      const editor = pane.getByRole('textbox', { name: words.param, exact: true });
      await write(editor, '{"a":}');
      await expect(pane.getByText(say.notJson)).toBeVisible();
      await expect(sendButton).toBeDisabled();

      await write(editor, '{"a":[1.10,{"b":12345678901234567890}]}');
      await expect(sendButton).toBeEnabled();
      await editor.press('Control+Shift+F');
      await expect(editor).toContainText('"b": 12345678901234567890');
      await expect(editor.locator('.cm-line')).toHaveCount(8);

      await pane.getByRole('tab', { name: say.data }).first().click();
      await pane.getByRole('radio', { name: say.hex, exact: true }).click();
      await pane.getByRole('textbox', { name: say.dataBox, exact: true }).fill('01 f');
      await expect(pane.getByText(say.notHex)).toBeVisible();
      await expect(sendButton).toBeDisabled();
      await pane.getByRole('textbox', { name: say.dataBox, exact: true }).fill('01 ff 2a');
      await sendButton.click();
      await expect(bench.answer().getByRole('status')).toContainText(say.success);
      await bench.answer().getByRole('tab', { name: say.data }).click();
      await expect(bench.answer()).toContainText('01 ff 2a');
    });

    test('data comes from a file that is chosen', async ({ app, bench, npmServer, words, keepScreenshot }) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rpc-data-'));
      const file = path.join(folder, 'frame 7.bin');
      fs.writeFileSync(file, 'content of the file');
      await chooseFile(app, file);
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      const pane = await bench.open('rpc');
      await urlOf(bench, language).fill('/echo');
      await urlOf(bench, language).press('Tab');
      await pane.getByRole('tab', { name: say.data }).first().click();
      await pane.getByRole('radio', { name: say.file, exact: true }).click();
      await pane.getByRole('button', { name: say.chooseFile }).click();
      await expect(pane.getByText('frame 7.bin')).toBeVisible();
      await pane.getByRole('button', { name: words.send, exact: true }).click();
      await bench.answer().getByRole('tab', { name: say.data }).click();
      await expect(bench.answer()).toContainText('content of the file');
      await keepScreenshot('rpc-file');
      fs.rmSync(folder, { recursive: true });
    });

    test('a request is repeated at a rate, with its numbers, and cancelled', async ({
      bench,
      npmServer,
      words,
      keepScreenshot,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      const pane = await bench.open('rpc');
      await urlOf(bench, language).fill('/echo');
      await urlOf(bench, language).press('Tab');
      await repeat(bench, language, '500', '1000');
      await pane.getByRole('button', { name: words.send, exact: true }).click();
      await expect(bench.answer()).toContainText(say.sentAll, { timeout: 20_000 });
      await expect(bench.answer()).toContainText(say.done);
      await expect(bench.answer().getByRole('group', { name: say.roundTrip })).toContainText('ms');
      await keepScreenshot('rpc-repeated');

      await repeat(bench, language, '1000000', '50');
      await pane.getByRole('button', { name: words.send, exact: true }).click();
      await expect(bench.answer().getByRole('group', { name: say.roundTrip })).toContainText('ms');
      await pane.getByRole('button', { name: say.cancel, exact: true }).click();
      await expect(bench.answer().getByText(say.cancelled).first()).toBeVisible();
      await expect(pane.getByRole('button', { name: words.send, exact: true })).toBeEnabled();
    });

    test('Ctrl+Enter sends from anywhere in the pane, Esc cancels, Alt+Up goes back through the history', async ({
      bench,
      npmServer,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      const pane = await bench.open('rpc');
      await urlOf(bench, language).fill('/under/1');
      await urlOf(bench, language).press('Control+Enter');
      await expect(bench.answer()).toContainText('/under/1');
      await urlOf(bench, language).fill('/silent');
      const editor = pane.getByRole('textbox', { name: words.param, exact: true });
      await editor.press('Control+Enter');
      await expect(pane.getByRole('button', { name: say.cancel, exact: true })).toBeVisible();
      await editor.press('Escape');
      await expect(bench.answer().getByRole('status')).toContainText(say.cancelled);
      await editor.press('Alt+ArrowUp');
      await expect(urlOf(bench, language)).toHaveValue('/under/1');
    });

    test('the history is there after a restart, is searched, loaded, deleted and brought back', async ({
      app,
      bench,
      npmServer,
      userData,
      theme,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      for (const url of ['/under/left', '/under/right']) {
        await bench.call('GET', url, `{"from":"${url}"}`);
        await expect(bench.answer()).toContainText(url);
      }
      await app.close();

      const again = await launch({ userData, language, theme, executable: undefined });
      const page = await again.firstWindow();
      const window = new BenchWindow(page, allWords[language]);
      const pane = await window.open('rpc');
      const calls = historyOf(window, language).getByRole('option');
      await expect(calls).toHaveCount(2);
      // What was written last is there too.
      await expect(urlOf(window, language)).toHaveValue('/under/right');
      await pane.getByRole('searchbox', { name: say.search }).fill('LEFT');
      await expect(calls).toHaveCount(1);
      await calls.first().click();
      await expect(urlOf(window, language)).toHaveValue('/under/left');
      await expect(window.answer()).toContainText('/under/left');
      await expect(pane.getByRole('textbox', { name: allWords[language].param, exact: true }).first()).toContainText(
        '{"from":"/under/left"}',
      );
      await pane.getByRole('searchbox', { name: say.search }).fill('');
      await expect(calls).toHaveCount(2);

      const deletion = page.getByRole('listitem').filter({ hasText: say.deleted });
      const undo = deletion.getByRole('button', { name: say.undo, exact: true });
      await historyOf(window, language).press('Home');
      await historyOf(window, language).press('Delete');
      await expect(calls).toHaveCount(1);
      await undo.click();
      await expect(calls).toHaveCount(2);
      await pane.getByRole('button', { name: say.clear }).click();
      await expect(calls).toHaveCount(0);
      await undo.click();
      await expect(calls).toHaveCount(2);
      await again.close();
    });

    test('urls, keys and values are completed from what was called before; another kind is a hint, no error', async ({
      bench,
      page,
      words,
      keepScreenshot,
    }) => {
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      // It would keep a busy machine busier than it has to be.
      await bench.unsubscribe('/');
      await bench.call('GET', '/body/lights', '');
      await expect(bench.answer()).toContainText('highBeam');
      const pane = bench.pane('rpc');
      const url = urlOf(bench, language);
      await url.fill('');
      await url.pressSequentially('/body/li');
      const option = page.getByRole('option', { name: /\/body\/lights/ }).first();
      await expect(option).toBeVisible();
      await option.click();
      await expect(url).toHaveValue('/body/lights');

      const editor = pane.getByRole('textbox', { name: words.param, exact: true });
      const key = pane.getByRole('option', { name: /lowBeam/ });
      // What is known of a url comes a moment after it is written: what was typed by then is completed all the same.
      await editor.press('Control+A');
      await editor.pressSequentially('{"low');
      await expect(key).toBeVisible();
      await keepScreenshot('rpc-completion');
      await editor.press('Enter');
      await expect(editor).toContainText('"lowBeam": ');
      await write(editor, '{"lowBeam": 7, "other": 1}');
      await expect(editor.locator('.cm-lintRange-info')).toHaveCount(2);
      await expect(pane.getByRole('button', { name: words.send, exact: true })).toBeEnabled();
    });

    test('what is written over coloured text, also by an input method, gets no style of its own', async ({
      bench,
      npmServer,
      page,
      words,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      const pane = await bench.open('rpc');
      const editor = pane.getByRole('textbox', { name: words.param, exact: true });
      const text = '{"speed": 12, "lights": [true, "x"]}';
      // Chromium would log that the policy refused it, which fails the test.
      await editor.fill(text);
      await editor.press('Control+A');
      await editor.pressSequentially('[');
      await expect(editor).toHaveText(`[${text}]`);
      await editor.press('Control+A');
      await editor.pressSequentially('7');
      await expect(editor).toHaveText('7');
      await editor.press('Control+Z');
      await expect(editor).toHaveText(`[${text}]`);

      await editor.press('Control+A');
      const keyboard = await page.context().newCDPSession(page);
      await keyboard.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
      await expect(editor).toHaveText('ni');
      await keyboard.send('Input.insertText', { text: '你' });
      await expect(editor).toHaveText('你');
    });

    test('a stream that is offered is a button away, and an unknown variable is named', async ({
      bench,
      npmServer,
      page,
    }) => {
      await bench.connect(npmServer.url, PASSWORD);
      await bench.expectConnected(npmServer.url);
      await bench.call('GET', '/stream/1000', '');
      await bench.answer().getByRole('button', { name: say.stream }).click();
      await expect(page.getByRole('region', { name: say.streams, exact: true })).toBeVisible();

      await bench.call('GET', '/echo', '{"speed": {{speed}}}');
      await expect(bench.pane('rpc').getByRole('alert').first()).toContainText(say.unknownVariable);
    });
  });
}

const urlOf = (bench: BenchWindow, language: Language): Locator =>
  bench.pane('rpc').getByLabel(allWords[language].urlToCall);

const timeoutOf = (bench: BenchWindow, language: Language): Locator =>
  bench.pane('rpc').getByRole('textbox', { name: spoken[language].timeout, exact: true });

const historyOf = (bench: BenchWindow, language: Language): Locator =>
  bench.pane('rpc').getByRole('listbox', { name: spoken[language].history });

async function repeat(bench: BenchWindow, language: Language, times: string, perSecond: string): Promise<void> {
  const say = spoken[language];
  const button = bench.pane('rpc').getByRole('button', { name: say.repeat });
  await button.click();
  const page: Page = button.page();
  await page.getByRole('textbox', { name: say.times, exact: true }).fill(times);
  await page.getByRole('textbox', { name: say.perSecond, exact: true }).fill(perSecond);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: say.times, exact: true })).toHaveCount(0);
}

/** The system's dialog cannot be driven; it answers this path instead. */
async function chooseFile(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
}
