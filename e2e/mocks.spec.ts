import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { Peer } from '../core/test/peer/peer.ts';
import { expectAccessible } from './harness/axe.ts';
import { dropFile } from './harness/drop.ts';
import { expect, test } from './harness/test.ts';

const LEVEL = `scenario: 1
name: Levels
ecus:
  - name: tank
    state: { level: 1 }
    commands:
      - url: /level
        method: GET
        param: { level: { $state: level } }
    topics:
      - url: /level
        onChange: true
        param: { level: { $state: level } }
    faults:
      - { kind: status, status: 5, url: /level, enabled: false, name: denied }
`;

const spoken = {
  en: {
    new: 'New',
    start: 'Start',
    save: 'Save',
    file: 'File',
    clients: /^Clients/,
    faults: /^Faults/,
    commands: /^Commands/,
    state: 'State',
  },
  zh: {
    new: '新建',
    start: '启动',
    save: '保存',
    file: '文件',
    clients: /^客户端/,
    faults: /^故障/,
    commands: /^命令/,
    state: '状态',
  },
} as const;

async function openMocks(page: Page): Promise<Locator> {
  await expect(page.locator('[data-pane="devices"]')).toBeVisible();
  await page.keyboard.press('Control+9');
  const pane = page.locator('[data-pane="mocks"]');
  await expect(pane).toBeVisible();
  return pane;
}

const add = (page: Page, name: string, text: string): Promise<string> =>
  page.evaluate(
    async (file) => {
      const added = await window.bench.addScenario(file);
      return added.ok ? added.value : added.error.message;
    },
    { name, text },
  );

/** Where an ECU listens. */
async function portOf(page: Page, ecu: string): Promise<number> {
  return page.evaluate(async (name) => {
    const all = await window.bench.snapshot(undefined);
    const ecus = all.ok
      ? all.value.scenarios.scenarios.flatMap(({ state }) => (state.name === 'running' ? state.ecus : []))
      : [];
    return Number(
      ecus
        .find((each) => each.name === name)
        ?.url.split(':')
        .at(-1),
    );
  }, ecu);
}

async function client(port: number): Promise<Peer> {
  const peer = new Peer('vsoa-client.cjs', { port });
  await peer.heard('connect');
  return peer;
}

const tab = (pane: Locator, name: string | RegExp): Locator =>
  pane.locator('.mocks-details').getByRole('tab', { name });

for (const [theme, language] of [
  ['light', 'zh'],
  ['dark', 'en'],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ theme, language });
    const said = spoken[language];

    test('a mock of a template is started, called, looked at and stopped', async ({ app, page, keepScreenshot }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
      const pane = await openMocks(page);
      await expectAccessible(page, 'no scenarios', '[data-pane="mocks"]');
      await keepScreenshot('mocks-empty');
      await pane.getByRole('toolbar').getByRole('button', { name: said.new, exact: true }).click();
      await page.getByRole('menuitem', { name: /^(Echo|回显)$/ }).click();
      await expect(tab(pane, said.file)).toHaveAttribute('aria-selected', 'true');
      await expectAccessible(page, 'the file of a scenario', '[data-pane="mocks"]');
      await keepScreenshot('mocks-file');
      await pane.getByRole('button', { name: said.start, exact: true }).click();
      await expect.poll(() => portOf(page, 'echo')).toBeGreaterThan(0);
      const peer = await client(await portOf(page, 'echo'));
      expect(await peer.tell({ call: '/hello', param: { n: 1 } })).toMatchObject({ param: { param: { n: 1 } } });
      await pane.getByRole('option', { name: /^echo/ }).click();
      for (const name of [said.commands, said.clients, said.faults, said.state]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await tab(pane, name).click();
        // oxlint-disable-next-line no-await-in-loop -- as above
        await expectAccessible(page, String(name), '[data-pane="mocks"]');
      }
      await tab(pane, said.commands).click();
      const row = pane.getByRole('option').filter({ has: page.locator('.mock-grid-row') });
      await row.first().click();
      await expect(pane.locator('.mocks-below')).toContainText('/hello');
      await keepScreenshot('mocks-commands');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
      await peer.kill();
    });
  });
}

