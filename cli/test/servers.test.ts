import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { PositionServer, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../core/test/peer/peer.ts';
import { startRaw } from '../../core/test/support.ts';
import { certificates } from '../../core/test/tls/certificates.ts';
import { npmServer, Run, run } from './run.ts';

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

describe('ping', () => {
  it('tells each round trip, and least, mean, 99th percentile, most and loss', async () => {
    const { url } = await npmServer();
    const { code, stdout, stderr } = await run('ping', url, '--count', '3', '--rate', '100', '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number>);
    expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3, undefined]);
    const { sent, received, lossPercent, minMs, avgMs, p99Ms, maxMs } = lines.at(-1)!;
    expect({ sent, received, lossPercent }).toEqual({ sent: 3, received: 3, lossPercent: 0 });
    expect(minMs! <= avgMs! && avgMs! <= maxMs! && p99Ms! <= maxMs! && minMs! <= p99Ms!).toBe(true);
    expect(stderr).toMatch(/^3 sent, 3 received, 0 % lost, min\/avg\/p99\/max [\d./]+ ms\n$/);
    expect(code).toBe(0);
  });

  it('counts what is not answered as lost, and ends with 1', async () => {
    const url = await startRaw(async (peer) => {
      const { seqno } = await peer.next();
      peer.send({ type: 0, flags: 1, seqno, data: Buffer.from([0, 0, 0, 1]) });
    });
    const { code, stdout } = await run('ping', url, '--count', '2', '--rate', '100', '--timeout', '100ms', '--json');
    expect(stdout).toBe('{"seq":1,"lost":true}\n{"seq":2,"lost":true}\n{"sent":2,"received":0,"lossPercent":100}\n');
    expect(code).toBe(1);
  });

  it('says what was so far where it is ended', async () => {
    const { url } = await npmServer();
    const program = new Run(['ping', url, '--count', '1000']);
    await new Promise((resolve) => program.child.stdout?.once('data', resolve));
    program.child.kill('SIGINT');
    const { code, stderr } = await program.ended();
    expect(stderr).toMatch(/\d+ sent, \d+ received, 0 % lost/);
    expect(code).toBe(0);
  });
});

describe('info', () => {
  it('prints what the server says of itself', async () => {
    const { url } = await npmServer({ info: { name: 'ecu' } });
    const { code, stdout } = await run('info', url, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ server: url, info: { name: 'ecu' } });
    expect(code).toBe(0);
  });

  it('connects with TLS, and shows whose certificate it was', async () => {
    const server = new Server({ info: 'secure' });
    await server.start({ host: '127.0.0.1', port: 0, tls: certificates.server });
    onTestFinished(() => server.close());
    const url = `vsoa://127.0.0.1:${server.address?.port}`;
    const insecure = await run('info', url, '--insecure', '--json');
    expect(JSON.parse(insecure.stdout)).toMatchObject({ info: 'secure', certificate: { verified: false } });
    const untrusted = await run('info', url, '--tls');
    expect(untrusted.code).toBe(3);
    expect(untrusted.stderr).toMatch(/^error: /);
  });

  it('says what is wrong with its files and pairs', async () => {
    expect(await run('info', 'vsoa://127.0.0.1:1', '--cert', '/nowhere.pem')).toMatchObject({
      code: 2,
      stderr: 'error: --cert and --key belong together: expected both\n',
    });
    const missing = await run('info', 'vsoa://127.0.0.1:1', '--ca', '/nowhere.pem');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^error: --ca: cannot read \/nowhere\.pem: ENOENT/);
  });
});

describe('lookup', () => {
  it('asks a position server of ours', async () => {
    const positions = new PositionServer({ table: [{ name: 'body', host: '10.0.0.7', port: 3005 }] });
    await positions.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => positions.close());
    const server = `127.0.0.1:${positions.address?.port}`;
    const found = await run('lookup', 'body', '--server', server, '--json');
    expect(JSON.parse(found.stdout)).toMatchObject({ name: 'body', found: true, host: '10.0.0.7', port: 3005 });
    expect((await run('lookup', 'body', '--server', server)).stdout).toBe('vsoa://10.0.0.7:3005\n');
    const unknown = await run('lookup', 'nobody', '--server', server);
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: 'no position server knows nobody\n' });
  });

  it('asks one of npm, and says where none answers', async () => {
    const port = await freeUdpPort();
    const table = [{ name: 'ecu', domain: 2, addr: '127.0.0.1', port: 3005, security: false }];
    const peer = new Peer('vsoa-position.cjs', { port, table });
    onTestFinished(() => peer.kill());
    await peer.heard('ready');
    expect((await run('lookup', 'ecu', '--server', `127.0.0.1:${port}`)).stdout).toBe('vsoa://127.0.0.1:3005\n');
    const { code, stdout } = await run('lookup', 'nobody', '--server', `127.0.0.1:${port}`, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ found: false });
    expect(code).toBe(1);
    expect((await run('lookup', 'body', '--server', '127.0.0.1:1', '--timeout', '100ms')).code).toBe(3);
  });
});
