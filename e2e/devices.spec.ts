import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { certificates } from '../core/test/tls/certificates.ts';
import { launch } from './harness/app.ts';
import { BenchWindow } from './harness/bench-window.ts';
import { refusing } from './harness/hosts.ts';
import { expect, PASSWORD, test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** Opens the dialog with all options from the form that connects. */
async function addWithOptions(bench: BenchWindow, url: string): Promise<Locator> {
  const pane = await bench.open('devices');
  await pane.getByRole('button', { name: 'Options…' }).click();
  const form = dialogForm(pane, 'Add device');
  await form.getByLabel('Server URL').fill(url);
  return form;
}

/** A dialog lies over the window, outside of every pane. */
const dialogForm = (within: Locator, name: string) => within.page().getByRole('form', { name });

test('a device that is kept connected waits for its server, and comes back with it', async ({ bench }) => {
  const first = new Peer('vsoa-server.cjs', { passwd: PASSWORD, publish: ['/tick'] });
  const { port } = await first.heard('ready');
  const form = await addWithOptions(bench, `127.0.0.1:${String(port)}`);
  await form.getByLabel('Name', { exact: true }).fill('Gateway');
  await form.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await form.getByRole('radio', { name: 'Keep connected' }).click();
  await form.getByText('More options').click();
  await form.getByLabel('Ping every (ms)').fill('100');
  await form.getByLabel('Reconnect after (ms)').fill('300');
  await form.getByRole('radio', { name: 'Teal' }).click();
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await bench.expectConnected('Gateway');
  const details = bench.pane('devices').getByRole('group', { name: 'Gateway' });
  await expect(details.getByRole('img', { name: /^Round trips of the last \d+ pings/ })).toBeVisible();
  await bench.subscribe('/tick');
  await expect(bench.topic('/tick')).toBeVisible();

  await first.kill();
  await bench.open('devices');
  await expect(bench.device('Gateway')).toContainText(/Next try in \d+ s · \d+ failed/);
  await expect(details.getByRole('alert')).toContainText('Unreachable');
  const second = new Peer('vsoa-server.cjs', { port, passwd: PASSWORD, publish: ['/tick'] });
  await second.heard('ready');
  await bench.expectConnected('Gateway');
  await expect(details.getByRole('alert')).toHaveCount(0);
  await bench.open('subscriptions');
  const before = await bench.topic('/tick').innerText();
  await expect(bench.topic('/tick')).not.toHaveText(before);
  await second.kill();
});

test('who does not want to wait tries at once, or stops', async ({ bench }) => {
  const form = await addWithOptions(bench, await refusing());
  await form.getByRole('radio', { name: 'Keep connected' }).click();
  await form.getByText('More options').click();
  await form.getByLabel('Reconnect after (ms)').fill('3600000');
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  const pane = bench.pane('devices');
  await expect(bench.device('127.0.0.1')).toContainText(/Next try in 3[56]\d\d s/);
  await pane.getByRole('button', { name: 'Try now' }).click();
  await expect(bench.device('127.0.0.1')).toContainText(/Next try in \d+ s · 1 failed/);
  await pane.getByRole('button', { name: 'Stop' }).click();
  await expect(bench.device('127.0.0.1')).toContainText('Disconnected');
});

test('a certificate that is not trusted is named, its authority is added, and it can be looked at', async ({
  bench,
  keepScreenshot,
  page,
}) => {
  const identity = { cert: certificates.server.cert.toString(), key: certificates.server.key.toString() };
  const peer = new Peer('vsoa-server.cjs', { tls: identity });
  const { port } = await peer.heard('ready');
  const url = `vsoa://127.0.0.1:${String(port)}`;
  await bench.connect(url);
  const pane = bench.pane('devices');
  await expect(pane.getByRole('alert')).toContainText('it may use TLS');
  await pane.getByRole('alert').getByRole('button', { name: 'Edit…' }).click();
  const form = dialogForm(pane, 'Edit device');
  await form.getByLabel('Connect with TLS').check();
  await form.getByRole('button', { name: 'Save' }).click();
  await pane.getByRole('button', { name: 'Try again' }).click();
  await expect(pane.getByRole('alert')).toContainText('an authority that is not trusted');

  await pane.getByRole('alert').getByRole('button', { name: 'Edit…' }).click();
  const ca = form.getByRole('textbox', { name: 'Authorities to trust (CA)' });
  await ca.fill('nonsense');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(ca).toHaveAttribute('aria-invalid', 'true');
  await expect(ca).toBeFocused();
  await ca.fill(certificates.ca.toString());
  await form.getByRole('button', { name: 'Save' }).click();
  await pane.getByRole('button', { name: 'Try again' }).click();
  await bench.expectConnected(url);
  await expect(pane.getByText('Verified', { exact: true })).toBeVisible();
  await pane.getByRole('button', { name: 'Show certificate' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('DNS:localhost');
  await expect(dialog).toContainText(/([0-9A-F]{2}:){31}/);
  await keepScreenshot('certificate');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await peer.kill();
});

test('a wrong password of a kept device is asked for, and the right one connects', async ({ bench, npmServer }) => {
  const form = await addWithOptions(bench, npmServer.url);
  await form.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await form.getByRole('radio', { name: 'Keep connected' }).click();
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  const pane = bench.pane('devices');
  const password = pane.getByRole('textbox', { name: 'Enter the password of this server' });
  await expect(password).toBeFocused();
  await password.fill(PASSWORD);
  await password.press('Enter');
  await bench.expectConnected(npmServer.url);
});

test('devices are there again when the app is started again, without secrets in its files', async ({
  app,
  bench,
  npmServer,
  userData,
}) => {
  const form = await addWithOptions(bench, npmServer.url);
  await form.getByLabel('Name', { exact: true }).fill('Seat ECU');
  await form.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await form.getByRole('radio', { name: 'Keep connected' }).click();
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await bench.expectConnected('Seat ECU');
  await bench.connect(await refusing());
  await bench.startDemo();
  await bench.expectConnected('Demo vehicle');
  await app.close();

  const saved = fs.readFileSync(path.join(userData, 'workspace', 'devices.json'), 'utf8');
  expect(saved).toContain('Seat ECU');
  expect(saved).not.toContain(PASSWORD);
  const again = await launch({ userData, language: 'en', theme: 'dark', executable: undefined });
  try {
    const next = new BenchWindow(await again.firstWindow(), words.en);
    await next.open('devices');
    await expect(next.pane('devices').getByRole('option')).toHaveCount(2);
    // Kept connected: it tries again. Where the system has no keyring the password is gone, and asked for.
    await expect(next.device('Seat ECU')).toContainText(/Connected|Wrong password/);
    await expect(next.device('127.0.0.1').last()).toContainText('Disconnected');
  } finally {
    await again.close();
  }
});

test('a broken file of devices is put aside, told, and the app starts', async ({ app, userData }) => {
  await app.close();
  fs.mkdirSync(path.join(userData, 'workspace'), { recursive: true });
  fs.writeFileSync(path.join(userData, 'workspace', 'devices.json'), '{ "version": 1, "dev');
  const again = await launch({ userData, language: 'zh', theme: 'light', executable: undefined });
  try {
    const page = await again.firstWindow();
    await expect(page.getByRole('status').filter({ hasText: '未能完整读取' })).toContainText('devices.json.broken-');
    expect(
      fs.readdirSync(path.join(userData, 'workspace')).some((name) => name.startsWith('devices.json.broken-')),
    ).toBe(true);
  } finally {
    await again.close();
  }
});

test('a device of the list is connected by Enter and by a double click, and copied from its menu', async ({
  app,
  bench,
  page,
  npmServer,
}) => {
  await bench.connect(npmServer.url, PASSWORD);
  await bench.expectConnected(npmServer.url);
  const list = bench.pane('devices').getByRole('listbox', { name: 'Devices' });
  const choose = async (action: string) => {
    await bench.device(npmServer.url).click({ button: 'right' });
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  await choose('Disconnect');
  await expect(bench.device(npmServer.url)).toContainText('Disconnected');
  await list.press('Enter');
  await bench.expectConnected(npmServer.url);
  await choose('Disconnect');
  await expect(bench.device(npmServer.url)).toContainText('Disconnected');
  await bench.device(npmServer.url).dblclick();
  await bench.expectConnected(npmServer.url);
  await choose('Copy URL');
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(npmServer.url);
});

test('devices are put in order by key, duplicated, removed and brought back', async ({ bench, page }) => {
  const pane = await bench.open('devices');
  for (const name of ['First', 'Second']) {
    await pane.getByRole('button', { name: 'Options…' }).click();
    const form = dialogForm(pane, 'Add device');
    await form.getByLabel('Server URL').fill('ecu.local:3000');
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByRole('button', { name: 'Save without connecting' }).click();
    await expect(bench.device(name)).toBeVisible();
  }
  const names = () => pane.getByRole('option').locator('.device-name').allInnerTexts();
  await pane.getByRole('listbox', { name: 'Devices' }).press('Alt+ArrowUp');
  await expect.poll(names).toEqual(['Second', 'First']);
  await bench.device('First').dragTo(bench.device('Second'));
  await expect.poll(names).toEqual(['First', 'Second']);

  const menu = async (device: string, action: string) => {
    await bench.device(device).first().click();
    await pane.getByRole('button', { name: `More for ${device}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await menu('First', 'Duplicate');
  await expect.poll(names).toEqual(['First', 'First (copy)', 'Second']);
  await menu('Second', 'Remove');
  await expect.poll(names).toEqual(['First', 'First (copy)']);
  await pane.page().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(names).toEqual(['First', 'First (copy)', 'Second']);
  const list = pane.getByRole('listbox', { name: 'Devices' });
  await bench.device('Second').click();
  await list.press('Delete');
  await expect.poll(names).toEqual(['First', 'First (copy)']);
  await list.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect.poll(names).toEqual(['First', 'First (copy)', 'First (copy) (copy)']);
});

for (const [theme, language] of [
  ['light', 'zh'],
  ['dark', 'en'],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });

    test('the form of a device fits the smallest window, and everybody can use it', async ({
      app,
      page,
      keepScreenshot,
      bench,
      words: spoken,
    }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
      const pane = await bench.open('devices');
      await pane.getByRole('button', { name: language === 'en' ? 'Options…' : '选项…' }).click();
      const form = page.getByRole('dialog').getByRole('form');
      await form.getByLabel(spoken.serverUrl).fill('vsoa://ecu.local:3000');
      await form.getByRole('radio').nth(1).click();
      await form.locator('summary').click();
      await form.getByRole('checkbox').first().check();
      const box = await page.getByRole('dialog').boundingBox();
      expect(box?.height).toBeLessThanOrEqual(600);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join()}`)).toEqual(
        [],
      );
      await keepScreenshot('device-options');
    });
  });
}
