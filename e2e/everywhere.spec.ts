import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { dropFile } from './harness/drop.ts';
import { expect, test } from './harness/test.ts';
import { words } from './harness/words.ts';

const PANES = [
  'devices',
  'subscriptions',
  'rpc',
  'datagrams',
  'streams',
  'plots',
  'traffic',
  'inspector',
  'mocks',
  'positions',
] as const;

/** That opens a pane: Ctrl+0 is for the zoom. */
const keyOf = (place: number): string => (place < 9 ? `Control+${place + 1}` : 'Control+Shift+L');

const paneOf = (page: Page, id: string): Locator => page.locator(`[data-pane="${id}"]`);

/** The pane, or what is in it, has the focus. */
const expectFocusIn = (page: Page, id: string): Promise<void> =>
  expect(page.locator(`[data-pane="${id}"]:focus, [data-pane="${id}"] :focus`).first()).toBeAttached();

async function runByPalette(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /^(Command palette|命令面板)$/ });
  await expect(field).toBeFocused();
  await field.fill(typed);
  await expect(page.locator('.palette-row[aria-selected="true"]')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toBeHidden();
}

const resize = (app: ElectronApplication, width: number, height: number): Promise<void> =>
  app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height), {
    width,
    height,
  });

async function addDevices(page: Page, names: string[]): Promise<void> {
  await page.evaluate(async (all) => {
    for (const name of all) {
      // oxlint-disable-next-line no-await-in-loop -- in their order
      await window.bench.addDevice({ url: 'vsoa://127.0.0.1:9', name, connect: false });
    }
  }, names);
}

test.beforeEach(async ({ page }) => {
  await expect(paneOf(page, 'devices')).toBeVisible();
});

for (const [theme, language] of [
  ['light', 'zh'],
  ['dark', 'en'],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('axe finds nothing serious in any pane, empty and with something in it, nor in what opens over them', async ({
      bench,
      page,
    }) => {
      test.slow();
      await expectAccessible(page, 'the empty window');
      for (const [place, id] of PANES.entries()) {
        await page.keyboard.press(keyOf(place));
        await expect(paneOf(page, id)).toBeVisible();
        await expectAccessible(page, `${id}, empty`, `[data-pane="${id}"]`);
      }
      await bench.startDemo();
      await bench.expectConnected('vsoa://127.0.0.1');
      // The demo speaks all the time; what is clicked below must not be pushed away by it.
      await bench.unsubscribe('/');
      await bench.call('SET', '/echo', '{"speed":87.5,"gear":"D","lights":["low","fog"]}');
      await expect(bench.answer()).toContainText(words[language].success);
      await bench.open('traffic');
      await bench.packets(words[language].received, `RPC ${words[language].reply}`).click();
      await expect(bench.field('flags')).toContainText('REPLY');
      await bench.subscribe('/');
      for (const [place, id] of PANES.entries()) {
        await page.keyboard.press(keyOf(place));
        await expect(paneOf(page, id)).toBeVisible();
        await expectAccessible(page, `${id}, with the demo vehicle`, `[data-pane="${id}"]`);
      }
      await expectAccessible(page, 'the window with the demo vehicle');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('option').first()).toBeVisible();
      await expectAccessible(page, 'palette', '[role="dialog"]');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+/');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'shortcuts', '[role="dialog"]');
      await page.keyboard.press('Escape');
      await page.getByRole('treeitem').first().click({ button: 'right' });
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      await expectAccessible(page, 'menu of a device', '[role="menu"]');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'RPC', exact: true }).click({ button: 'right' });
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      await expectAccessible(page, 'menu of a tab', '[role="menu"]');
      await page.getByRole('menuitem').first().click();
      await expect(page.getByRole('region', { name: /^RPC[,，]/ })).toBeVisible();
      await expectAccessible(page, 'a tab of a device', '[data-pane^="rpc@"]');
    });
  });
}

test('F6 goes around all that is in view, and back with Shift; each pane has a key', async ({ page }) => {
  await expect(paneOf(page, 'devices')).toBeVisible();
  const around: string[] = [];
  const inView = await page.locator('[data-pane]:visible').count();
  for (let press = 0; press < inView; press += 1) {
    await page.keyboard.press('F6');
    around.push(
      await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? ''),
    );
  }
  expect(around.toSorted()).toEqual(['devices', 'inspector', 'rail', 'status', 'traffic']);
  await page.keyboard.press('Shift+F6');
  await expectFocusIn(page, around.at(-2) ?? '');
  for (const [place, id] of PANES.entries()) {
    await page.keyboard.press(keyOf(place));
    await expectFocusIn(page, id);
  }
});