test('the file is edited while a client is connected: the answer changes, the connection stays', async ({ page }) => {
  const pane = await openMocks(page);
  await add(page, 'Levels', LEVEL);
  await pane.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(() => portOf(page, 'tank')).toBeGreaterThan(0);
  const peer = await client(await portOf(page, 'tank'));
  expect(await peer.tell({ call: '/level' })).toMatchObject({ param: { level: 1 } });

  await tab(pane, 'File').click();
  const editor = pane.getByRole('textbox', { name: 'Text of Levels.yaml' });
  await editor.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('nonsense: 1\n');
  await expect(pane.getByRole('listbox', { name: 'Problems' })).toContainText('1:1');
  await expect(pane.getByText(/Not saved$/)).toBeVisible();
  await pane.getByRole('button', { name: 'Revert' }).click();
  await expect(pane.getByText('No problems')).toBeVisible();

  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(LEVEL.replace('param: { level: { $state: level } }', 'param: { level: 42 }'));
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Levels.yaml was saved and applied; all connections stay')).toBeVisible();
  expect(await peer.tell({ call: '/level' })).toMatchObject({ param: { level: 42 } });

  await pane.getByRole('option', { name: /^tank/ }).click();
  await tab(pane, /^Commands/).click();
  await expect(pane.getByRole('listbox', { name: 'Commands' }).getByRole('option').first()).toContainText('Calls 2');
  await peer.kill();
});

test('keys are completed as the schema knows them', async ({ page }) => {
  const pane = await openMocks(page);
  await add(page, 'Levels', LEVEL);
  await tab(pane, 'File').click();
  const editor = pane.getByRole('textbox', { name: 'Text of Levels.yaml' });
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('    au');
  await expect(page.getByRole('option', { name: /^auth/ })).toBeVisible();
});

