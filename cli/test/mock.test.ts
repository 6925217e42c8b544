import { once } from 'node:events';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { Client, lookup } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../core/test/peer/peer.ts';
import { folder } from './folder.ts';
import { Run, run } from './run.ts';

const BODY = `scenario: 1
name: cluster
seed: 3
ecus:
  - name: body
    commands:
      - { url: /lights, method: SET, param: done }
  - name: climate
    commands: [{ url: /celsius, param: 21 }]
expect:
  - { ecu: body, command: /lights, param: { on: true }, title: the lights go on }
`;

function scenarioFile(text = BODY): string {
  const file = path.join(folder(), 'cluster.yaml');
  writeFileSync(file, text);
  return file;
}

/** The urls of the ECUs, by name. */
async function listening(mocking: Run): Promise<Record<string, string>> {
  await mocking.says('Ctrl-C ends it');
  const lines = mocking.stdout.split('\n').filter((line) => line.includes('vsoa://'));
  return Object.fromEntries(lines.map((line) => line.split(' ')));
}

async function npmClient(url: string): Promise<Peer> {
  const peer = new Peer('vsoa-client.cjs', { port: Number(new URL(url).port) });
  onTestFinished(() => peer.kill());
  await peer.heard('connect');
  return peer;
}

async function call(url: string, path_: string, param?: object): Promise<unknown> {
  const client = new Client();
  await client.connect(url);
  const reply = await client.call(path_, param === undefined ? {} : { method: 'SET', param: param as never });
  await client.disconnect();
  return reply.param;
}

describe('mock', () => {
  it('says where each ECU listens, answers the npm client, and sums up on Ctrl-C', async () => {
    const mocking = new Run(['mock', scenarioFile()]);
    const urls = await listening(mocking);
    expect(Object.keys(urls)).toEqual(['body', 'climate']);
    await npmClient(urls['body'] as string);
    expect(await call(urls['climate'] as string, '/celsius')).toBe(21);
    mocking.child.kill('SIGINT');
    const { code, stdout, stderr } = await mocking.ended();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^running with seed 3; Ctrl-C ends it\nbody: 0 calls, .*, 1 still connected\nclimate: 1 calls/,
    );
    expect(stdout).toContain('failed the lights go on: expected body: command /lights');
  });

  it('ends with 0 as soon as all that is expected has happened, and reports it', async () => {
    const junit = path.join(folder(), 'out.xml');
    const mocking = new Run(['mock', scenarioFile(), '--expect', '--junit', junit, '--for', '10m']);
    const urls = await listening(mocking);
    expect(await call(urls['body'] as string, '/lights', { on: true })).toBe('done');
    const { code, stdout, stderr } = await mocking.ended();
    expect(stdout).toMatch(/\nmet the lights go on \(after \d+\.\d{3} s\)\n$/);
    expect(stderr).toContain('1 of 1 expectations met');
    expect(code).toBe(0);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('<testcase name="the lights go on" classname="cluster"');
    expect(xml).toContain('seed 3&#10;body vsoa://');
  });

  it('ends with 1 where the time is over before, and says what was there instead', async () => {
    const mocking = new Run(['mock', scenarioFile(), '--expect', '--for', '2s', '--json', '--quiet']);
    await once(mocking.child.stdout ?? mocking.child, 'data');
    const [first] = mocking.stdout.split('\n').map((line) => JSON.parse(line || '{}'));
    expect(first).toEqual({ event: 'listening', ecu: 'body', url: expect.stringContaining('vsoa://'), seed: 3 });
    await call(first.url, '/lights', { on: false });
    const { code, stdout, stderr } = await mocking.ended();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) as string)).toEqual({
      event: 'expectation',
      title: 'the lights go on',
      passed: false,
      message: expect.stringContaining('param.on is false, expected true'),
      afterMs: null,
    });
  });

  it('says what is wrong with a file as file, line and column, and ends with 2', async () => {
    const file = scenarioFile(BODY.replace('/lights, method', 'lights, method').replace('seed: 3', 'seed: x'));
    const { code, stdout, stderr } = await run('mock', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(new RegExp(`^${file}:3:7: seed: `));
    expect(lines[1]).toMatch(new RegExp(`^${file}:7:16: `));
  });

  it.each([
    [['mock'], 2, /missing required argument/],
    [['mock', '/no/such/file.yaml'], 2, /^error: .*no such file/i],
    [['mock', scenario('no-expect'), '--expect', '--for', '1s'], 2, /expected something in expect/],
    [['mock', scenario('all'), '--ecu', 'door'], 2, /no ECU door; the file has body, climate/],
    [['mock', scenario('all'), '--for', 'long'], 2, /500ms, 5s or 2m/],
    [['mock', scenario('all'), '--seed', '-1'], 2, /whole number/],
  ] as const)('of %j ends with %d and one line that says why', async (args, code, message) => {
    const files = {
      [scenario('all')]: scenarioFile(),
      [scenario('no-expect')]: scenarioFile(BODY.split('expect:')[0]),
    };
    const ended = await run(...args.map((arg) => files[arg] ?? arg));
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) });
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends with 3 where a port is in use, and names it', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    const { code, stderr } = await run(
      'mock',
      scenarioFile(BODY.replace('name: body', `name: body\n    port: ${port}`)),
    );
    expect(code).toBe(3);
    expect(stderr).toContain(`body cannot listen on 127.0.0.1:${port}`);
  });

  it('runs only the ECUs and with the seed it is told', async () => {
    const mocking = new Run(['mock', scenarioFile(), '--ecu', 'climate', '--seed', '9', '--for', '50ms']);
    const { stdout, stderr } = await mocking.ended();
    expect(stdout).toMatch(/^climate vsoa:\S+\n$/);
    expect(stderr).toContain('seed 9');
  });

  it('applies the file when it changes, and goes on as it was where it is wrong then', async () => {
    const file = scenarioFile();
    const mocking = new Run(['mock', file]);
    const urls = await listening(mocking);
    const peer = await npmClient(urls['climate'] as string);
    const change = (text: string, second: number) => {
      writeFileSync(file, text);
      // So that it is later on every disk.
      utimesSync(file, Date.now() / 1_000 + second, Date.now() / 1_000 + second);
    };
    change(BODY.replace('param: 21', 'param: 22'), 10);
    await mocking.says('no ECU was restarted');
    expect(await call(urls['climate'] as string, '/celsius')).toBe(22);
    change('scenario: [', 20);
    await mocking.says('what runs goes on as it was');
    expect(mocking.stderr).toContain(`${file}:1:`);
    expect(await call(urls['climate'] as string, '/celsius')).toBe(22);
    change(BODY.replace('name: body', 'name: body\n    password: secret\n    raw: true'), 30);
    await mocking.says('restarted body');
    rmSync(file);
    mocking.child.kill('SIGTERM');
    expect((await mocking.ended()).code).toBe(0);
    await peer.kill();
  });
});

