import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import type { BenchWindow } from './harness/bench-window.ts';
import { expect, PASSWORD, test } from './harness/test.ts';

/** Two calls that are answered, one that fails: with their handshake eight packets, and then it is quiet. */
test.beforeEach(async ({ bench, npmServer, page }) => {
  await bench.connect(npmServer.url, PASSWORD);
  await bench.expectConnected(npmServer.url);
  await ask(page, 'SET', '/echo', '{"gear":"D"}');
  await ask(page, 'GET', '/echo', '{"speed":87.5}');
  await ask(page, 'GET', '/nothing', '');
  await bench.open('traffic');
  await expect(rowsOf(bench)).toHaveCount(8);
});

const filterOf = (bench: BenchWindow): Locator => bench.pane('traffic').getByRole('combobox', { name: 'Filter' });
const gridOf = (bench: BenchWindow): Locator => bench.pane('traffic').getByRole('grid');
const rowsOf = (bench: BenchWindow): Locator => gridOf(bench).locator('[data-position]');
const chosen = (bench: BenchWindow): Locator => gridOf(bench).getByRole('row', { selected: true });
const clipboard = (app: ElectronApplication): Promise<string> =>
  app.evaluate((electron) => electron.clipboard.readText());

test.describe('the filter', () => {
  test('narrows the list as it is typed, and says how many pass', async ({ bench }) => {
    await filterOf(bench).pressSequentially('type == RPC && url == "/echo"');
    await expect(rowsOf(bench)).toHaveCount(4);
    await expect(bench.pane('traffic').getByText(/^4 of \d+ packets$/)).toBeVisible();
    await bench.pane('traffic').getByRole('button', { name: 'Clear the filter' }).click();
    await expect(rowsOf(bench)).toHaveCount(8);
  });

  test('that is none is told why, with the place, and the list stays as it was', async ({ bench }) => {
    const filter = filterOf(bench);
    await filter.fill('failed');
    await filter.press('Enter');
    await expect(rowsOf(bench)).toHaveCount(1);
    await filter.fill('failed && tpye == RPC');
    await filter.press('Enter');
    await expect(filter).toHaveAttribute('aria-invalid', 'true');
    const problem = bench.pane('traffic').getByText('There is no field tpye.');
    await expect(problem).toBeVisible();
    await expect(problem).toContainText('Still shown: failed');
    await expect(bench.pane('traffic').locator('u')).toHaveText('tpye');
    await expect(rowsOf(bench)).toHaveCount(1);
  });

  test('is completed by keys, remembered, and left with Esc', async ({ bench, page }) => {
    await page.keyboard.press('Control+7');
    await page.keyboard.press('Control+f');
    await expect(filterOf(bench)).toBeFocused();
    await page.keyboard.type('sta');
    await expect(page.getByRole('option', { name: 'status field' })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('option', { name: '!= operator' })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('0');
    await expect(filterOf(bench)).toHaveValue('status != 0');
    // With or without completions in view: Enter applies what is written.
    await page.keyboard.press('Enter');
    await expect(rowsOf(bench)).toHaveCount(1);

    await page.keyboard.press('Escape');
    await expect(filterOf(bench)).toHaveValue('');
    await expect(rowsOf(bench)).toHaveCount(8);
    await page.keyboard.press('Escape');
    await expect(gridOf(bench)).toBeFocused();
    await bench.pane('traffic').getByRole('button', { name: 'Filters used last' }).click();
    await page.getByRole('menuitem', { name: 'status != 0' }).click();
    await expect(rowsOf(bench)).toHaveCount(1);
  });

  test('loses nothing to Esc: that closes the completions first, and what it clears comes back with Ctrl+Z', async ({
    bench,
    page,
  }) => {
    const filter = filterOf(bench);
    await filter.pressSequentially('sta');
    await expect(page.getByRole('option', { name: 'status field' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('option', { name: 'status field' })).toHaveCount(0);
    await expect(filter).toHaveValue('sta');
    await page.keyboard.type('tus != 0');
    await page.keyboard.press('Enter');
    await expect(rowsOf(bench)).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(filter).toHaveValue('');
    await page.keyboard.press('Control+z');
    await expect(filter).toHaveValue('status != 0');
    await expect(rowsOf(bench)).toHaveCount(1);
    await bench.pane('traffic').getByRole('button', { name: 'Clear the filter' }).click();
    await expect(filter).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(rowsOf(bench)).toHaveCount(1);
  });

  test('whose regex runs away stops, and says so', async ({ bench, page }) => {
    for (let n = 0; n < 40; n += 1) await ask(page, 'GET', '/echo', `{"long":"${'a'.repeat(60)}"}`);
    await filterOf(bench).fill('param =~ /^.*"(a+)+$/');
    await filterOf(bench).press('Enter');
    const stopped = bench.pane('traffic').getByRole('alert');
    await expect(stopped).toContainText('The filter stopped: its regular expression ran away over 32 packets.');
    await bench.pane('traffic').getByRole('button', { name: 'Edit the filter' }).click();
    await expect(filterOf(bench)).toBeFocused();
    await filterOf(bench).fill('status != 0');
    await filterOf(bench).press('Enter');
    await expect(stopped).toHaveCount(0);
    await expect(rowsOf(bench)).toHaveCount(1);
  });

  test('is taken from a cell, and its opposite', async ({ bench, page }) => {
    const url = bench.packets('sent', 'RPC SET').getByText('/echo');
    await url.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'url == "/echo"' }).click();
    await expect(rowsOf(bench)).toHaveCount(4);
    await bench.packets('sent', 'RPC SET').getByText('RPC SET').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'type != RPC' }).click();
    await expect(filterOf(bench)).toHaveValue('url == "/echo" && type != RPC');
    await expect(bench.pane('traffic').getByText('No packet matches')).toBeVisible();
    await bench.pane('traffic').getByRole('button', { name: 'Show all packets' }).click();
    await expect(rowsOf(bench)).toHaveCount(8);
  });
});

