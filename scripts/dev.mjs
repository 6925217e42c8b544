import { appMain, chromiumSwitches, prepareApp } from './prepare-app.mjs';
import { installed, run } from './run.mjs';

await appMain(async () => {
  const { env } = await prepareApp();
  const switches = [...chromiumSwitches(), ...process.argv.slice(2)];
  return run(installed('vite'), [], { env: { ...env, VSOA_TESTBENCH_SWITCHES: JSON.stringify(switches) } });
});
