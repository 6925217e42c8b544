import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installed, ROOT, run } from './run.mjs';
import { ensureSystem, SystemLacks } from './system/install.mjs';
import { ofPlaywright, ofVitest, tally } from './test-results.mjs';

/**
 * All that is checked, one step after another whatever the last one said. Ends with one line, `N passed, N failed`: the
 * tests of vitest and Playwright, and one for each other step.
 */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vsoa-testbench-test-'));
const unitReport = path.join(folder, 'unit.json');
const e2eReport = path.join(folder, 'e2e.json');

const check = (name, ...commands) => ({ name, commands, count: (code) => tally(code) });
const STEPS = [
  check('lint', [installed('oxlint'), '--type-aware']),
  check('format', [installed('biome'), 'check', '.']),
  check('unused code', [installed('knip')]),
  check('types', ...['.', 'renderer', 'e2e'].map((project) => [installed('tsc'), '--noEmit', '-p', project])),
  {
    name: 'unit tests',
    commands: [
      [installed('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    ],
    count: (code) => ofVitest(code, unitReport),
  },
  check('build', [process.execPath, path.join(ROOT, 'scripts', 'build.mjs')]),
  check('package', [process.execPath, path.join(ROOT, 'scripts', 'dist.mjs'), '--test', ...packagesOfTest()]),
  {
    name: 'e2e tests',
    commands: [[process.execPath, path.join(ROOT, 'scripts', 'e2e.mjs'), '--reporter=list,json']],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    count: (code) => ofPlaywright(code, e2eReport),
  },
];

try {
  ensureSystem(undefined, { forTests: true });
} catch (error) {
  if (!(error instanceof SystemLacks)) throw error;
  // The tests that need it fail and say so; the others can do without.
  console.error(`${error.message}\n`);
}

const total = { passed: 0, failed: 0 };
try {
  for (const step of STEPS) {
    const { passed, failed, note } = step.count(await firstFailure(step));
    total.passed += passed;
    total.failed += failed;
    console.log(`── ${step.name}: ${passed} passed, ${failed} failed${note ? ` (${note})` : ''}\n`);
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** What can be built where only the npm registry and Debian's packages are reached. */
function packagesOfTest() {
  return process.platform === 'linux' ? ['--linux', 'dir', 'tar.gz', 'deb'] : [];
}

/** Runs the commands of a step until one fails, and answers its exit code. */
async function firstFailure({ name, commands, env = {} }) {
  console.log(`── ${name}`);
  for (const [command, ...words] of commands) {
    const code = await run(command, words, { env });
    if (code !== 0) return code;
  }
  return 0;
}
