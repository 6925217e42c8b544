import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeOf, messageOf } from '../exit.ts';
import { folder } from './folder.ts';
import { Run, run } from './run.ts';

const DEAD = 'vsoa://127.0.0.1:1';

async function server(): Promise<string> {
  const ours = new Server({ info: { name: 'ecu', note: 'a\u009b31mb' } });
  ours.command('/echo', ({ param, data }) => ({ param, data }));
  ours.command('/silent', () => new Promise(() => undefined));
  await ours.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => ours.close());
  return `vsoa://127.0.0.1:${ours.address?.port}`;
}

/** The port of something that takes connections and says nothing. */
async function mute(): Promise<string> {
  const listener = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listener.close());
  const address = listener.address();
  return `vsoa://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('bench', () => {
  it('ends at once where what it would send is larger than a packet', async () => {
    const data = path.join(folder(), 'data.bin');
    writeFileSync(data, Buffer.alloc(262_130));
    const { code, stderr } = await run('bench', `${await server()}/echo`, '--data', `@${data}`, '--for', '2s');
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toContain('at most 262144 can be sent');
  });

  it('takes no number that memory could not hold', async () => {
    const flags = ['--in-flight', '--connections'];
    for (const flag of flags) {
      const { code, stderr } = await run('bench', `${DEAD}/echo`, flag, '1000000000');
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: .*Expected a whole number from 1 to \d+\.\n$/);
    }
  });

  it('ends with 3 where nothing is answered', async () => {
    expect((await run('bench', `${await server()}/silent`, '--for', '200ms')).code).toBe(3);
  });
});

describe('stdout', () => {
  it('that is read slowly loses no answer', async () => {
    const param = path.join(folder(), 'param.json');
    writeFileSync(param, JSON.stringify('a'.repeat(200_000)));
    const program = new Run(['call', `${await server()}/echo`, '--param', `@${param}`, '--repeat', '300', '--json']);
    program.child.stdout?.pause();
    await sleep(1_500);
    program.child.stdout?.resume();
    const { code, stdout } = await program.ended();
    expect(stdout.trimEnd().split('\n')).toHaveLength(300);
    expect(code).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))('that is full is told in one line, with exit code 1', async () => {
    const url = await server();
    const program = new Run([], {
      command: ['sh', '-c', `"${process.execPath}" scripts/cli.mjs info ${url} --json --quiet > /dev/full`],
    });
    const { code, stderr } = await program.ended();
    expect(stderr).toMatch(/^error: stdout cannot be written: ENOSPC[^\n]*\n$/);
    expect(code).toBe(1);
  });

  it('that nobody reads ends the manual and the help without a word', async () => {
    for (const words of ['man', '--help', 'completion fish']) {
      const line = `"${process.execPath}" scripts/cli.mjs ${words} | true`;
      const { stderr } = await new Run([], { command: ['sh', '-c', line] }).ended();
      expect(stderr).toBe('');
    }
  });

  it('has no control characters of a device, as text and as JSON', async () => {
    const url = await server();
    const text = await run('info', url);
    expect(text.stdout).toBe('{\n  "name": "ecu",\n  "note": "a\\x9b31mb"\n}\n');
    const { stdout } = await run('info', url, '--json');
    expect(stdout).toContain('a\\u009b31mb');
    expect(JSON.parse(stdout)).toMatchObject({ info: { note: 'a\u009b31mb' } });
  });
});

describe('Ctrl-C', () => {
  it('while a connection is made is told as that, with exit code 1', async () => {
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      program.child.kill('SIGINT');
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void listener.close());
    const address = listener.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const program = new Run(['info', `vsoa://127.0.0.1:${port}`]);
    const { code, stderr } = await program.ended();
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: ended before it was through\n' });
  });
});

describe('a request that makes no sense', () => {
  it('is told with its place, and a report that cannot be written after what passed', async () => {
    const place = folder();
    writeFileSync(path.join(place, 'Broken.json'), '{"version":1,');
    const flags = ['--server', await server(), '--junit', path.join(place, 'none', 'report.xml')];
    const { code, stdout, stderr } = await run('run', place, ...flags);
    expect(stdout).toContain('the file makes no sense: line 1, column 14');
    expect(stderr).toMatch(/^0 of 1 requests passed[^\n]*\nerror: ENOENT[^\n]*\n$/);
    expect(code).toBe(1);
  });
});

describe('errors', () => {
  it('of the system, and of what the user ended, are told in one line with exit code 1', () => {
    const aborted = new DOMException('This operation was aborted', 'AbortError');
    expect([exitCodeOf(aborted), messageOf(aborted)]).toEqual([1, 'ended before it was through']);
    const full = Object.assign(new Error('ENOSPC'), { syscall: 'write', errno: -28 });
    expect(exitCodeOf(full)).toBe(1);
    expect(exitCodeOf(new TypeError('a defect'))).toBe(undefined);
  });
});

describe('record', () => {
  it('replaces a file only when it listens, and leaves none where it could not', async () => {
    const place = folder();
    const file = path.join(place, 'drive.pcapng');
    writeFileSync(file, 'precious');
    expect((await run('record', `${DEAD}/`, '--to', file, '--force')).code).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await run('record', `${DEAD}/`, '--to', path.join(place, 'new.pcapng'))).code).toBe(3);
    expect(readdirSync(place)).toEqual(['drive.pcapng']);
    const done = await run('record', `${await server()}/`, '--to', file, '--force', '--for', '100ms');
    expect(done.code).toBe(0);
    expect(readdirSync(place)).toEqual(['drive.pcapng']);
    expect(readFileSync(file).subarray(0, 4).toString('hex')).toBe('0a0d0d0a');
  });
});

describe('files', () => {
  it('that cannot be written are told in one line', async () => {
    const url = await mute();
    const there = folder();
    const asked = await run('get', `${url}/x`, '--to', there, '--force');
    expect(asked).toMatchObject({ code: 2, stderr: `error: ${there} is a folder: expected the name of a file\n` });
    const { code, stderr } = await run('record', `${url}/`, '--to', path.join(there, 'none', 'x.pcapng'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT[^\n]*\n$/);
  });
});

describe('lookup', () => {
  it('takes the name also after the position server', async () => {
    const { stderr } = await run('lookup', '--server', '127.0.0.1:1', 'body', '--timeout', '200ms');
    expect(stderr).not.toContain('missing');
  });
});

describe('completion of bash', () => {
  it('keeps names of files with spaces whole', async () => {
    const place = folder();
    writeFileSync(path.join(place, 'my drive.pcapng'), '');
    const script = path.join(place, 'script');
    writeFileSync(script, (await run('completion', 'bash')).stdout);
    const words = 'COMP_WORDS=(vsoa-testbench show my); COMP_CWORD=2; _vsoa_testbench';
    const line = `. ./script; ${words}; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', line], { cwd: place, encoding: 'utf8' });
    expect(stdout).toBe('my drive.pcapng\n');
  });
});