test.describe('a packet', () => {
  test('shows the bytes of a field, and the field of a byte, by pointer and by keys', async ({ bench, page }) => {
    await bench.packets('sent', 'RPC SET').click();
    const inspector = bench.pane('inspector');
    const bytes = inspector.getByRole('group', { name: 'Bytes' });
    const marked = bytes.locator('.hex-bytes .selected');
    await bench.field('url').click();
    await expect(marked).toHaveText(['2f', '65', '63', '68', '6f']);
    await page.keyboard.press('ArrowUp');
    await expect(marked).toHaveCount(4);

    await bytes.locator('[data-at="1"]').first().click();
    await expect(bench.field('type')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowRight');
    await expect(bench.field('flags')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Control+Home');
    await expect(inspector.getByRole('option', { name: /^Magic/ })).toHaveAttribute('aria-selected', 'true');
  });

  test('has its fields beside its bytes where there is room', async ({ app, bench, page, keepScreenshot }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1_440, 900));
    await bench.packets('sent', 'RPC SET').click();
    const inspector = bench.pane('inspector');
    const fields = inspector.getByRole('listbox', { name: 'Fields' });
    const bytes = inspector.getByRole('group', { name: 'Bytes' });
    const beside = async () => {
      const [left, right] = [await fields.boundingBox(), await bytes.boundingBox()];
      return left !== null && right !== null && right.x >= left.x + left.width && right.y < left.y + left.height;
    };
    expect(await beside()).toBe(false);
    await page.getByTitle('Maximize').last().click();
    await expect.poll(beside).toBe(true);
    await bench.field('url').click();
    await expect(bytes.locator('.hex-bytes .selected')).toHaveText(['2f', '65', '63', '68', '6f']);
    await keepScreenshot('traffic-packet-wide');
  });

  test('whose param is large is whole in its tree', async ({ bench, page }) => {
    const list = Array.from({ length: 20_000 }, (_, n) => ({ n }));
    await ask(page, 'GET', '/echo', JSON.stringify({ list }));
    await filterOf(bench).fill('length > 200KB && sent');
    await filterOf(bench).press('Enter');
    await rowsOf(bench).first().click();
    await bench
      .pane('inspector')
      .getByRole('tab', { name: /^Param/ })
      .click();
    const tree = bench.pane('inspector').getByRole('tree', { name: 'Param' });
    await tree.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('End');
    const last = tree.getByRole('treeitem', { selected: true });
    await expect(last).toHaveText('n:19999');
    await expect(last).toHaveAttribute('aria-level', '4');
  });

  test('leads to its reply and back, with the time between them', async ({ bench, page }) => {
    const request = bench.packets('sent', 'RPC SET', '/echo');
    await request.click();
    const link = bench.pane('inspector').getByRole('button', { name: /^Reply #\d+, .* later/ });
    await link.click();
    await expect(chosen(bench)).toContainText('RPC reply');
    await expect(chosen(bench)).toContainText('Success');
    await expect(chosen(bench)).toContainText(/\d ms/);
    await expect(bench.pane('inspector').getByText('RPC reply')).toBeVisible();
    await gridOf(bench).focus();
    await page.keyboard.press('j');
    await expect(request).toHaveAttribute('aria-selected', 'true');
  });

  test('that failed is found by a key', async ({ bench, page }) => {
    await gridOf(bench).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('n');
    await expect(chosen(bench)).toContainText('Invalid URL');
  });

  test('that is marked stays so, and can be filtered for', async ({ bench, page }) => {
    await bench.packets('sent', 'RPC SET').click();
    await page.keyboard.press('m');
    await expect(chosen(bench).getByRole('gridcell', { name: 'marked' })).toBeVisible();
    await filterOf(bench).fill('marked');
    await filterOf(bench).press('Enter');
    await expect(rowsOf(bench)).toHaveCount(1);
    await expect(rowsOf(bench)).toContainText('RPC SET');
  });

  test('and several of them are copied as JSON, hex and text', async ({ app, bench, page }) => {
    await bench.packets('sent', 'RPC SET').click();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(chosen(bench)).toHaveCount(2);
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboard(app)).toContain('"RPC"');
    const lines = (await clipboard(app)).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { url: string }).url)).toEqual(['/echo', '']);
    await page.keyboard.press('Control+Shift+c');
    await expect.poll(() => clipboard(app)).toMatch(/2f 65 63 68 6f/);
    await chosen(bench).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy as text' }).click();
    await expect.poll(() => clipboard(app)).toMatch(/RPC.*\/echo/);
  });
});

