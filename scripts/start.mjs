import { buildWhereStale } from './build.mjs';
import { appMain, chromiumSwitches, prepareApp } from './prepare-app.mjs';
import { ROOT, run } from './run.mjs';

await appMain(async () => {
  const { runtime } = await prepareApp();
  const failed = await buildWhereStale();
  if (failed) return failed;
  return run(runtime.executable, [ROOT, ...chromiumSwitches(), ...process.argv.slice(2)]);
});