test('the palette goes to panes, runs commands and gives the focus back', async ({ page }) => {
  await expect(paneOf(page, 'devices')).toBeVisible();
  await page.keyboard.press('Control+7');
  await expectFocusIn(page, 'traffic');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expectFocusIn(page, 'traffic');
  await runByPalette(page, 'datagrams');
  await expectFocusIn(page, 'datagrams');
  await runByPalette(page, 'theme light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('option').first()).toContainText('Theme: light');
});

test('the palette does what a pane can that was not opened yet: opens it, and does it there', async ({ page }) => {
  await expect(paneOf(page, 'devices')).toBeVisible();
  await expect(paneOf(page, 'rpc')).toHaveCount(0);
  await runByPalette(page, 'add sample requests');
  await expectFocusIn(page, 'rpc');
  await expect(paneOf(page, 'rpc').getByRole('treeitem', { name: 'Open a door' })).toBeVisible();
});

test('the language changes at once, everywhere, and the palette finds English words in Chinese', async ({ page }) => {
  await runByPalette(page, '简体中文');
  for (const name of [words.zh.devices, words.zh.subscriptions, words.zh.traffic, words.zh.inspector]) {
    await expect(page.getByRole('tab', { name, exact: true })).toBeVisible();
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await runByPalette(page, 'language english');
  await expect(page.getByRole('tab', { name: words.en.devices, exact: true })).toBeVisible();
});

test('the list of shortcuts has all that panes can do, before they were opened', async ({ bench, page }) => {
  const listed = async () => {
    await page.keyboard.press('Control+/');
    const names = await page.getByRole('dialog').locator('.shortcut > :first-child').allInnerTexts();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    return names.toSorted();
  };
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const before = await listed();
  expect(before).toContain('Clear the traffic');
  for (const [place, id] of PANES.entries()) {
    await page.keyboard.press(keyOf(place));
    await expect(paneOf(page, id)).toBeVisible();
  }
  expect(await listed()).toEqual(before);
});

test('keys are changed by pressing the new ones, and are so after a restart', async ({ app, page, userData }) => {
  await page.keyboard.press('Control+/');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Change the keys of: RPC', exact: true }).click();
  const field = dialog.getByRole('button', { name: 'Press the new keys for: RPC' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+b');
  await expect(dialog.getByRole('alert')).toHaveText('Ctrl+B is already: Expand or collapse the rail');
  await page.keyboard.press('F8');
  await expect(field).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('F8');
  await expectFocusIn(page, 'rpc');
  await page.keyboard.press('Control+1');
  await expectFocusIn(page, 'devices');
  await app.close();

  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const next = await again.firstWindow();
    await expect(paneOf(next, 'devices')).toBeVisible();
    await next.keyboard.press('F8');
    await expectFocusIn(next, 'rpc');
    await expect(next.getByRole('button', { name: 'RPC', exact: true })).toContainText('F8');
  } finally {
    await again.close();
  }
});

test('a device has RPC in a tab of its own, beside that of another one; both are there after a restart', async ({
  app,
  bench,
  page,
  userData,
}) => {
  await addDevices(page, ['Gateway', 'Body controller']);
  await bench.open('rpc');
  await runByPalette(page, 'rpc of gateway in a tab');
  await expect(page.getByRole('region', { name: 'RPC, Gateway', exact: true })).toBeVisible();
  await runByPalette(page, 'rpc of body in a tab');
  await expectFocusIn(page, 'rpc@' + (await deviceId(page, 'Body controller')));
  await runByPalette(page, 'dock to the right');
  const gateway = page.getByRole('region', { name: 'RPC, Gateway', exact: true });
  const body = page.getByRole('region', { name: 'RPC, Body controller', exact: true });
  await expect(gateway).toBeVisible();
  await expect(body).toBeVisible();
  const [left, right] = [await gateway.boundingBox(), await body.boundingBox()];
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
  await app.close();

  const again = await launch({ userData, language: 'zh', theme: 'light', executable: undefined });
  try {
    const next = await again.firstWindow();
    await expect(next.getByRole('region', { name: 'RPC，Gateway', exact: true })).toBeVisible();
    await expect(next.getByRole('region', { name: 'RPC，Body controller', exact: true })).toBeVisible();
    await expect(next.getByRole('tab', { name: 'RPC · Gateway', exact: true })).toBeVisible();
  } finally {
    await again.close();
  }
});

const deviceId = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const all = await window.bench.snapshot(undefined);
    return all.ok ? (all.value.devices.find((device) => device.name === wanted)?.id ?? '') : '';
  }, name);

test('the tab of a device says when that is removed, is back with it, and closes by key', async ({ bench, page }) => {
  await addDevices(page, ['Gateway', 'Body controller']);
  await runByPalette(page, 'rpc of gateway in a tab');
  const own = page.getByRole('region', { name: 'RPC, Gateway', exact: true });
  await expect(own).toBeVisible();
  const pane = await bench.open('devices');
  await removeDevice(pane, 'Gateway');
  await page.getByRole('tab', { name: 'RPC · Gateway', exact: true }).click();
  await expect(page.getByText('This tab belongs to a device that was removed.')).toBeVisible();
  await page.keyboard.press('Control+1');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('tab', { name: 'RPC · Gateway', exact: true }).click();
  await expect(own).toBeVisible();
  await page.getByRole('tab', { name: 'RPC · Gateway', exact: true }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Rename tab…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Calls');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Calls', exact: true }).focus();
  await page.keyboard.press('Control+Delete');
  await expect(page.getByRole('tab', { name: 'Calls', exact: true })).toHaveCount(0);
});