test.describe('the list', () => {
  test('has columns to choose and to size by keys, which stay over a restart of the page', async ({ bench, page }) => {
    await bench.pane('traffic').getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Seqno' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Channel' }).click();
    await page.keyboard.press('Escape');
    const header = (name: string) => gridOf(bench).getByRole('columnheader', { name, exact: true });
    await expect(header('Seqno')).toBeVisible();
    await expect(header('Channel')).toHaveCount(0);

    const width = async () => (await header('URL').boundingBox())?.width ?? 0;
    const before = await width();
    await gridOf(bench).getByRole('separator', { name: 'Width of the column URL' }).focus();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    await expect.poll(width).toBe(before + 40);
    await page.reload();
    await expect.poll(width).toBe(before + 40);
    await expect(header('Seqno')).toBeVisible();
  });

  test('cuts nothing but summaries in a common window', async ({ app, bench }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1_440, 900));
    await bench.subscribe('/tick');
    await bench.unsubscribe('/tick');
    await bench.open('traffic');
    await filterOf(bench).fill('type in {RPC, UNSUBSCRIBE}');
    await filterOf(bench).press('Enter');
    await expect(bench.packets('received', 'UNSUBSCRIBE reply')).toHaveCount(1);
    // A name of a device may be as long as one likes; here it is host and port.
    const cut = await gridOf(bench).evaluate((grid) =>
      [
        ...grid.querySelectorAll<HTMLElement>(
          '.traffic-header .cut, [role="gridcell"]:not(.cell-summary, .cell-connection)',
        ),
      ]
        .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
        .map((cell) => cell.innerText),
    );
    expect(cut).toEqual([]);
  });

  test('is narrowed to a span drawn over the chart, and a chip brings the rest back', async ({ app, bench, page }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1_440, 900));
    const plot = bench.pane('traffic').getByRole('slider', { name: /^Packets over time/ });
    await expect(plot.getByText(/\/s$/)).toBeVisible();
    await drag(page, plot, 0.05, 0.3);
    const chip = bench.pane('traffic').getByRole('button', { name: 'Show the whole time' });
    await expect(chip).toBeVisible();
    await expect(bench.pane('traffic').getByText('No packet matches')).toBeVisible();
    await chip.click();
    await expect(rowsOf(bench)).toHaveCount(8);

    await plot.focus();
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Enter');
    await expect(chip).toBeVisible();
    await expect(rowsOf(bench)).toHaveCount(8);
    await plot.dblclick();
    await expect(chip).toHaveCount(0);
  });

  test('that was cleared by the palette is whole again after Ctrl+Z', async ({ bench, page }) => {
    await bench.packets('sent', 'RPC SET').click();
    await page.keyboard.press('m');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command palette' }).fill('clear the traffic');
    await page.keyboard.press('Enter');
    await expect(rowsOf(bench)).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('8 packets cleared');
    await expect(gridOf(bench)).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(rowsOf(bench)).toHaveCount(8);
    await expect(rowsOf(bench).getByRole('gridcell', { name: 'marked' })).toHaveCount(1);
  });

  test('has a chart that stands still while one chooses a span on it', async ({ app, bench, page }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1_440, 900));
    const plot = bench.pane('traffic').getByRole('slider', { name: /^Packets over time/ });
    const start = plot.locator('.chart-from');
    const box = await plot.boundingBox();
    if (!box) throw new Error('there is no chart');
    await page.mouse.move(box.x + box.width / 2, box.y + 8);
    await page.mouse.down();
    const held = await start.innerText();
    const since = Date.now();
    await page.waitForFunction((at) => Date.now() > at + 2_500, since);
    await expect(start).toHaveText(held);
    await page.mouse.up();
    await expect(start).not.toHaveText(held);
  });

  test('is used from end to end by keys alone', async ({ app, bench, page }) => {
    await page.keyboard.press('Control+7');
    await expect(gridOf(bench)).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect(chosen(bench)).toContainText('SERVINFO reply');
    await page.keyboard.press('Control+g');
    await page.getByLabel(/^Packet number/).fill('2');
    await page.keyboard.press('Enter');
    await expect(chosen(bench)).toContainText('RPC SET');
    await expect(gridOf(bench)).toBeFocused();
    await page.keyboard.press('t');
    await expect(gridOf(bench).getByRole('columnheader', { name: 'Time since', exact: true })).toBeVisible();
    await page.keyboard.press('Control+a');
    await expect(chosen(bench)).toHaveCount(8);
    await page.keyboard.press('Control+c');
    await expect.poll(async () => (await clipboard(app)).trim().split('\n').length).toBe(8);
    await page.keyboard.press('Space');
    await expect(bench.pane('traffic').getByRole('button', { name: 'Resume' })).toBeVisible();
  });
});

