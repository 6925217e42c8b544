import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildWhereStale } from './build.mjs';
import { appMain, prepareApp } from './prepare-app.mjs';
import { installed, ROOT, run } from './run.mjs';
import { startDisplay } from './system/display.mjs';

/** Each starts an Electron of its own, which waits for much: two of them use two cores well. */
const AT_A_TIME = Math.min(2, os.availableParallelism());

await appMain(async () => {
  const { env } = await prepareApp({ forTests: true });
  // The example test imports the library as others do.
  const library = [path.join(ROOT, 'scripts/library.mjs'), '--where-stale'];
  const failed = (await buildWhereStale()) || (await run(process.execPath, library));
  if (failed) return failed;
  // Whatever a test, Playwright or Chromium leaves behind goes with it.
  const temp = fs.mkdtempSync(path.join(os.tmpdir(), 'vsoa-testbench-e2e-'));
  process.once('exit', () => fs.rmSync(temp, { recursive: true, force: true, maxRetries: 3 }));
  const test = (extra) =>
    run(installed('playwright'), ['test', ...process.argv.slice(2)], {
      env: { ...env, TMPDIR: temp, TEMP: temp, ...extra },
    });
  if (process.platform !== 'linux') return test({});
  const displays = [];
  try {
    for (let count = 0; count < AT_A_TIME; count += 1) displays.push(await startDisplay());
    const names = displays.map(({ display }) => display);
    return await test({ DISPLAY: names[0], E2E_DISPLAYS: names.join(' ') });
  } finally {
    for (const { stop } of displays) await stop();
  }
});
