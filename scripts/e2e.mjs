import { buildWhereStale } from './build.mjs';
import { appMain, prepareApp } from './prepare-app.mjs';
import { installed, run } from './run.mjs';
import { startDisplay } from './system/display.mjs';

await appMain(async () => {
  const { env } = await prepareApp({ forTests: true });
  const failed = await buildWhereStale();
  if (failed) return failed;
  const test = (extra) =>
    run(installed('playwright'), ['test', ...process.argv.slice(2)], { env: { ...env, ...extra } });
  if (process.platform !== 'linux') return test({});
  const { display, stop } = await startDisplay();
  try {
    return await test({ DISPLAY: display });
  } finally {
    await stop();
  }
});
