import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const execute = promisify(execFile);
let project: string;

// As somebody has it who installed the package from a checkout.
beforeAll(async () => {
  await execute(process.execPath, [path.join(ROOT, 'scripts/library.mjs'), '--where-stale']);
  project = await mkdtemp(path.join(os.tmpdir(), 'vsoa-library-'));
  await mkdir(path.join(project, 'node_modules/@types'), { recursive: true });
  await symlink(ROOT, path.join(project, 'node_modules/vsoa-testbench'), 'junction');
  await symlink(
    path.join(ROOT, 'node_modules/@types/node'),
    path.join(project, 'node_modules/@types/node'),
    'junction',
  );
  await writeFile(path.join(project, 'package.json'), '{"type":"module"}');
  await writeFile(
    path.join(project, 'body.yaml'),
    'scenario: 1\necus: [{ name: body, commands: [{ url: /a, param: 1 }] }]',
  );
}, 120_000);
afterAll(() => rm(project, { recursive: true, force: true }));

it('test code in another folder starts a scenario, expects of it, and ends by itself', async () => {
  await writeFile(
    path.join(project, 'use.mjs'),
    `import { startScenario, ExpectationError, ScenarioFileError } from 'vsoa-testbench/scenario';
     import { withScenario } from 'vsoa-testbench/playwright';
     const scenario = await startScenario('body.yaml');
     console.log(/^vsoa:/.test(scenario.urls.body), typeof withScenario);
     const failed = await scenario.expect({ command: '/a' }, { within: 1 }).catch((error) => error);
     console.log(failed instanceof ExpectationError, scenario.report()[0].passed);
     const wrong = await startScenario({ ecus: [] }).catch((error) => error);
     console.log(wrong instanceof ScenarioFileError);
     const { ecu } = scenario;
     await scenario.close();`,
  );
  const { stdout } = await execute(process.execPath, ['use.mjs'], { cwd: project });
  expect(stdout).toBe('true function\ntrue false\ntrue\n');
});

it('its types are complete, and refuse what is wrong', async () => {
  const options = {
    strict: true,
    noEmit: true,
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    types: ['node'],
    // As `tsc --init` has it: of the schema valibot's own types are deeper than a check of libraries goes.
    skipLibCheck: true,
  };
  const settings = { compilerOptions: options, files: ['use.ts'] };
  await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify(settings));
  const right = `import { startScenario, type ScenarioHandle } from 'vsoa-testbench/scenario';
    await using scenario: ScenarioHandle = await startScenario({ ecus: [{ name: 'body', commands: [{ url: '/a', param: 1 }] }] });
    const url: string = scenario.ecu('body').url;
    scenario.ecu().addFault({ kind: 'delay', delay: 5 });
    await scenario.expect({ command: '/a', times: 1, param: { url } }, { within: 5 });`;
  const tsc = async (text: string) => {
    await writeFile(path.join(project, 'use.ts'), text);
    const run = execute(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project]);
    return run.then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  expect(await tsc(right)).toBe('');
  expect(await tsc(right.replace('times: 1', 'tims: 1'))).toMatch(/use\.ts.*'tims'/);
  expect(await tsc(right.replace("kind: 'delay'", "kind: 'dely'"))).toMatch(/use\.ts/);
}, 120_000);

it('a test of Playwright gets the report, and fails where the file expects what did not happen', async () => {
  for (const name of ['@playwright', 'playwright', 'playwright-core']) {
    await symlink(path.join(ROOT, 'node_modules', name), path.join(project, 'node_modules', name), 'junction');
  }
  await writeFile(
    path.join(project, 'scenario.spec.ts'),
    `import { test as base, expect } from '@playwright/test';
     import { withScenario } from 'vsoa-testbench/playwright';
     const file = { seed: 5, ecus: [{ name: 'body', state: { n: 0 } }], expect: [{ ecu: 'body', command: '/a', title: 'a is called' }] };
     withScenario(base, file)('misses', async ({ scenario }) => { expect(scenario.seed).toBe(5); });
     const { expect: _none, ...quiet } = file;
     const shared = withScenario(base, quiet, { scope: 'worker' });
     let url: string;
     shared('first', async ({ scenario }) => { url = scenario.urls.body; scenario.ecu().patchState({ n: 1 }); });
     shared('second', async ({ scenario }) => { expect(scenario.urls.body).toBe(url); expect(scenario.ecu().state).toEqual({ n: 0 }); });`,
  );
  const cli = path.join(project, 'node_modules/@playwright/test/cli.js');
  const run = execute(process.execPath, [cli, 'test', '--reporter=json', '--workers=1'], { cwd: project });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const [{ specs }] = JSON.parse(stdout).suites;
  const results = specs.map(({ title, tests }: { title: string; tests: { results: object[] }[] }) => [
    title,
    tests[0]?.results[0],
  ]);
  expect(results).toMatchObject([
    [
      'misses',
      { status: 'failed', attachments: expect.arrayContaining([attached('scenario.txt'), attached('scenario.xml')]) },
    ],
    ['first', { status: 'passed' }],
    ['second', { status: 'passed' }],
  ]);
  expect(JSON.stringify(results)).toContain('expected body: command /a, at least once: it never was');
}, 120_000);

function attached(name: string): unknown {
  return expect.objectContaining({ name });
}
