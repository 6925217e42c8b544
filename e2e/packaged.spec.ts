import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './harness/app.ts';
import { expect, test } from './harness/test.ts';

const EXECUTABLES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux-unpacked/vsoa-testbench',
  darwin: 'mac/VSOA Testbench.app/Contents/MacOS/VSOA Testbench',
  win32: 'win-unpacked/VSOA Testbench.exe',
};
const executable = path.join(ROOT, 'release', EXECUTABLES[process.platform] ?? '');

test.describe('the packed app', () => {
  test.skip(!fs.existsSync(executable), 'not built: npm run dist -- --test');
  test.use({ executable });

  test('starts from its archive, and talks to its demo vehicle', async ({ app, bench }) => {
    await bench.startDemo();
    await bench.expectConnected('vsoa://127.0.0.1');
    expect(await app.evaluate(({ app: packed }) => packed.isPackaged)).toBe(true);
  });
});
