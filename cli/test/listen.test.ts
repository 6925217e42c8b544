import { once } from 'node:events';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { npmServer, Run, run } from './run.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('listen', () => {
  it('prints a JSON line for each message of both channels, and ends after the count', async () => {
    const { url } = await npmServer({ publish: ['/tick'] });
    const { code, stdout, stderr } = await run('listen', `${url}/tick`, '--count', '6', '--json');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(6);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['time', 'url', 'param', 'data', 'quick']);
      expect(line).toMatchObject({ time: expect.stringMatching(ISO), url: '/tick', data: '' });
      expect(line.param.quick).toBe(line.quick);
    }
    expect(new Set(lines.map((line) => line.quick))).toEqual(new Set([true, false]));
    expect(stderr).toMatch(/^listening to vsoa:\S+\/tick\n6 messages in [\d.]+ s\n$/);
    expect(code).toBe(0);
  });

  it('prints lines for people', async () => {
    const { url, peer } = await npmServer();
    const listening = new Run(['listen', `${url}/`, '--count', '2']);
    await listening.says('listening');
    await peer.tell({ publish: '/a', param: { b: 1 }, data: '00ff' });
    await peer.tell({ publish: '/empty', quick: true });
    const { stdout } = await listening.ended();
    expect(stdout.replace(/^\d\d:\d\d:\d\d\.\d{3}/gm, 'TIME')).toBe('TIME /a {"b":1} hex:00ff\nTIME /empty quick \n');
  });

  it('listens to several urls of several servers', async () => {
    const one = await npmServer();
    const two = await npmServer();
    const urls = [`${one.url}/a`, `${two.url}/b/`, `${one.url}/c`];
    const listening = new Run(['listen', ...urls, '--count', '3', '--json']);
    await listening.says('listening');
    for (const url of ['/a', '/b/x', '/c']) {
      await one.peer.tell({ publish: url, param: 'one' });
      await two.peer.tell({ publish: url, param: 'two' });
    }
    const { stdout } = await listening.ended();
    const heard = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(heard.map(({ url, param }) => `${url} ${param}`).toSorted()).toEqual(['/a one', '/b/x two', '/c one']);
  });

  it('takes all that a server publishes where the url has no path', async () => {
    const { url, peer } = await npmServer();
    const listening = new Run(['listen', url, '--count', '1', '--json', '--quiet']);
    await peer.heard('connect');
    for (;;) {
      await peer.tell({ subscribed: '/any/thing' });
      if ((await peer.heard('subscribed'))['subscribed'] === true) break;
    }
    await peer.tell({ publish: '/any/thing', param: [] });
    const { code, stdout, stderr } = await listening.ended();
    expect(JSON.parse(stdout)).toMatchObject({ url: '/any/thing', param: [] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('ends after its time, and with 1 where the count was not reached by then', async () => {
    const { url } = await npmServer();
    expect(await run('listen', `${url}/a`, '--for', '50ms')).toMatchObject({ code: 0, stdout: '' });
    const missed = await run('listen', `${url}/a`, '--for', '50ms', '--count', '1');
    expect(missed).toMatchObject({ code: 1, stderr: expect.stringContaining('0 messages in') });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly with a summary on %s', async (signal) => {
    const { url, peer } = await npmServer();
    const listening = new Run(['listen', `${url}/a`]);
    await listening.says('listening');
    listening.child.kill(signal);
    expect(await listening.ended()).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/\n0 messages in [\d.]+ s\n$/),
    });
    expect(await peer.heard('disconnect')).toBeDefined();
  });

  it('ends with 3 where the server goes away', async () => {
    const { url, peer } = await npmServer();
    const listening = new Run(['listen', `${url}/a`]);
    await listening.says('listening');
    await peer.kill();
    const { code, stderr } = await listening.ended();
    expect(code).toBe(3);
    expect(stderr).toMatch(/0 messages in [\d.]+ s\nerror: .*\n$/);
  });

  it('ends quietly where nobody reads its output any more', async () => {
    const { url } = await npmServer({ publish: ['/tick'] });
    const listening = new Run(['listen', `${url}/tick`, '--json', '--quiet']);
    await once(listening.child.stdout ?? listening.child, 'data');
    listening.child.stdout?.destroy();
    expect(await listening.ended()).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps a bounded amount for a reader that stops, and says what it left out', async () => {
    const server = new Server();
    await server.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const listening = new Run(['listen', `vsoa://127.0.0.1:${server.address?.port}`]);
    await listening.says('listening');
    listening.child.stdout?.pause();
    // Twice what is kept, never more at a time than the server keeps for a client.
    for (let n = 0; n < 160; n++) {
      while (!server.publish('/a', { param: 'x'.repeat(200_000) }))
        await new Promise((resolve) => setImmediate(resolve));
    }
    await server.close();
    await listening.says('were not printed');
    listening.child.stdout?.resume();
    const { stdout, stderr } = await listening.ended();
    const printed = Number(/^(\d+) messages/m.exec(stderr)?.[1]);
    const lost = Number(/(\d+) more messages/.exec(stderr)?.[1]);
    expect(printed + lost).toBe(160);
    expect(lost).toBeGreaterThan(50);
    expect(stdout.trimEnd().split('\n')).toHaveLength(printed);
  }, 20_000);

  it.each([
    [['listen'], 2],
    [['listen', 'seat'], 2],
    [['listen', 'vsoa://127.0.0.1:1/a', '--for', '0s'], 2],
    [['listen', 'vsoa://127.0.0.1:1/a', '--count', 'x'], 2],
    [['listen', 'vsoa://127.0.0.1:1/a'], 3],
  ])('of %j ends with %d and one line that says why', async (args, code) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/^error: .+\n$/) });
  });
});
