import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../core/test/peer/peer.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CORE = path.join(ROOT, 'core');
/** Nobody listens there: what needs a registry fails. */
const NO_REGISTRY = 'http://127.0.0.1:9';
const LONG = 120_000;

const execute = promisify(execFile);
const npm = process.env['npm_execpath'];
let folder: string;
let project: string;
let tarball: Uint8Array<ArrayBuffer>;

// As somebody has it who installed the package from a registry, in a folder where nothing else is.
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-core-'));
  project = path.join(folder, 'project');
  await mkdir(project);
  await writeFile(path.join(project, 'package.json'), '{"name":"uses-core","private":true}');
  const file = await pack();
  tarball = new Uint8Array(await readFile(file));
  await runNpm(project, 'install', file, '--offline', '--no-audit', '--no-fund', `--registry=${NO_REGISTRY}`);
}, LONG);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('publint has nothing to say of it', { timeout: LONG }, async () => {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it(
  'are-the-types-wrong says only what the README does: it is an ES module, for those who require it, too',
  async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball));
    if (result.types === false) throw new Error('it has no types');
    expect(result.problems).toEqual([{ kind: 'CJSResolvesToESM', entrypoint: '.', resolutionKind: 'node16-cjs' }]);
  },
  LONG,
);

it('brings no other package, and nothing but what it is made of', async () => {
  const { stdout } = await runNpm(project, 'ls', '--all', '--parseable');
  const installed = stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((place) => path.relative(project, place));
  expect(installed).toEqual([path.join('node_modules', '@vsoa-testbench', 'core')]);
  const own = createPackageFromTarballData(tarball)
    .listFiles()
    .map((file) => file.split('/core/')[1] ?? file);
  expect(own.filter((file) => !/^(dist|src)\/.*\.(js|ts|map)$/.test(file)).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'package.json',
  ]);
});

const SERVE_AND_ASK = `
const server = new Server({ info: { name: 'packed' }, passwd: 'secret' });
server.command('/twice', (request) => ({ param: Number(request.param) * 2 }));
await server.start({ host: '127.0.0.1', port: 0 });
const { port } = server.address;
const client = new Client();
await client.connect(\`vsoa://127.0.0.1:\${port}\`, { passwd: 'secret' });
const reply = await client.call('/twice', { param: 21 });
console.log(reply.status, reply.param);
await client.disconnect();
await server.close();`;

it('an ES module of plain JavaScript serves and asks with it, and ends', async () => {
  await write('serve.mjs', `import { Client, Server } from '@vsoa-testbench/core';${SERVE_AND_ASK}`);
  expect(await run('serve.mjs')).toBe('0 42\n');
});

it('a CommonJS program has it by import(), and by require() where Node allows that of ES modules', async () => {
  await write(
    'serve.cjs',
    `(async () => { const { Client, Server } = await import('@vsoa-testbench/core');${SERVE_AND_ASK} })();`,
  );
  expect(await run('serve.cjs')).toBe('0 42\n');
  if (!process.features.require_module) return;
  await write(
    'require.cjs',
    `(async () => { const { Client, Server } = require('@vsoa-testbench/core');${SERVE_AND_ASK} })();`,
  );
  expect(await run('--disable-warning=ExperimentalWarning', 'require.cjs')).toBe('0 42\n');
});

it('a program in TypeScript passes a check of all types, and talks to a server of the npm package vsoa', {
  timeout: LONG,
}, async () => {
  await write(
    'ask.mts',
    `import { Client, type Reply, VsoaError } from '@vsoa-testbench/core';
     const client = new Client();
     await client.connect(String(process.argv[2]), { passwd: '123456' });
     const heard = new Promise<unknown>((resolve) => { client.on('message', (message) => resolve(message.param)); });
     await client.subscribe('/tick');
     const reply: Reply = await client.call('/echo', { method: 'SET', param: { a: 1 } });
     console.log(reply.status, JSON.stringify(reply.param), typeof (await heard));
     const failed: unknown = await client.call('no url').catch((error: unknown) => error);
     console.log(failed instanceof VsoaError && failed.code);
     await client.disconnect();`,
  );
  for (const name of ['@types', 'undici-types']) await link(name);
  await write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'NodeNext',
        target: 'ES2023',
        types: ['node'],
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
      },
      files: ['ask.mts'],
    }),
  );
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout: complaints } = await execute(process.execPath, [tsc, '-p', project]).catch(
    (error: { stdout: string }) => error,
  );
  expect(complaints).toBe('');

  const peer = new Peer('vsoa-server.cjs', { passwd: '123456', publish: ['/tick'] });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  expect(await run('ask.mjs', `vsoa://127.0.0.1:${String(port)}`)).toBe('0 {"a":1} object\nINVALID_URL\n');
});

async function pack(): Promise<string> {
  const { stdout } = await runNpm(CORE, 'pack', '--silent', '--pack-destination', folder);
  return path.join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

/** The npm that runs the tests, else the one of the path; without what that one hands on of this project. */
function runNpm(cwd: string, ...words: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return npm === undefined
    ? execute('npm', words, { cwd, env, shell: process.platform === 'win32' })
    : execute(process.execPath, [npm, ...words], { cwd, env });
}

function write(name: string, text: string): Promise<void> {
  return writeFile(path.join(project, name), text);
}

async function run(...words: string[]): Promise<string> {
  const { stdout, stderr } = await execute(process.execPath, words, { cwd: project });
  expect(stderr).toBe('');
  return stdout;
}

function link(name: string): Promise<void> {
  return symlink(path.join(ROOT, 'node_modules', name), path.join(project, 'node_modules', name), 'junction');
}
