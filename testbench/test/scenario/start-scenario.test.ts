import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ScenarioHandle, type StartScenarioOptions, startScenario } from '../../scenario/start-scenario.ts';
import { folderWith, npmClient } from './support.ts';

const BODY = {
  name: 'body',
  state: { on: false },
  commands: [
    { url: '/lights', method: 'SET' as const, set: { on: { $expr: 'request.param.on' } } },
    { url: '/lights', param: { $state: 'on' } },
  ],
  topics: [{ url: '/lights', onChange: true, param: { $state: 'on' } }],
  faults: [{ kind: 'drop' as const, name: 'deaf', enabled: false }],
};

async function start(
  rest: Partial<Parameters<typeof startScenario>[0] & object> = {},
  options?: StartScenarioOptions,
): Promise<{ scenario: ScenarioHandle; client: Client }> {
  const scenario = await startScenario({ ecus: [BODY], ...rest }, options);
  const client = new Client();
  onTestFinished(async () => {
    await client.disconnect();
    await scenario.close();
  });
  await client.connect(scenario.urls['body'] as string);
  return { scenario, client };
}

const set = (client: Client, on: boolean) => client.call('/lights', { method: 'SET', param: { on } });

describe('a scenario for tests', () => {
  it('runs from a file, its path or its url, and from an object', async () => {
    const folder = folderWith({
      'body.yaml': 'scenario: 1\nseed: 5\necus: [{ name: body, commands: [{ url: /a, param: 1 }] }]',
    });
    const file = path.join(folder, 'body.yaml');
    for (const source of [file, pathToFileURL(file)]) {
      await using scenario = await startScenario(source);
      const peer = await npmClient({ url: scenario.urls['body'] as string });
      expect(scenario.seed).toBe(5);
      await peer.kill();
    }
    const { client } = await start();
    expect((await client.call('/lights')).param).toBe(false);
  });

  it('says what is wrong with a file and where, and with an object by its path', async () => {
    const file = path.join(
      folderWith({ 'body.yaml': 'scenario: 1\necus:\n  - name: body\n    prot: 3000\n' }),
      'body.yaml',
    );
    await expect(startScenario(file)).rejects.toMatchObject({
      name: 'ScenarioFileError',
      message: expect.stringMatching(/body\.yaml:4:5: /),
      problems: [expect.objectContaining({ line: 4, column: 5 })],
    });
    await expect(startScenario({ ecus: [{ name: 'two words' }] })).rejects.toThrow(/^ecus\[0\]\.name: /);
    await expect(startScenario('/no/such/file.yaml')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('takes only the ECUs, the seed and the ports that it is told', async () => {
    const ecus = [BODY, { name: 'climate', port: 1 }];
    const { scenario } = await start({ ecus }, { ecus: ['body'], seed: 77 });
    expect(Object.keys(scenario.urls)).toEqual(['body']);
    expect(scenario.seed).toBe(77);
    const { scenario: both } = await start({ ecus, positions: {} }, { freePorts: true });
    expect(both.urls['climate']).not.toBe('vsoa://127.0.0.1:1');
    expect(both.positions).toMatch(/^127\.0\.0\.1:\d+$/);
    await expect(startScenario({ ecus }, { ecus: ['door'] })).rejects.toMatchObject({ code: 'NO_SUCH_ECU' });
    expect(() => both.ecu()).toThrow(/body, climate/);
  });

  it('gives its state, topics, faults and clients to the test', async () => {
    const { scenario, client } = await start();
    const body = scenario.ecu('body');
    await client.subscribe('/lights');
    const heard = new Promise((resolve) => client.once('message', ({ param }) => resolve(param)));
    body.patchState({ on: true });
    expect(await heard).toBe(true);
    const again = new Promise((resolve) => client.once('message', ({ param }) => resolve(param)));
    expect(body.publish('/lights', { param: 'by hand' })).toBe(1);
    expect(await again).toBe('by hand');
    const told = new Promise((resolve) => client.once('datagram', ({ url }) => resolve(url)));
    body.datagram(body.clients[0]?.id as number, '/hello');
    expect(await told).toBe('/hello');
    body.switchFault('deaf', true);
    await expect(client.call('/lights', { timeout: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    scenario.reset();
    expect(body.state).toEqual({ on: false });
    expect((await client.call('/lights')).param).toBe(false);
  });

  it('closes with its owner, and ends what still waits', async () => {
    const { scenario, client } = await start();
    const waiting = scenario.expect({ command: '/never' });
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    const refused = waiting.catch(({ message }) => message as string);
    await scenario[Symbol.asyncDispose]();
    await gone;
    expect(await refused).toBe('the scenario was closed');
    await expect(scenario.waitFor(() => true)).rejects.toThrow('the scenario was closed');
  });
});

describe('what a test expects', () => {
  it('may have happened before it asks, or happen soon after', async () => {
    const { scenario, client } = await start();
    await set(client, true);
    await scenario.expect({ command: '/lights', method: 'SET', param: { on: true }, times: 1 });
    const soon = scenario.expect({ command: '/lights', param: { on: false } });
    await set(client, false);
    await soon;
    await client.subscribe('/lights');
    await scenario.expect({ subscribed: '/lights' });
    expect(scenario.report().map(({ passed }) => passed)).toEqual([true, true, true]);
  });

  it('fails after its time with what was there instead', async () => {
    const { scenario, client } = await start();
    await set(client, true);
    await expect(
      scenario.expect({ command: '/lights', method: 'SET', param: { on: false } }, { within: 20 }),
    ).rejects.toThrow(
      /^expected body: SET \/lights with \{"on":false\}, at least once: of 1 none was as expected; the nearest, at [\d.]+ s: param\.on is true, expected false \(waited 20 ms\)$/,
    );
    await expect(scenario.expect({ command: '/light' }, { within: 1 })).rejects.toThrow('there was SET /lights');
  });

  it('of what must not happen is judged now, or watched for', async () => {
    const { scenario, client } = await start();
    await scenario.expect({ command: '/lights', times: 0 });
    const watched = scenario.expect({ command: '/lights', times: 0 }, { within: 60_000 });
    const failed = watched.catch(({ message }) => message as string);
    await set(client, true);
    expect(await failed).toContain('it was once, once too often first');
  });

  it('is computed by an expression where that is asked', async () => {
    const { scenario, client } = await start();
    const both = scenario.expect({ command: '/lights', when: 'request.param.on and state.on = true', times: 1 });
    await set(client, true);
    await set(client, true);
    expect(await both).toBeUndefined();
  });

  it('starts anew with a reset, also what the file expects', async () => {
    const { scenario, client } = await start({ expect: [{ ecu: 'body', command: '/lights', times: 1 }] });
    await set(client, true);
    expect(scenario.report()).toMatchObject([{ passed: true }]);
    scenario.reset();
    expect(scenario.report()).toMatchObject([{ passed: false }]);
    expect(scenario.junit()).toContain('failures="1"');
    await scenario.expect({ command: '/lights', times: 0 });
  });

  it('waits for anything that happens', async () => {
    const { scenario, client } = await start();
    const waiting = scenario.waitFor(({ url, kind }) => kind === 'command' && url === '/other');
    await client.call('/other');
    expect(await waiting).toMatchObject({ kind: 'command', status: 3 });
    await expect(scenario.waitFor(() => false, { within: 1 })).rejects.toThrow('waited 1 ms');
  });
});