test('a toast leaves the focus where it is, is reached by F6 and dismissed by Esc; Ctrl+Z undoes without it', async ({
  bench,
  page,
}) => {
  await addDevices(page, ['Gateway', 'Body controller']);
  const pane = await bench.open('devices');
  const list = pane.getByRole('listbox');
  await removeDevice(pane, 'Gateway');
  const toasts = page.getByRole('region', { name: 'Notifications' });
  // It stays while the pointer is on it, however busy the machine.
  await toasts.getByRole('listitem').hover();
  expect(await toasts.evaluate((element) => element.contains(document.activeElement))).toBe(false);
  await expectAccessible(page, 'a toast');
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('F6');
    if (await toasts.evaluate((element) => element.contains(document.activeElement))) break;
  }
  await expect(toasts.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(toasts.getByRole('listitem')).toHaveCount(0);
  await expect(list.getByRole('option')).toHaveCount(1);
  await list.focus();
  await page.keyboard.press('Control+z');
  await expect(list.getByRole('option')).toHaveCount(2);
});

test('zoom goes from 50 to 200 %, holds the layout in the smallest window, and is kept', async ({
  app,
  page,
  userData,
}) => {
  await resize(app, 900, 600);
  await expect(paneOf(page, 'devices')).toBeVisible();
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('Control++');
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(460);
  const spilled = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    status: document.querySelector('.status-bar')?.getBoundingClientRect().bottom ?? 0,
    height: window.innerHeight,
  }));
  expect(spilled.page).toBeLessThanOrEqual(0);
  expect(spilled.status).toBeLessThanOrEqual(spilled.height + 1);
  // What does not fit is scrolled to, and the keys lead there.
  await page.keyboard.press('Control+8');
  await expectFocusIn(page, 'inspector');
  await expect(paneOf(page, 'inspector')).toBeInViewport();
  await app.close();

  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const next = await again.firstWindow();
    await expect(paneOf(next, 'devices')).toBeVisible();
    await expect.poll(() => next.evaluate(() => window.devicePixelRatio)).toBe(2);
    await next.keyboard.press('Control+0');
    await expect.poll(() => next.evaluate(() => window.devicePixelRatio)).toBe(1);
  } finally {
    await again.close();
  }
});

test('200 devices and endless names do not break the layout', async ({ app, page, keepScreenshot }) => {
  test.slow();
  const endless = 'Body_controller_of_the_second_prototype_'.repeat(5);
  await addDevices(page, [endless, ...Array.from({ length: 199 }, (_, at) => `ECU ${at + 1}`)]);
  await resize(app, 900, 600);
  await runByPalette(page, 'expand or collapse');
  const tree = page.getByRole('tree');
  await expect(tree.getByRole('treeitem')).toHaveCount(200);
  await tree.focus();
  await page.keyboard.press('Home');
  await runByPalette(page, 'rpc in a tab of its own');
  await expect(page.getByRole('tab', { name: `RPC · ${endless}` })).toBeVisible();
  await tree.focus();
  await page.keyboard.press('End');
  await expect(tree.getByRole('treeitem', { name: 'ECU 199' })).toBeInViewport();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await keepScreenshot('many-devices');
});

test('files that are dropped open or are refused in words, and never lead away from the page', async ({
  app,
  page,
  userData,
}) => {
  test.slow();
  const captures = path.join(userData, 'trip.pcapng');
  // A section without a packet.
  fs.writeFileSync(captures, Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex'));
  const devices = path.join(userData, 'more.json');
  fs.writeFileSync(
    devices,
    JSON.stringify({ version: 1, devices: [{ url: 'vsoa://10.0.0.1:3000', name: 'Dropped' }] }),
  );
  const page404 = path.join(userData, 'page.html');
  fs.writeFileSync(page404, '<h1>elsewhere</h1>');

  await dropFile(app, page.locator('body'), captures);
  await expect(
    paneOf(page, 'traffic')
      .getByRole('button', { name: /trip\.pcapng/ })
      .first(),
  ).toBeVisible();
  await dropFile(app, page.locator('body'), devices);
  await expect(page.getByRole('treeitem').filter({ hasText: 'Dropped' })).toBeVisible();
  await dropFile(app, page.locator('body'), page404);
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('page.html: Nothing opens this file');
  expect(page.url()).toBe('app://bench/');
});

/** With the menu beside the device's name. */
async function removeDevice(pane: Locator, name: string): Promise<void> {
  await pane.getByRole('option').filter({ hasText: name }).click();
  await pane.getByRole('button', { name: `More for ${name}` }).click();
  await pane.page().getByRole('menuitem', { name: 'Remove' }).click();
}
