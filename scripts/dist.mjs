import path from 'node:path';
import { build, Platform } from 'electron-builder';
import { buildWhereStale } from './build.mjs';
import { findRuntime, RuntimeMissing } from './electron-runtime.mjs';
import { main, ROOT } from './run.mjs';

// npm run dist [-- --test]: an unpacked app in release/, of the runtime that is there. --test leaves the inspector in.
await main(async () => {
  const test = process.argv.includes('--test');
  const runtime = await findRuntime();
  console.error(
    runtime.official
      ? 'Packed from the official runtime, as packages for release have to be.'
      : 'Packed from a runtime that is not the official one: for tests only, packages for release are built from that.',
  );
  const failed = await buildWhereStale();
  if (failed) return failed;
  process.env.VSOA_TESTBENCH_TEST_BUILD = test ? '1' : '';
  await build({
    projectDir: ROOT,
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      extends: path.join(ROOT, 'electron-builder.yml'),
      electronDist: runtime.folder,
      electronVersion: runtime.version,
    },
  });
  return 0;
}, [RuntimeMissing]);
