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
