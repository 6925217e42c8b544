// npm run bench [-- --only rpc]: builds benchmarks/ (Node 20 runs no .ts) and runs it; for the window also the app.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { buildWhereStale } from './build.mjs';
import { inlineText } from './inline-text.mjs';
import { appMain, prepareApp } from './prepare-app.mjs';
import { ROOT as root, run } from './run.mjs';
import { startDisplay } from './system/display.mjs';

const outDir = path.join(root, 'dist/benchmarks');
const words = process.argv.slice(2);
const { values } = parseArgs({ args: words, options: { only: { type: 'string' } }, allowPositionals: true });
const withWindow =
  values.only === undefined || values.only.split(',').some((name) => ['window', 'start'].includes(name));

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [inlineText()],
  ssr: {
    resolve: { conditions: ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'] },
    noExternal: true,
    external: ['vsoa', '@playwright/test'],
  },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: { input: { main: 'benchmarks/main.ts', peer: 'benchmarks/peer.ts' } },
  },
});

await appMain(async () => {
  if (!withWindow) return measure({});
  const { env } = await prepareApp({ forTests: true });
  const failed = await buildWhereStale();
  if (failed || process.platform !== 'linux') return failed || measure(env);
  const { display, stop } = await startDisplay();
  try {
    return await measure({ ...env, DISPLAY: display });
  } finally {
    await stop();
  }
});

function measure(env) {
  const results = path.join(root, 'benchmarks/out/results.json');
  return run(process.execPath, [path.join(outDir, 'main.js'), results, ...words], { env });
}
