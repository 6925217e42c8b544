/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file, and never a function */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/test/fake-clock.ts';
import { until } from '../../../core/test/support.ts';
import { RecordedSource } from '../../scenario/recorded-source.ts';
import { connect, folderWith, run, runEcu, specOf } from './support.ts';

/** What arrives, in order. */
async function listen(ecu: { url: string }, url = '/') {
  const client = await connect(ecu);
  const heard: { url: string; param: unknown }[] = [];
  client.on('message', (message) => heard.push({ url: message.url, param: message.param }));
  await client.subscribe(url);
  return { client, heard, params: () => heard.map(({ param }) => param) };
}

describe('the topics of a mock', () => {
  it('keep to their grid: being late does not delay the next, and missed ones are left out', async () => {
    const clock = new FakeClock();
    const { ecu } = await runEcu({ topics: [{ url: '/t', every: 100, param: { $time: 'ms' } }] }, { clock });
    const { client, params } = await listen(ecu);
    clock.advance(100);
    clock.block(130);
    clock.advance(70);
    clock.block(250);
    clock.advance(50);
    await client.ping();
    // At 100; at 230 in place of 200; at 300; at 550 in place of 400 and 500; at 600.
    expect(params()).toEqual([100, 230, 300, 550, 600]);
    expect(ecu.topics[0]).toMatchObject({
      url: '/t',
      every: 100,
      quick: false,
      subscribers: 1,
      published: 5,
      error: null,
    });
  });

  it('compute nothing where nobody listens, and then stand still', async () => {
    const clock = new FakeClock();
    const { ecu } = await runEcu({ topics: [{ url: '/t', every: 10, param: { $count: {} } }] }, { clock });
    clock.advance(1_000);
    const idle = clock.timers;
    const { client, params } = await listen(ecu);
    clock.advance(30);
    await client.ping();
    expect(params()).toEqual([0, 1, 2]);
    await client.unsubscribe('/');
    clock.advance(1_000);
    expect(clock.timers).toBe(idle);
    await client.subscribe('/t');
    clock.advance(10);
    await client.ping();
    expect(params()).toEqual([0, 1, 2, 3]);
  });

  it('have one timer together, however many they are', async () => {
    const clock = new FakeClock();
    const topics = Array.from({ length: 50 }, (_, place) => ({ url: `/t${place}`, every: 10 + place, param: 1 }));
    const scenario = await run(specOf([{ topics }, { topics }]), { clock });
    for (const ecu of scenario.ecus) await listen(ecu);
    expect(clock.timers).toBe(1);
  });

  it('of different ECUs do not speak at the same moment', async () => {
    const clock = new FakeClock();
    const topics = [{ url: '/t', every: 100, param: { $time: 'ms' as const } }];
    const scenario = await run(specOf([{ topics }, { topics }, { topics }]), { clock });
    const all = await Promise.all(scenario.ecus.map((ecu) => listen(ecu)));
    clock.advance(100);
    for (const { client } of all) await client.ping();
    const moments = all.map(({ params }) => Math.round(Number(params()[0])));
    expect(new Set(moments).size).toBe(3);
  });

  it('speak where what they say has changed, by hand, and by a patch of the state', async () => {
    const { ecu } = await runEcu({
      state: { speed: 1, other: 1 },
      topics: [
        { url: '/speed', onChange: true, param: { $state: 'speed' } },
        { url: '/byHand', param: 'said' },
      ],
    });
    const { client, heard } = await listen(ecu);
    ecu.patchState({ speed: 2 });
    ecu.patchState({ other: 2 });
    ecu.patchState({ speed: 2 });
    ecu.replaceState({ speed: 3 });
    expect(ecu.publish('/byHand')).toBe(1);
    expect(ecu.publish('/unknown', { param: [1] })).toBe(1);
    await client.ping();
    expect(heard.map(({ url, param }) => [url, param])).toEqual([
      ['/speed', 2],
      ['/speed', 3],
      ['/byHand', 'said'],
      ['/unknown', [1]],
    ]);
    await client.unsubscribe('/');
    expect(ecu.publish('/byHand')).toBe(0);
  });

  it('say the rows of a CSV, again or up to its end', async () => {
    const clock = new FakeClock();
    const folder = folderWith({ 'drive.csv': 'speed,gear\n1,D\n2.5,R\n' });
    const csv = { file: 'drive.csv' };
    const topics = [
      { url: '/again', every: 10, csv },
      { url: '/once', every: 10, csv: { ...csv, then: 'stop' as const } },
    ];
    const { ecu } = await runEcu({ topics }, { clock, folder });
    const { client, heard } = await listen(ecu);
    clock.advance(30);
    await client.ping();
    const of = (wanted: string) => heard.filter(({ url }) => url === wanted).map(({ param }) => param);
    const rows = [
      { speed: 1, gear: 'D' },
      { speed: 2.5, gear: 'R' },
    ];
    expect(of('/again')).toEqual([...rows, rows[0]]);
    expect(of('/once')).toEqual(rows);
  });

  it('are sent as datagrams to those who have subscribed, or to everyone; over UDP where there is a quick channel', async () => {
    const clock = new FakeClock();
    const { ecu } = await runEcu(
      {
        topics: [
          { url: '/beat', every: 100, quick: true, datagram: 'subscribers', param: { $count: {} } },
          { url: '/hello', every: 100, datagram: 'everyone', param: 'hi' },
        ],
      },
      { clock },
    );
    const heard: string[] = [];
    const listener = async (name: string) => {
      const client = await connect(ecu);
      client.on('datagram', ({ url, quick }) => heard.push(`${name} ${url} ${quick ? 'quick' : 'normal'}`));
      client.on('message', ({ url }) => heard.push(`${name} published ${url}`));
      return client;
    };
    const one = await listener('one');
    const other = await listener('other');
    await one.subscribe('/beat');
    clock.advance(100);
    await until(() => heard.length === 3);
    expect(heard.toSorted()).toEqual(['one /beat quick', 'one /hello normal', 'other /hello normal']);
    expect(ecu.topics).toMatchObject([
      { subscribers: 1, published: 1, error: null },
      { subscribers: 2, published: 1, error: null },
    ]);
    expect(ecu.publish('/hello', { param: 'by hand' })).toBe(2);
    await other.ping();
    expect(heard.filter((each) => each === 'other /hello normal')).toHaveLength(2);
    await one.disconnect();
    await other.disconnect();
    await until(() => ecu.clients.length === 0);
    clock.advance(1_000);
    expect(ecu.topics.map(({ published }) => published)).toEqual([1, 2]);
  });

  it('that cannot be computed say so, and the others go on', async () => {
    const clock = new FakeClock();
    const topics = [
      { url: '/wrong', every: 10, param: { $expr: '$number("no")' } },
      { url: '/right', every: 10, param: 1 },
    ];
    const { ecu } = await runEcu({ topics }, { clock });
    const { client, heard } = await listen(ecu);
    clock.advance(20);
    await client.ping();
    expect(heard.map(({ url }) => url)).toEqual(['/right', '/right']);
    expect(ecu.topics[0]).toMatchObject({ published: 0, error: expect.stringMatching(/number/u) });
  });

  it('arrive on a real clock, about as often as they should', async () => {
    const { ecu } = await runEcu({ topics: [{ url: '/fast', every: 10, quick: true, param: { $count: {} } }] });
    const { params } = await listen(ecu);
    await until(() => params().length >= 20);
    expect(params().slice(0, 3)).toEqual([0, 1, 2]);
  });
});

describe('a recording', () => {
  it('is over after its last message, or begins again after a usual step', () => {
    expect(played('repeat')).toEqual([0, 10, 40, 60, 70]);
    expect(played('repeat', 2)).toEqual([0, 5, 20, 30, 35]);
    expect(played('stop')).toEqual([0, 10, 40, undefined, undefined]);
  });
});

/** When the first five messages of a recording are due. */
function played(then: 'repeat' | 'stop', speed: number = 1): (number | undefined)[] {
  const messages = [0, 10, 40].map((ms) => ({ ms, param: Buffer.from(`${ms}`), data: Buffer.alloc(0), quick: false }));
  const source = new RecordedSource({ messages, duration: 60 }, { file: 'f', then, speed });
  const dues: (number | undefined)[] = [];
  for (let n = 0; n < 5; n++, source.advance()) dues.push(source.due);
  return dues;
}
