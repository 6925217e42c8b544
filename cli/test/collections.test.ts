import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bench } from '../../testbench/bench.ts';
import { folder } from './folder.ts';
import { npmServer, run } from './run.ts';

/** A workspace with these requests, and an environment Lab. */
function workspace(requests: Record<string, object | string>): string {
  const place = folder();
  for (const [name, request] of Object.entries(requests)) {
    const file = path.join(place, 'requests', `${name}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof request === 'string' ? request : JSON.stringify({ version: 1, ...request }));
  }
  mkdirSync(path.join(place, 'environments'), { recursive: true });
  const variables = [
    { name: 'celsius', kind: 'json', value: '21.5' },
    { name: 'pin', kind: 'secret' },
  ];
  writeFileSync(path.join(place, 'environments', 'Lab.json'), JSON.stringify({ version: 1, variables }));
  return place;
}

const expected = (value: unknown) => ({ status: 0, param: [{ path: '.celsius', is: 'equal', value }] });

describe('run', () => {
  it('runs the requests of the sample workspace against the demo vehicle, in both of its environments', async () => {
    const bench = new Bench();
    onTestFinished(() => bench.close());
    const { url } = await bench.handlers.startDemo({});
    for (const environment of ['Bench', 'Winter']) {
      const { code, stderr } = await run('run', 'examples/workspace', '--server', url, '--env', environment);
      expect(stderr).toMatch(/^5 of 5 requests passed/);
      expect(code).toBe(0);
    }
  });

  it('runs the requests in their order with the variables of an environment, and says what passed', async () => {
    const { url } = await npmServer();
    const place = workspace({
      'Climate/Set': {
        order: 'V',
        method: 'SET',
        url: '/echo',
        param: { celsius: '{{celsius}}' },
        expect: expected(21.5),
      },
      'Climate/First': { order: 'B', url: '/echo' },
      'Other/Secret': { url: '/echo', param: { pin: '{{pin}}' } },
    });
    const environment = ['--server', url, '--env', 'Lab', '--var', 'pin=1234'];
    const { code, stdout, stderr } = await run('run', place, ...environment);
    expect(stdout).toMatch(/^ok {5}Climate\/First .*\nok {5}Climate\/Set .*\nok {5}Other\/Secret .*\n$/);
    expect(stderr).toMatch(/^3 of 3 requests passed/);
    expect(code).toBe(0);
    const part = await run('run', path.join(place, 'requests', 'Climate'), ...environment, '--json');
    expect(
      part.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { request: string }).request),
    ).toEqual(['Climate/First', 'Climate/Set']);
  });

  it('names what was not as expected, in its report, too, and ends with 1', async () => {
    const { url } = await npmServer();
    const place = workspace({
      Wrong: { url: '/echo', param: { celsius: 20 }, expect: expected(21) },
      Missing: { url: '/nothing' },
      Unknown: { url: '/echo', param: '{{nobody}}' },
      Broken: '{"version":1,',
    });
    const report = path.join(place, 'report.xml');
    const { code, stdout } = await run('run', place, '--server', url, '--junit', report, '--json');
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { request: string; failures: string[] });
    const failures = Object.fromEntries(results.map(({ request, failures: found }) => [request, found.join()]));
    expect(failures['Wrong']).toBe('param.celsius: expected equal 21, got 20');
    expect(failures['Missing']).toBe('status: expected 0, got 3');
    expect(failures['Unknown']).toMatch(/nobody/);
    expect(failures['Broken']).toMatch(/^the file makes no sense/);
    expect(code).toBe(1);
    const xml = readFileSync(report, 'utf8');
    expect(xml).toContain('tests="4" failures="4"');
    expect(xml).toContain('param.celsius: expected equal 21, got 20');
  });

  it('takes the server from the environment, ends at the first failure with --bail, and repeats', async () => {
    const server = new Server();
    let calls = 0;
    server.command('/count', () => ({ param: { calls: (calls += 1) } }));
    await server.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const place = workspace({
      A: { order: 'B', url: '/count', repeat: { count: 3, perSecond: 100 } },
      B: { order: 'C', url: '/no' },
      C: { order: 'D', url: '/count' },
    });
    const variables = [{ name: 'server', kind: 'text', value: `vsoa://127.0.0.1:${server.address?.port}` }];
    writeFileSync(path.join(place, 'environments', 'Here.json'), JSON.stringify({ version: 1, variables }));
    const { code, stderr } = await run('run', place, '--env', 'Here', '--bail');
    expect(stderr).toMatch(/^1 of 3 requests passed/);
    expect(calls).toBe(3);
    expect(code).toBe(1);
  });

  it('says what was expected where the use is wrong', async () => {
    const place = workspace({ A: { url: '/echo' } });
    for (const [args, message] of [
      [['/nowhere'], 'is not there: expected a folder of requests'],
      [[place], 'expected --server vsoa://host:port'],
      [[place, '--env', 'Nobody'], 'there is no environment Nobody'],
      [[place, '--var', 'pin'], '--var expects name=value, not pin'],
    ] as const) {
      const { code, stderr } = await run('run', ...args);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
  });
});
