/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file, and never a function */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/test/fake-clock.ts';
import { RawPeer, until } from '../../../core/test/support.ts';
import type { CommandSpec } from '../../scenario/file/schema.ts';
import { connect, folderWith, runEcu } from './support.ts';

describe('the commands of a mock', () => {
  it('answer param, data and status, and count', async () => {
    const commands: CommandSpec[] = [
      { url: '/fixed', param: { x: 1 }, data: { hex: '0102' } },
      { url: '/refused', status: 'no-permissions' },
      { url: '/set', method: 'SET', param: { $expr: 'request.param.x * state.factor' } },
    ];
    const { ecu } = await runEcu({ state: { factor: 3 }, commands });
    const client = await connect(ecu);
    const fixed = await client.call('/fixed');
    expect(fixed).toMatchObject({ status: 0, param: { x: 1 } });
    expect([...fixed.data]).toEqual([1, 2]);
    expect((await client.call('/refused')).status).toBe(5);
    expect((await client.call('/set', { method: 'SET', param: { x: 14 } })).param).toBe(42);
    const [first, second, third] = ecu.commands;
    expect(first).toMatchObject({ url: '/fixed', method: null, calls: 1, failed: 0, error: null });
    expect(second).toMatchObject({ calls: 1, failed: 1, last: { status: 5 } });
    expect(third).toMatchObject({ method: 'SET', last: { method: 'SET', url: '/set', param: { x: 14 }, status: 0 } });
  });

  it('that echo answer what came, byte for byte, also after a while', async () => {
    const { ecu } = await runEcu({
      commands: [
        { url: '/all', echo: true, delay: 20 },
        { url: '/data', echo: 'data', param: { length: { $expr: 'request.dataLength' } } },
      ],
    });
    const client = await connect(ecu);
    const [bytes, data] = [Buffer.from('{ "no": JSON '), Buffer.of(0, 1, 255)];
    const answers = await Promise.all([
      client.call('/all', { param: bytes, data }),
      client.call('/all', { param: Buffer.from('{ "a":  1.10 }') }),
      client.call('/all'),
      client.call('/data', { param: bytes, data }),
    ]);
    expect(answers.map((answer) => [String(answer.paramBytes), answer.data.toString('hex')])).toEqual([
      ['{ "no": JSON ', '0001ff'],
      ['{ "a":  1.10 }', ''],
      ['', ''],
      ['{"length":3}', '0001ff'],
    ]);
  });

  it('are routed as VSOA does: the exact one, then the longest; of those alike the first whose method and condition fit', async () => {
    const { ecu } = await runEcu({
      commands: [
        { url: '/', param: 'all' },
        { url: '/a/', param: 'below a' },
        { url: '/a/b/', when: 'request.param.x = 1', param: 'one below b' },
        { url: '/a/b', method: 'SET', param: 'set' },
        { url: '/a/b', method: 'GET', when: 'request.param.x = 1', param: 'get one' },
      ],
    });
    const client = await connect(ecu);
    const ask = async (url: string, method: 'GET' | 'SET', x?: number) =>
      (await client.call(url, { method, ...(x === undefined ? {} : { param: { x } }) })).param;
    expect(await ask('/a/b', 'SET')).toBe('set');
    expect(await ask('/a/b', 'GET', 1)).toBe('get one');
    expect(await ask('/a/b', 'GET', 2)).toBe('below a');
    expect(await ask('/a/b/c', 'GET', 1)).toBe('one below b');
    expect(await ask('/a', 'GET')).toBe('below a');
    expect(await ask('/z', 'GET')).toBe('all');
  });

  it('that nobody has are answered 3, and 2 where only method or condition do not fit', async () => {
    const { ecu } = await runEcu({ commands: [{ url: '/a', method: 'SET' }] });
    const client = await connect(ecu);
    expect((await client.call('/b')).status).toBe(3);
    expect((await client.call('/a')).status).toBe(2);
  });

  it('answer in sequence, again or the last for ever, and at random as the seed says', async () => {
    const sequence = [{ param: 1 }, { param: 2, status: 128 }, { param: 3 }];
    const random = [{ param: 'a', weight: 3 }, { param: 'b' }, { param: 'never', weight: 0 }];
    const commands: CommandSpec[] = [
      { url: '/repeat', sequence },
      { url: '/last', sequence, then: 'last' },
      { url: '/random', random },
    ];
    const heard: unknown[][] = [];
    for (let run = 0; run < 2; run++) {
      const client = await connect((await runEcu({ commands })).ecu);
      const ask = async (url: string, times: number) => {
        const params: unknown[] = [];
        for (let n = 0; n < times; n++) params.push((await client.call(url)).param);
        return params;
      };
      expect(await ask('/repeat', 5)).toEqual([1, 2, 3, 1, 2]);
      expect(await ask('/last', 5)).toEqual([1, 2, 3, 3, 3]);
      heard.push(await ask('/random', 200));
    }
    expect(heard[0]).toEqual(heard[1]);
    const count = (wanted: string) => heard[0]?.filter((each) => each === wanted).length ?? 0;
    expect(count('a')).toBeGreaterThan(120);
    expect(count('b')).toBeGreaterThan(20);
    expect(count('never')).toBe(0);
  });

  it('take over what the command says for all of its answers', async () => {
    const { ecu } = await runEcu({ commands: [{ url: '/a', status: 130, sequence: [{ param: 1 }, { status: 0 }] }] });
    const client = await connect(ecu);
    expect(await client.call('/a')).toMatchObject({ status: 130, param: 1 });
    expect((await client.call('/a')).status).toBe(0);
  });

  it('change the state first, say then what it is, and publish', async () => {
    const { ecu } = await runEcu({
      state: { doors: { left: 'closed', right: 'closed' } },
      commands: [
        {
          url: '/door',
          method: 'SET',
          set: { doors: { left: { $expr: 'request.param.to' } } },
          param: { $state: 'doors' },
          publish: ['/door/moved'],
        },
      ],
      topics: [
        { url: '/door/moved', param: { $state: 'doors.left' } },
        { url: '/doors', onChange: true, param: { $state: 'doors' } },
      ],
    });
    const client = await connect(ecu);
    const heard: unknown[] = [];
    client.on('message', ({ url, param }) => heard.push([url, param]));
    await client.subscribe('/');
    const open = await client.call('/door', { method: 'SET', param: { to: 'open' } });
    expect(open.param).toEqual({ left: 'open', right: 'closed' });
    await client.call('/door', { method: 'SET', param: { to: 'open' } });
    expect(heard).toEqual([
      ['/doors', { left: 'open', right: 'closed' }],
      ['/door/moved', 'open'],
      ['/door/moved', 'open'],
    ]);
  });

  it('wait as long as they should, and each on its own', async () => {
    const clock = new FakeClock();
    const { ecu } = await runEcu(
      {
        commands: [
          { url: '/slow', delay: 500, param: 'slow' },
          { url: '/computed', delay: { $expr: 'request.param.ms' }, param: 'computed' },
          { url: '/fast', param: 'fast' },
        ],
      },
      { clock },
    );
    const client = await connect(ecu);
    const answered: unknown[] = [];
    const note = (reply: { param?: unknown }) => answered.push(reply.param);
    const slow = client.call('/slow', { timeout: Infinity }).then(note);
    const computed = client.call('/computed', { param: { ms: 200 }, timeout: Infinity }).then(note);
    await client.call('/fast').then(note);
    clock.advance(199);
    await client.call('/fast').then(note);
    clock.advance(1);
    await computed;
    clock.advance(300);
    await slow;
    expect(answered).toEqual(['fast', 'fast', 'computed', 'slow']);
  });

  it('that are silent are never answered, however many there are', async () => {
    const { ecu } = await runEcu({
      commands: [{ url: '/silent', silent: true, set: { heard: true } }, { url: '/echo' }],
    });
    const peer = await RawPeer.connect(Number(new URL(ecu.url).port));
    await peer.handshake();
    const calls = 12_000;
    for (let n = 0; n < calls; n++) peer.send({ type: 1, seqno: n % 65_536, url: '/silent' });
    peer.send({ type: 1, seqno: 7, url: '/echo' });
    const reply = await peer.next();
    expect(reply).toMatchObject({ seqno: 7, status: 0 });
    expect(ecu.commands[0]).toMatchObject({ calls, failed: 0, last: { status: null } });
    expect(ecu.state).toEqual({ heard: true });
  });

  it('answer 6 where too many answers are kept back, and say so', async () => {
    const clock = new FakeClock();
    const { ecu } = await runEcu({ commands: [{ url: '/slow', delay: 1_000 }] }, { clock });
    const peer = await RawPeer.connect(Number(new URL(ecu.url).port));
    await peer.handshake();
    for (let n = 0; n < 10_001; n++) peer.send({ type: 1, seqno: n, url: '/slow' });
    expect(await peer.next()).toMatchObject({ seqno: 10_000, status: 6 });
    expect(ecu.commands[0]?.error).toMatch(/too many/u);
    clock.advance(1_000);
    await until(() => peer.packets.length === 10_000);
    expect(peer.packets.every(({ status }) => status === 0)).toBe(true);
  });

  it('that cannot be computed answer 4, change nothing, and say why; the next one is answered', async () => {
    const { ecu } = await runEcu({
      state: { count: 0 },
      commands: [
        { url: '/wrong', set: { count: 1 }, param: { $expr: '$number("no number")' } },
        { url: '/status', status: { $expr: '"nonsense"' } },
        { url: '/large', param: 'x'.repeat(300_000) },
        { url: '/state', param: { $state: 'count' } },
      ],
    });
    const client = await connect(ecu);
    expect((await client.call('/wrong')).status).toBe(4);
    expect((await client.call('/status')).status).toBe(4);
    expect((await client.call('/large')).status).toBe(6);
    expect((await client.call('/state')).param).toBe(0);
    const errors = ecu.commands.map(({ error }) => error);
    expect(errors[0]).toMatch(/number/u);
    expect(errors[1]).toMatch(/the status is "nonsense"/u);
    expect(errors[2]).toMatch(/262,?144|packet/u);
    expect(errors[3]).toBeNull();
  });

  it('read their data from the folder of the scenario, and none else', async () => {
    const folder = folderWith({ 'picture.bin': new Uint8Array([1, 2, 3]) });
    const { ecu } = await runEcu({ commands: [{ url: '/picture', data: { file: 'picture.bin' } }] }, { folder });
    const client = await connect(ecu);
    expect([...(await client.call('/picture')).data]).toEqual([1, 2, 3]);
    const missing = runEcu({ name: 'body', commands: [{ url: '/a', data: { file: 'none.bin' } }] }, { folder });
    await expect(missing).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/^body: none/u),
    });
  });
});