describe('position', () => {
  it('tells clients where servers are, and prints who asked', async () => {
    const list = path.join(folder(), 'ecus.txt');
    writeFileSync(list, '# the cluster\nclimate=127.0.0.2:3006\n\nv6=[::1]:3007\n');
    const running = new Run(['position', 'body=localhost:3005', list, '--json', '--count', '3']);
    await running.says('knows 3 names');
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(running.stderr) ?? [];
    const servers = `127.0.0.1:${port}`;
    expect(await lookup('climate', { servers })).toMatchObject({ host: '127.0.0.2', port: 3006 });
    expect(await lookup('v6', { servers })).toMatchObject({ host: '::1', port: 3007 });
    expect(await lookup('door', { servers }).catch(() => null)).toBeFalsy();
    const { code, stdout, stderr } = await running.ended();
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ name, found }) => `${name} ${found}`)).toEqual(['climate true', 'v6 true', 'door false']);
    expect(stderr).toContain('3 queries, 1 not found, 0 malformed');
    expect(code).toBe(0);
  });

  it('knows the ECUs of a scenario that have a port of their own, for the npm client too', async () => {
    const file = scenarioFile(BODY.replace('name: body', 'name: body\n    port: 3005'));
    const running = new Run(['position', file]);
    await running.says('knows 1 names');
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(running.stderr) ?? [];
    expect(await lookup('body', { servers: `127.0.0.1:${port}` })).toMatchObject({ port: 3005 });
    running.child.kill('SIGINT');
    expect((await running.ended()).code).toBe(0);
  });

  it.each([
    [['position'], /missing required argument/],
    [['position', 'body'], /expected name=host:port or a file, got body/],
    [['position', 'body=10.0.0.1:0'], /port between 1 and 65,535/],
    [['position', 'body=no.such.host.invalid:3005'], /no address of no\.such\.host\.invalid is known/],
  ])('of %j ends with 2 and one line that says why', async (args, message) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});

/** Stands for a file that is made when the test runs. */
function scenario(name: 'all' | 'no-expect'): string {
  return `<${name}>`;
}
