import { describe, expect, it } from 'vitest';
import { commands, type Handlers } from '../../testbench/contract.ts';
import { createDoor } from '../door.ts';

type Calls = [name: string, request: unknown][];

/** A door to handlers that answer their own name, and what went through it and was refused. */
function doorTo(overrides: Partial<Handlers> = {}) {
  const calls: Calls = [];
  const refusals: string[] = [];
  const defects: string[] = [];
  const answering = Object.fromEntries(
    Object.keys(commands).map((name) => [
      name,
      (request: unknown) => {
        calls.push([name, request]);
        return name;
      },
    ]),
  );
  const door = createDoor({
    handlers: () => ({ ...answering, ...overrides }) as unknown as Handlers,
    toError: (thrown) => ({ code: thrown instanceof TypeError ? 'INTERNAL' : 'TIMEOUT', message: String(thrown) }),
    refused: (reason) => refusals.push(reason),
    broke: (defect) => defects.push(defect),
  });
  return { door, calls, refusals, defects };
}

describe('the door', () => {
  it('takes a request to its handler and the answer back', async () => {
    const { door, calls } = doorTo();
    expect(await door({ ours: true, name: 'ping', payload: { id: 'd1' } })).toEqual({ ok: true, value: 'ping' });
    expect(calls).toEqual([['ping', { id: 'd1' }]]);
  });

  it('hands bytes over as they are', async () => {
    const { door, calls } = doorTo();
    const data = new Uint8Array([0, 255]);
    const payload = { name: 'a.bin', data };
    await door({ ours: true, name: 'saveData', payload });
    expect(calls).toEqual([['saveData', payload]]);
  });

  it('drops fields that the contract does not have', async () => {
    const { door, calls } = doorTo();
    await door({ ours: true, name: 'ping', payload: { id: 'd1', extra: 1 } });
    expect(calls).toEqual([['ping', { id: 'd1' }]]);
  });

  it.each([
    ['a stranger', { ours: false, name: 'snapshot', payload: undefined }, 'the sender is not'],
    ['an unknown command', { ours: true, name: 'format', payload: undefined }, '"format"'],
    ['a name of Object', { ours: true, name: 'constructor', payload: undefined }, '"constructor"'],
    ['a name that is no text', { ours: true, name: { toString: () => 'ping' }, payload: undefined }, 'of type object'],
    ['a payload where none belongs', { ours: true, name: 'snapshot', payload: {} }, 'snapshot:'],
    ['no payload where one belongs', { ours: true, name: 'ping', payload: undefined }, 'ping:'],
    ['a wrong type', { ours: true, name: 'ping', payload: { id: 7 } }, 'ping: id:'],
    [
      'an index below zero',
      { ours: true, name: 'trafficPacket', payload: { source: 'live', index: -1 } },
      'trafficPacket: index:',
    ],
    ['an url too long', { ours: true, name: 'addDevice', payload: { url: 'v'.repeat(4_097) } }, 'addDevice: url:'],
    [
      'too many urls',
      { ours: true, name: 'subscribe', payload: { id: 'd1', urls: Array.from({ length: 1_001 }, () => '/a') } },
      'subscribe: urls:',
    ],
  ])('refuses %s with BAD_REQUEST, says so, and calls no handler', async (_what, knock, reason) => {
    const { door, calls, refusals } = doorTo();
    const result = await door(knock);
    expect(result).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    expect(refusals).toEqual([expect.stringContaining(reason)]);
    expect(calls).toEqual([]);
  });

  it('does not repeat a name of a megabyte in the log', async () => {
    const { door, refusals } = doorTo();
    await door({ ours: true, name: 'x'.repeat(1_000_000), payload: undefined });
    expect(refusals[0]?.length).toBeLessThan(200);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('answers an error where a handler %s', async (_how, ping) => {
    const { door, refusals, defects } = doorTo({ ping });
    const result = await door({ ours: true, name: 'ping', payload: { id: 'd1' } });
    expect(result).toEqual({ ok: false, error: { code: 'TIMEOUT', message: 'Error: boom' } });
    expect([...refusals, ...defects]).toEqual([]);
  });

  it('tells of a defect of ours with its stack, and answers all the same', async () => {
    const { door, defects } = doorTo({ ping: () => Promise.reject(new TypeError('of undefined')) });
    const result = await door({ ours: true, name: 'ping', payload: { id: 'd1' } });
    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(defects).toEqual([expect.stringMatching(/^ping: TypeError: of undefined\n +at /)]);
  });
});
