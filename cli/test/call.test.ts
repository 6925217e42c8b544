import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CommandHandler, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { npmServer, Run, run } from './run.ts';

/** A server of ours, for what the npm one cannot send. */
async function ownServer(commands: Record<string, CommandHandler>): Promise<string> {
  const server = new Server();
  for (const [url, handler] of Object.entries(commands)) server.command(url, handler);
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return `vsoa://127.0.0.1:${server.address?.port}`;
}

/** A TCP server that accepts and says `answer`. */
async function strangePeer(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer) socket.write(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `vsoa://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

function file(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vsoa-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

describe('call', () => {
  it('works as the README shows it', async () => {
    const { url } = await npmServer();
    const command = ['npm', 'run', '-s', 'cli', '--', 'call', `${url}/echo`, '--param', '{"a":1}', '--json'];
    const { code, stdout } = await new Run([], { command }).ended();
    expect(stdout).toMatch(
      /^{"status":0,"statusName":"success","param":{"a":1},"data":"","tunnelId":0,"rttMs":\d+(\.\d{1,3})?}\n$/,
    );
    expect(code).toBe(0);
  });

  it('prints the answer to stdout and the status to stderr, with no colours in a pipe', async () => {
    const { url } = await npmServer();
    const { code, stdout, stderr } = await run('call', `${url}/echo`, '--param', '[1, "车"]', '--data', 'hex:00ff');
    expect(stdout).toBe('[1,"车"] hex:00ff\n');
    expect(stderr).toMatch(/^0 success in [\d.]+ ms\n$/);
    expect(code).toBe(0);
  });

  it('is quiet where it is asked to be', async () => {
    const { url } = await npmServer();
    expect(await run('call', `${url}/echo`, '--param', '1.0', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('call', `${url}/nothing`, '--quiet')).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it('ends with 1 and names the status where the server answers with another than success', async () => {
    const { url } = await npmServer();
    const { code, stdout, stderr } = await run('call', `${url}/nothing`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^3 invalid URL in /);
    const json = await run('call', `${url}/status/130`, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 130, statusName: expect.stringContaining('130') });
    expect(json.code).toBe(1);
  });

  it('calls with SET where it is told to', async () => {
    const { url } = await npmServer();
    expect((await run('call', `${url}/method`, '--set')).stdout).toBe('{"method":"SET"}\n');
    expect((await run('call', `${url}/method`)).stdout).toBe('{"method":"GET"}\n');
  });

  it('takes param and data from files, and the param from stdin', async () => {
    const url = await ownServer({ '/echo': (request) => ({ param: request.paramBytes, data: request.data }) });
    const param = file('param.json', '\ufeff{\n  "id": 12345678901234567890\n}\n');
    const data = file('data.bin', new Uint8Array(100_000).fill(0xa5));
    const fromFiles = await run('call', `${url}/echo`, '--param', `@${param}`, '--data', `@${data}`, '--json');
    expect(fromFiles.stdout).toContain('"param":{"id":12345678901234567890},');
    expect(Buffer.from(JSON.parse(fromFiles.stdout).data, 'base64')).toEqual(readFileSync(data));
    const fromStdin = new Run(['call', `${url}/echo`, '--param', '-'], { stdin: ' "from stdin"\n' });
    expect((await fromStdin.ended()).stdout).toBe('"from stdin"\n');
  });

  it('shows what is no JSON as base64, and what would drive the terminal as text', async () => {
    const url = await ownServer({
      '/bytes': () => ({ param: Buffer.of(0xff, 0xfe) }),
      '/escape': () => ({ param: Buffer.from('\u001b[2Jgone\u009b') }),
      '/none': () => ({}),
    });
    expect((await run('call', `${url}/bytes`, '--json')).stdout).toContain('"paramBase64":"//4=",');
    expect((await run('call', `${url}/bytes`)).stdout).toBe('param:hex:fffe\n');
    expect((await run('call', `${url}/escape`)).stdout).toBe('\\x1b[2Jgone\\x9b\n');
    expect((await run('call', `${url}/none`, '--json')).stdout).toContain('"statusName":"success","data":""');
    expect((await run('call', `${url}/none`)).stdout).toBe('');
  });

  it('repeats, and sums up', async () => {
    const { url } = await npmServer();
    const { code, stdout, stderr } = await run('call', `${url}/echo`, '--repeat', '5', '--rate', '1000', '--json');
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(stderr).toMatch(
      /^5 of 5 calls answered, 5 with success, round trip min\/avg\/max [\d.]+\/[\d.]+\/[\d.]+ ms\n$/,
    );
    expect(code).toBe(0);
  });

  it('waits between calls as long as the rate says', async () => {
    const { url } = await npmServer();
    const calling = new Run(['call', `${url}/echo`, '--repeat', '2', '--rate', '0.001']);
    await calling.says('0 success');
    calling.child.kill('SIGINT');
    const { code, stderr } = await calling.ended();
    expect(code).toBe(1);
    expect(stderr).toContain('1 of 2 calls answered, 1 with success');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly with a summary on %s', async (signal) => {
    const { url, peer } = await npmServer();
    const waiting = new Run(['call', `${url}/silent`, '--repeat', '3']);
    await peer.heard('connect');
    waiting.child.kill(signal);
    expect(await waiting.ended()).toEqual({
      code: 1,
      stdout: '',
      stderr: '0 of 3 calls answered, 0 with success\n',
    });
  });

  it.each([
    [['call'], /missing required argument 'url'/],
    [['call', 'seat'], /vsoa:\/\/host:port/],
    [['call', 'vsoa://127.0.0.1:1'], /expected vsoa:\/\/host:port\/path/],
    [['call', 'vsoa://127.0.0.1:1/a', '--param', '{"a":}'], /line 1, column 6: expected value/],
    [['call', 'vsoa://127.0.0.1:1/a', '--param', '@/no/such/file'], /cannot read \/no\/such\/file/],
    [['call', 'vsoa://127.0.0.1:1/a', '--param', '@/dev/zero'], /larger than a packet/],
    [['call', 'vsoa://127.0.0.1:1/a', '--data', 'hex:0'], /hex: and pairs of hex digits/],
    [['call', 'vsoa://127.0.0.1:1/a', '--data', '00'], /hex: and pairs of hex digits/],
    [['call', 'vsoa://127.0.0.1:1/a', '--timeout', 'soon'], /500ms, 5s or 2m/],
    [['call', 'vsoa://127.0.0.1:1/a', '--repeat', '0'], /whole number from 1/],
    [['call', 'vsoa://127.0.0.1:1/a', '--rate', '-1'], /number above 0/],
    [['call', 'vsoa://127.0.0.1:1/a', '--sett'], /unknown option '--sett'.*--set/],
    [['call', 'vsoa://127.0.0.1:1/a', 'b'], /too many arguments/],
    [['cal'], /unknown command 'cal'.*call/],
    [[], /expected a command/],
  ])('says in one line what was expected of %j, and ends with 2', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
    expect(stderr).toMatch(message);
  });

  it('ends with 3 where nobody listens', async () => {
    const { code, stdout, stderr } = await run('call', 'vsoa://127.0.0.1:1/a');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^error: .*127\.0\.0\.1:1.*\n$/);
  });

  it('ends with 3 where the host is silent, when the time is over', async () => {
    const url = await strangePeer('');
    expect(await run('call', `${url}/a`, '--timeout', '50ms')).toMatchObject({ code: 3, stdout: '' });
    const { url: peer } = await npmServer();
    const late = await run('call', `${peer}/silent`, '--timeout', '300ms');
    expect(late).toMatchObject({ code: 3, stdout: '' });
  });

  it('ends with 3 where the peer speaks something else', async () => {
    const url = await strangePeer('SSH-2.0-OpenSSH_9.2p1 and more than twenty bytes\r\n');
    const { code, stderr } = await run('call', `${url}/a`);
    expect(code).toBe(3);
    expect(stderr).toMatch(/VSOA/);
  });
});

describe('the password', () => {
  it('comes from an option or the environment, and is not shown', async () => {
    const { url } = await npmServer({ passwd: 'right-secret' });
    const args = ['call', `${url}/echo`, '--param', '1'];
    expect(await run(...args, '--passwd', 'right-secret')).toMatchObject({ code: 0 });
    expect(await new Run(args, { env: { VSOA_PASSWD: 'right-secret' } }).ended()).toMatchObject({ code: 0 });
    const wrong = await run(...args, '--passwd', 'wrong-secret');
    expect(wrong).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/password is wrong or missing; it is given with --passwd or VSOA_PASSWD/),
    });
    expect(wrong.stdout + wrong.stderr).not.toContain('secret');
    const help = await new Run(['call', '--help'], { env: { VSOA_PASSWD: 'right-secret' } }).ended();
    expect(help.stdout).not.toContain('secret');
  });

  it.runIf(process.platform === 'linux')('is not in the list of processes once it runs', async () => {
    const { url, peer } = await npmServer({ passwd: 'right-secret' });
    const waiting = new Run(['call', `${url}/silent`, '--passwd', 'right-secret']);
    await peer.heard('connect');
    expect(readFileSync(`/proc/${waiting.child.pid}/cmdline`, 'utf8')).toMatch(/^vsoa-testbench\0*$/);
  });
});

it.each([['--help'], ['call', '--help'], ['listen', '--help'], ['help', 'call'], ['--version']])(
  'prints help and version to stdout: %s %s',
  async (...args) => {
    const { code, stdout, stderr } = await run(...args.filter((arg) => typeof arg === 'string'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\S/);
  },
);