test.describe('files', () => {
  test('what is saved opens again as it was, and one that is cut says where', async ({
    app,
    bench,
    page,
    userData,
  }) => {
    const file = path.join(userData, 'drive.pcapng');
    await answerDialogs(app, { save: file, open: file });
    await bench.packets('sent', 'RPC SET').click();
    await page.keyboard.press('m');
    const before = await textOf(bench, 'RPC SET');
    await bench.pane('traffic').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('menuitem', { name: 'pcapng, for Wireshark' }).first().click();
    await expect(bench.pane('traffic').getByText(/^8 packets/)).toContainText(file);

    await bench.pane('traffic').getByRole('button', { name: 'Open a capture file' }).click();
    const tab = bench.pane('traffic').getByRole('button', { name: 'drive.pcapng', exact: true });
    await expect(tab).toHaveAttribute('aria-pressed', 'true');
    await expect(rowsOf(bench)).toHaveCount(8);
    expect(await textOf(bench, 'RPC SET')).toEqual(before);
    await expect(rowsOf(bench).getByRole('gridcell', { name: 'marked' })).toHaveCount(1);
    await bench.packets('RPC SET').click();
    await expect(bench.field('url')).toContainText('/echo');

    const cutFile = path.join(userData, 'cut.pcapng');
    fs.writeFileSync(cutFile, fs.readFileSync(file).subarray(0, -50));
    await answerDialogs(app, { open: cutFile });
    await bench.pane('traffic').getByRole('button', { name: 'Open a capture file' }).click();
    const notice = bench.pane('traffic').getByText('What could be read is shown.');
    await expect(notice).toContainText('The file ends in the middle of a packet');
    await bench.pane('traffic').getByRole('button', { name: 'Details' }).click();
    await expect(page.getByRole('dialog')).toContainText('at byte');
    await page.keyboard.press('Escape');

    await bench.pane('traffic').getByRole('button', { name: 'Close cut.pcapng' }).click();
    await bench.pane('traffic').getByRole('button', { name: 'Close drive.pcapng' }).click();
    await expect(tab).toHaveCount(0);
    await expect(rowsOf(bench)).toHaveCount(8);
  });

  test('that are opened again have the marks that were set in them', async ({ app, bench, page, userData }) => {
    const file = path.join(userData, 'drive.pcapng');
    await answerDialogs(app, { save: file, open: file });
    const traffic = bench.pane('traffic');
    await traffic.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('menuitem', { name: 'pcapng, for Wireshark' }).first().click();
    await expect(traffic.getByText(/^8 packets/)).toContainText(file);
    const open = traffic.getByRole('button', { name: 'Open a capture file' });
    const tab = traffic.getByRole('button', { name: 'drive.pcapng', exact: true });
    const marked = rowsOf(bench).getByRole('gridcell', { name: 'marked' });
    await open.click();
    await expect(tab).toHaveAttribute('aria-pressed', 'true');
    await bench.packets('RPC SET').click();
    await page.keyboard.press('m');
    await expect(marked).toHaveCount(1);
    await traffic.getByRole('button', { name: 'Close drive.pcapng' }).click();
    await expect(tab).toHaveCount(0);
    await expect(rowsOf(bench)).toHaveCount(8);
    await expect(marked).toHaveCount(0);
    await open.click();
    await expect(tab).toHaveAttribute('aria-pressed', 'true');
    await expect(marked).toHaveCount(1);
    await filterOf(bench).fill('marked');
    await filterOf(bench).press('Enter');
    await expect(rowsOf(bench)).toHaveText([/RPC SET/]);
  });

  test('that are no captures are refused in words', async ({ app, bench, userData }) => {
    const file = path.join(userData, 'notes.txt');
    fs.writeFileSync(file, 'this is no capture');
    await answerDialogs(app, { open: file });
    await bench.pane('traffic').getByRole('button', { name: 'Open a capture file' }).click();
    await expect(bench.pane('traffic').getByRole('alert')).toContainText('Not a capture file');
  });

  test('are recorded while it shows in the status bar, until it is stopped', async ({ app, bench, page, userData }) => {
    await answerDialogs(app, { open: userData });
    await bench.pane('traffic').getByRole('button', { name: 'Record to disk' }).click();
    await page.getByRole('button', { name: 'Choose a folder and record' }).click();
    const state = page.getByRole('contentinfo').getByRole('group', { name: 'Recording' });
    await expect(state).toBeVisible();
    await ask(page, 'GET', '/echo', '{"recorded":1}');
    await state.getByRole('button', { name: 'Stop recording' }).click();
    await expect(state).toHaveCount(0);
    const files = fs.readdirSync(userData).filter((name) => name.endsWith('.pcapng'));
    expect(files).toHaveLength(1);
    expect(fs.readFileSync(path.join(userData, files[0] ?? '')).includes('{"recorded":1}')).toBe(true);
  });
});

