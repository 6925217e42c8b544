import { describe, expect, it } from 'vitest';
import { until } from '../../../core/test/support.ts';
import type { ScenarioEvent } from '../../scenario/expectations/types.ts';
import { connect, run, runEcu, specOf } from './support.ts';

describe('a mock with auth', () => {
  const ecuSpec = {
    auth: { command: '/login' },
    commands: [
      { url: '/login', when: 'request.param.pin = 1234', param: 'welcome' },
      { url: '/login', status: 'password' as const },
      { url: '/door', param: 'open' },
    ],
    topics: [{ url: '/tick', every: 5, param: 1 }],
    datagrams: [{ url: '/ping', set: { pinged: true } }],
  };

  it('says 5 and publishes nothing until the command was answered well', async () => {
    const { ecu } = await runEcu(ecuSpec);
    const client = await connect(ecu);
    let heard = 0;
    client.on('message', () => (heard += 1));
    await client.subscribe('/');
    client.datagram('/ping');
    expect((await client.call('/door')).status).toBe(5);
    expect((await client.call('/nowhere')).status).toBe(5);
    expect((await client.call('/login', { param: { pin: 1 } })).status).toBe(1);
    expect(ecu.clients[0]?.authed).toBe(false);
    expect(ecu.state).toEqual({});
    expect(heard).toBe(0);
    expect((await client.call('/login', { param: { pin: 1234 } })).param).toBe('welcome');
    expect(ecu.clients[0]?.authed).toBe(true);
    expect((await client.call('/door')).param).toBe('open');
    await until(() => heard > 0);
  });

  it('lets somebody in, and out again, by hand', async () => {
    const { ecu } = await runEcu({ ...ecuSpec, auth: { command: '/login', otherwise: 130 } });
    const client = await connect(ecu);
    let heard = 0;
    client.on('message', () => (heard += 1));
    await client.subscribe('/');
    const id = ecu.clients[0]?.id ?? -1;
    ecu.setAuthed(id, true);
    expect((await client.call('/door')).status).toBe(0);
    await until(() => heard > 0);
    ecu.setAuthed(id, false);
    expect((await client.call('/door')).status).toBe(130);
    expect(() => ecu.setAuthed(99_999, true)).toThrow(expect.objectContaining({ code: 'NO_SUCH_CLIENT' }));
  });

  it('asks nothing of anybody any more where the file has no auth any more', async () => {
    const scenario = await run(specOf([ecuSpec]));
    const client = await connect(scenario.ecu('ecu1'));
    const { auth: _, ...open } = ecuSpec;
    expect(await scenario.apply(specOf([open]))).toEqual({ restarted: [] });
    expect((await client.call('/door')).status).toBe(0);
  });
});

describe('the clients of a mock', () => {
  it('are listed with what they have subscribed, and gone when they are', async () => {
    let changes = 0;
    const { ecu } = await runEcu({}, { onChange: () => (changes += 1) });
    const client = await connect(ecu);
    await client.subscribe(['/a', '/b/']);
    expect(ecu.clients).toEqual([
      {
        id: expect.any(Number),
        address: expect.stringMatching(/^127\.0\.0\.1:\d+$/u),
        since: expect.any(Number),
        authed: true,
        priority: 0,
        subscriptions: ['/a', '/b/'],
      },
    ]);
    const before = changes;
    await client.disconnect();
    await until(() => ecu.clients.length === 0);
    expect(changes).toBeGreaterThan(before);
  });

  it.each(['disconnect', 'reset'] as const)('can be kicked by a %s', async (how) => {
    const { ecu } = await runEcu({});
    const client = await connect(ecu);
    const id = ecu.clients[0]?.id ?? -1;
    const lost = new Promise((resolve) => client.once('disconnect', resolve));
    ecu.kick(id, how);
    await lost;
    await until(() => ecu.clients.length === 0);
    expect(() => ecu.kick(id, how)).toThrow(expect.objectContaining({ code: 'NO_SUCH_CLIENT' }));
  });

  it('are sent datagrams by hand, and answered those that they send', async () => {
    const { ecu } = await runEcu({
      datagrams: [
        { url: '/ping', when: 'request.param.n > 1', reply: [{ url: '/many', param: { $expr: 'request.param.n' } }] },
        {
          url: '/ping',
          reply: [{ url: '/pong', quick: false }],
          set: { pings: { $expr: 'state.pings + 1' } },
          publish: ['/t'],
        },
      ],
      state: { pings: 0 },
      topics: [{ url: '/t', param: { $state: 'pings' } }],
    });
    const client = await connect(ecu);
    const heard: unknown[] = [];
    client.on('datagram', ({ url, param, quick }) => heard.push({ url, param, quick }));
    client.on('message', ({ url, param }) => heard.push({ url, param }));
    await client.subscribe('/t');
    client.datagram('/ping', { param: { n: 1 }, quick: true });
    await until(() => heard.length === 2);
    client.datagram('/ping', { param: { n: 2 } });
    await until(() => heard.length === 3);
    expect(ecu.datagram(ecu.clients[0]?.id ?? -1, '/hello', { param: 'you' })).toBe(true);
    await until(() => heard.length === 4);
    expect(heard).toEqual([
      { url: '/t', param: 1 },
      { url: '/pong', param: undefined, quick: false },
      { url: '/many', param: 2, quick: false },
      { url: '/hello', param: 'you', quick: false },
    ]);
    expect(ecu.datagrams.map(({ received }) => received)).toEqual([1, 1]);
  });

  it('are told to those who expect something of them', async () => {
    const events: ScenarioEvent[] = [];
    const { ecu } = await runEcu(
      {
        commands: [
          { url: '/a', set: { asked: true } },
          { url: '/silent', silent: true },
        ],
      },
      { onEvent: (event) => events.push(event) },
    );
    const client = await connect(ecu);
    await client.subscribe('/t');
    client.call('/silent').catch(() => undefined);
    await client.call('/a', { param: { x: 1 } });
    await client.call('/none');
    client.datagram('/d', { param: [1] });
    await until(() => events.length === 5);
    expect(events).toMatchObject([
      { kind: 'subscribed', ecu: 'ecu1', url: '/t' },
      { kind: 'command', url: '/silent', status: null },
      { kind: 'command', url: '/a', method: 'GET', param: { x: 1 }, status: 0, state: { asked: true } },
      { kind: 'command', url: '/none', status: 3 },
      { kind: 'datagram', url: '/d', param: [1], quick: false },
    ]);
  });

  it('meet faults that are switched, added and counted', async () => {
    const { ecu } = await runEcu({
      commands: [{ url: '/a', param: 1 }],
      faults: [{ kind: 'status', name: 'busy', status: 6, enabled: false }],
    });
    const client = await connect(ecu);
    expect((await client.call('/a')).status).toBe(0);
    ecu.switchFault('busy', true);
    expect((await client.call('/a')).status).toBe(6);
    expect(ecu.faults[0]).toMatchObject({ name: 'busy', enabled: true, count: 1 });
    ecu.switchFault(0, false);
    expect(ecu.addFault({ kind: 'status', status: 7, times: 1 })).toBe(1);
    expect((await client.call('/a')).status).toBe(7);
    expect((await client.call('/a')).status).toBe(0);
  });
});
