import { describe, expect, it } from 'vitest';
import { connect, runEcu } from './support.ts';

describe('the commands of a mock', () => {
  it('answer param, data and status', async () => {
    const { ecu } = await runEcu({
      commands: [
        { url: '/a', param: { x: 1 }, data: { hex: '0102' } },
        { url: '/b', status: 'no-permissions' },
        { url: '/c', method: 'SET', set: { door: 'open' }, publish: ['/door'] },
      ],
      topics: [
        { url: '/door', param: { moved: true } },
        { url: '/tick', every: 20, param: 1 },
      ],
    });
    const client = await connect(ecu);
    const a = await client.call('/a');
    expect(a).toMatchObject({ status: 0, param: { x: 1 } });
    expect([...a.data]).toEqual([1, 2]);
    expect((await client.call('/b')).status).toBe(5);
    expect((await client.call('/none')).status).toBe(3);
    expect((await client.call('/c')).status).toBe(2);
    const heard: string[] = [];
    client.on('message', ({ url }) => heard.push(url));
    await client.subscribe('/');
    expect((await client.call('/c', { method: 'SET' })).status).toBe(0);
    expect(heard).toContain('/door');
    expect(ecu.state).toEqual({ door: 'open' });
    while (!heard.includes('/tick')) await new Promise((resolve) => setImmediate(resolve));
    expect(ecu.commands[0]).toMatchObject({ calls: 1, failed: 0, last: { status: 0 } });
  });
});
