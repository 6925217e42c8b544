import { once } from 'node:events';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { npmServer, Run, run } from './run.ts';

async function ownServer(): Promise<{ server: Server; url: string }> {
  const server = new Server();
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { server, url: `vsoa://127.0.0.1:${server.address?.port}` };
}

describe('datagram', () => {
  it('reaches an npm server, normal and quick', async () => {
    const { url, peer } = await npmServer();
    expect(await run('datagram', `${url}/diag`, '--param', '{"n":1}')).toMatchObject({
      code: 0,
      stderr: '1 of 1 datagrams sent\n',
    });
    expect(await peer.heard('datagram')).toMatchObject({ datagram: { url: '/diag', param: { n: 1 }, quick: false } });
    const quick = await run('datagram', `${url}/diag`, '--data', 'hex:00ff', '--quick', '--quiet');
    expect(quick).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await peer.heard('datagram')).toMatchObject({ datagram: { url: '/diag', data: '00ff', quick: true } });
  });

  it('sends as many as it is told', async () => {
    const { server, url } = await ownServer();
    let heard = 0;
    const all = new Promise<void>((resolve) => {
      server.on('datagram', () => (heard += 1) === 5_000 && resolve());
    });
    const { code, stderr } = await run('datagram', `${url}/a`, '--repeat', '5000');
    await all;
    expect(stderr).toBe('5000 of 5000 datagrams sent\n');
    expect(code).toBe(0);
  });

  it('says what was expected where the use is wrong', async () => {
    expect(await run('datagram', 'vsoa://127.0.0.1:1')).toMatchObject({
      code: 2,
      stderr: 'error: the url names nothing to send to: expected vsoa://host:port/path\n',
    });
  });
});

describe('listen --plot', () => {
  it('draws a number of the param for each url', async () => {
    const { server, url } = await ownServer();
    const program = new Run(['listen', `${url}/`, '--plot', 'wheels[0].rpm', '--count', '3', '--quiet']);
    const [client] = await once(server, 'connect');
    await once(client, 'subscribe');
    for (const rpm of [1, 2, 3.5]) server.publish('/speed', { param: { wheels: [{ rpm }] } });
    const { code, stdout, stderr } = await program.ended();
    expect(stderr).toMatch(/^\/speed +3\.50000 ▄\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(0);
  });

  it('draws no more when the summary is printed, which it would be drawn over', async () => {
    const { server, url } = await ownServer();
    const program = new Run(['listen', `${url}/`, '--plot', 'kmh', '--count', '1']);
    const [client] = await once(server, 'connect');
    await once(client, 'subscribe');
    server.publish('/speed', { param: { kmh: 7 } });
    const { stderr } = await program.ended();
    expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
      expect.stringMatching(/^\/speed +7 /),
      expect.stringMatching(/^1 messages in/),
    ]);
  });

  it('says what a field looks like', async () => {
    const { url } = await ownServer();
    const { code, stderr } = await run('listen', url, '--plot', 'a[');
    expect(stderr).toBe('error: --plot expects a field such as speed or wheels[0].rpm, not a[\n');
    expect(code).toBe(2);
  });
});