test('data that is an image is drawn', async ({ bench }) => {
  await bench.startDemo();
  await bench.expectConnected('Demo vehicle');
  await bench.device('Demo vehicle').click();
  await bench.call('GET', '/camera/front', '');
  await expect(bench.answer()).toContainText('png');
  await bench.open('traffic');
  await filterOf(bench).fill('url == "/camera/front" && reply && received');
  await filterOf(bench).press('Enter');
  await rowsOf(bench).first().click();
  await bench.pane('inspector').getByRole('tab', { name: /^Data/ }).click();
  const image = bench.pane('inspector').getByRole('img', { name: 'PNG image, 160 × 90' });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(160);
});

/** Calls the first device, as the RPC pane would, and waits for the answer. */
async function ask(page: Page, method: 'GET' | 'SET', url: string, param: string): Promise<void> {
  const answered = await page.evaluate(
    async (call) => {
      const all = await window.bench.snapshot(undefined);
      const id = all.ok ? (all.value.devices[0]?.id ?? '') : '';
      const payload = { param: call.param, data: { kind: 'text', text: '' } } as const;
      const repeat = { count: 1, perSecond: null };
      const draft = { url: call.url, method: call.method, payload, timeoutMs: 10_000, repeat };
      return window.bench.call({ id, callId: crypto.randomUUID(), draft });
    },
    { method, url, param },
  );
  expect(answered.ok).toBe(true);
}

/** The system's dialogs cannot be driven; they answer these paths instead. */
async function answerDialogs(app: ElectronApplication, answers: { save?: string; open?: string }): Promise<void> {
  await app.evaluate(({ dialog }, { save, open }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: open === undefined, filePaths: open ? [open] : [] });
  }, answers);
}

/** What a row says of its packet: its time, url and param, but not by whom it is told. */
async function textOf(bench: BenchWindow, type: string): Promise<string[]> {
  const row = rowsOf(bench).filter({ hasText: type }).first();
  const cell = (column: string) => row.locator(`[data-column="${column}"]`).innerText();
  return Promise.all(['time', 'type', 'url', 'length', 'rtt', 'summary'].map(cell));
}

async function drag(page: Page, target: Locator, from: number, to: number): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing to drag over');
  const y = box.y + box.height / 3;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
  await page.mouse.up();
}
