import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { withScenario } from 'vsoa-testbench/playwright';
import { test as base } from './browser.ts';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const test = withScenario(base, beside('cluster.yaml')).extend<{ hmi: string }>({
  // The program under test, told where the mock ECU is.
  hmi: async ({ scenario }, provide) => {
    const hmi = spawn(process.execPath, [beside('hmi.mjs'), scenario.ecu('body').url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(hmi.stdout, 'data');
    await provide(String(url).trim());
    hmi.kill();
  },
});

test.beforeEach(async ({ page, hmi }) => {
  await page.goto(hmi);
});

test('shows the speed that the body controller publishes', async ({ page, scenario }) => {
  await expect(page.getByLabel('Speed')).toHaveText('0');
  scenario.ecu('body').patchState({ kmh: 87.6 });
  await expect(page.getByLabel('Speed')).toHaveText('88');
});

test('switches the low beam on, once', async ({ page, scenario }) => {
  await page.getByLabel('Low beam').click();
  await scenario.expect({ command: '/lights', method: 'SET', param: { lowBeam: true }, times: 1 });
  await expect(page.getByLabel('Low beam')).toBeChecked();
  expect(scenario.ecu('body').state).toMatchObject({ lowBeam: true });
});

test('says so where the lights do not answer', async ({ page, scenario }) => {
  scenario.ecu('body').addFault({ kind: 'drop', type: 'RPC' });
  await page.getByLabel('Low beam').click();
  await expect(page.getByRole('alert')).toHaveText('The lights do not answer');
  await expect(page.getByLabel('Low beam')).not.toBeChecked();
});