test('a fault is switched, the state is set, a client is sent to and disconnected', async ({ page }) => {
  const pane = await openMocks(page);
  const id = await add(page, 'Levels', LEVEL);
  await pane.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(() => portOf(page, 'tank')).toBeGreaterThan(0);
  const peer = await client(await portOf(page, 'tank'));
  await peer.tell({ subscribe: '/level' });

  await pane.getByRole('option', { name: /^tank/ }).click();
  await tab(pane, /^Faults/).click();
  await pane.getByRole('switch', { name: 'denied' }).check();
  await expect(pane.getByRole('switch', { name: 'denied' })).toBeChecked();
  expect(await peer.tell({ call: '/level' })).toMatchObject({ status: 5 });
  await pane.getByRole('switch', { name: 'denied' }).uncheck();
  await expect(pane.getByRole('listitem').filter({ hasText: 'denied' })).toContainText('status 5 · /level');

  await pane.getByRole('button', { name: 'Add fault…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: /^Kind/ }).click();
  await page.getByRole('option', { name: 'Wrong status' }).click();
  await dialog.getByRole('textbox', { name: 'Status' }).fill('far');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'a fault that cannot be', '[role="dialog"]');
  await dialog.getByRole('textbox', { name: 'Status' }).fill('130');
  await dialog.getByRole('textbox', { name: 'URL' }).fill('/level');
  await dialog.getByRole('textbox', { name: 'At most so many times' }).fill('1');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(pane.getByRole('switch', { name: 'status 1' })).toBeChecked();
  expect(await peer.tell({ call: '/level' })).toMatchObject({ status: 130 });
  expect(await peer.tell({ call: '/level' })).toMatchObject({ param: { level: 1 } });
  await pane.getByRole('button', { name: 'Change status 1…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Status' })).toHaveValue('130');
  await dialog.getByRole('textbox', { name: 'Status' }).fill('131');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(pane.getByRole('listitem').filter({ hasText: 'status 1' })).toContainText('status 131 · /level · once');
  expect(await peer.tell({ call: '/level' })).toMatchObject({ status: 131 });

  await tab(pane, 'State').click();
  await pane.getByRole('button', { name: 'Edit' }).click();
  const state = pane.getByRole('textbox', { name: 'State' });
  await state.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{"level": 3}');
  await page.keyboard.press('Control+Enter');
  expect(await peer.heard('message')).toMatchObject({ message: { url: '/level', param: { level: 3 } } });

  await tab(pane, /^Topics/).click();
  await pane.getByRole('button', { name: 'Publish its value now' }).click();
  expect(await peer.heard('message')).toMatchObject({ message: { url: '/level', param: { level: 3 } } });

  await tab(pane, /^Clients/).click();
  const form = pane.getByRole('form', { name: 'Send datagram' });
  await form.getByRole('textbox', { name: 'URL to send' }).fill('/note');
  await form.getByRole('button', { name: 'Send datagram' }).click();
  expect(await peer.heard('datagram')).toMatchObject({ datagram: { url: '/note' } });
  await pane.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(pane.getByText(/^Nobody is connected to vsoa:/)).toBeVisible();
  await peer.kill();

  await page.evaluate((scenario) => window.bench.stopScenario({ id: scenario }), id);
  await pane.getByRole('option', { name: /Levels\.yaml/ }).click();
  await page.keyboard.press('Delete');
  await expect(pane.getByText(/^Mock ECUs stand in/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(pane.getByRole('option', { name: /Levels\.yaml/ })).toBeVisible();
});

test('what another program writes is seen; over what is edited here it is asked', async ({ page, userData }) => {
  const pane = await openMocks(page);
  await add(page, 'Levels', LEVEL);
  const file = path.join(userData, 'workspace', 'scenarios', 'Levels.yaml');
  fs.writeFileSync(file, LEVEL.replace('name: Levels', 'name: Renamed outside'));
  await expect(pane.getByRole('option', { name: /Renamed outside/ })).toBeVisible();
  await tab(pane, 'File').click();
  await pane.getByRole('textbox', { name: 'Text of Levels.yaml' }).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('# mine\n');
  fs.writeFileSync(file, LEVEL.replace('name: Levels', 'name: Once more'));
  await expect(pane.getByRole('alert')).toContainText('The file has changed on disk');
  await pane.getByRole('button', { name: 'Overwrite it with mine' }).click();
  await expect.poll(() => fs.readFileSync(file, 'utf8')).toContain('# mine');
  await expect(pane.getByRole('alert')).toHaveCount(0);
});

test('a scenario file that is dropped on the window is opened where it lies', async ({ app, page, userData }) => {
  await expect(page.locator('[data-pane="devices"]')).toBeVisible();
  const file = path.join(userData, 'elsewhere.yaml');
  fs.writeFileSync(file, LEVEL);
  await dropFile(app, page.locator('[data-pane="devices"]'), file);
  await expect(page.locator('[data-pane="mocks"]').getByRole('option', { name: /elsewhere\.yaml/ })).toBeVisible();
});

test('the demo vehicle is a scenario that cannot be written; its copy in the workspace has its files, and runs', async ({
  bench,
  page,
  userData,
  keepScreenshot,
}) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  const pane = await openMocks(page);
  await pane.getByRole('option', { name: /^vehicle/ }).click();
  await tab(pane, /^Clients/).click();
  await expect(pane.getByRole('listbox', { name: 'Clients' }).getByRole('option')).toHaveCount(1);
  await expectAccessible(page, 'the demo vehicle', '[data-pane="mocks"]');
  await keepScreenshot('mocks-demo');
  await tab(pane, 'File').click();
  await expect(pane.getByRole('textbox', { name: 'Text of vehicle.yaml' })).toHaveAttribute('aria-readonly', 'true');
  await pane.getByRole('button', { name: 'Copy to the workspace', exact: true }).click();
  await expect(pane.getByRole('option', { name: /Demo vehicle\.yaml/ })).toHaveAttribute('aria-selected', 'true');
  const folder = path.join(userData, 'workspace', 'scenarios', 'Demo vehicle');
  await keepScreenshot('mocks-demo-copied');
  await pane.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(pane.getByRole('option', { name: /^vehicle/ })).toHaveCount(2);
  expect(fs.readdirSync(folder).toSorted()).toEqual([
    'Demo vehicle.yaml',
    'drive-log.txt',
    'front.png',
    'speed-limits.csv',
  ]);
});

test('mocks are made of what a device has said, and of a capture file of it: they answer as it did', async ({
  app,
  bench,
  keepScreenshot,
  page,
  userData,
}) => {
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  await bench.call('SET', '/body/doors', '{"door":"frontLeft","open":true}');
  await expect(bench.answer()).toContainText('Success');
  const capture = path.join(userData, 'seen.pcapng');
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, capture);
  const saved = await page.evaluate(async () => {
    const now = await window.bench.snapshot(undefined);
    return now.ok && window.bench.saveTraffic({ view: now.value.view.id, what: { kind: 'all' }, format: 'pcapng' });
  });
  expect(saved).toMatchObject({ ok: true });

  await bench.open('devices');
  const pane = await openMocks(page);
  for (const source of ['Demo vehicle', 'From a capture file…']) {
    await pane.getByRole('button', { name: 'From reality' }).click();
    await page.getByRole('menuitem', { name: source, exact: true }).click();
    await expect(tab(pane, 'File')).toHaveAttribute('aria-selected', 'true');
    await expect(pane.getByText('No problems')).toBeVisible();
    await expect(pane.locator('.cm-content')).toContainText('/body/doors');
    await pane.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => ownEcu(page)).toBeGreaterThan(0);
    const peer = await client(await ownEcu(page));
    const answer = await peer.tell({ call: '/body/doors', method: 'SET', param: { door: 'frontLeft', open: true } });
    expect(answer).toMatchObject({ param: { frontLeft: 'open', rearRight: 'closed' } });
    await peer.kill();
    await keepScreenshot(`mocks-from-${source === 'Demo vehicle' ? 'device' : 'capture'}`);
    await pane.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => ownEcu(page)).toBe(0);
  }
});

/** The port of an ECU that runs and is none of the demo vehicle; 0: there is none. */
const ownEcu = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const now = await window.bench.snapshot(undefined);
    const running = now.ok ? now.value.scenarios.scenarios.filter(({ id }) => id !== 'demo:') : [];
    const [ecu] = running.flatMap(({ state }) => (state.name === 'running' ? state.ecus : []));
    return Number(ecu?.url.split(':').at(-1) ?? 0);
  });
