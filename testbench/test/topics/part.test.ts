import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Watched } from '../bench-harness.ts';

/** A device that is subscribed to everything its server publishes. */
async function subscribed() {
  const server = new Server();
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const watched = new Watched();
  const { id } = await watched.connected(`vsoa://127.0.0.1:${server.address?.port ?? 0}`);
  await watched.handlers.subscribe({ id, urls: ['/'] });
  const publish = async (url: string, ...params: (string | Buffer)[]) => {
    const before = watched.topics.get(url)?.count ?? 0;
    for (const param of params) server.publish(url, { param: Buffer.from(param), data: Buffer.of(1, 2) });
    await watched.topic(url, (topic) => topic.count === before + params.length);
  };
  return { watched, handlers: watched.handlers, id, publish };
}

describe('what came on a topic before', () => {
  it('is listed by number, and each of it is there whole', async () => {
    const { handlers, id, publish } = await subscribed();
    await publish('/speed', '{"kmh":1}', '{"kmh":2}', '{"kmh":3}');
    const history = await handlers.topicHistory({ id, url: '/speed', from: 1, to: 1_000_000 });
    expect(history).toMatchObject({
      first: 0,
      end: 3,
      values: [
        { number: 1, preview: '{"kmh":2}', paramLength: 9, dataLength: 2, quick: false, whole: true },
        { number: 2, preview: '{"kmh":3}' },
      ],
    });
    expect(await handlers.topicHistoryValue({ id, url: '/speed', number: 0 })).toMatchObject({
      text: '{"kmh":1}',
      json: true,
      data: Uint8Array.of(1, 2),
    });
    expect(await handlers.topicHistory({ id, url: '/never', from: 0, to: 5 })).toEqual({
      first: 0,
      end: 0,
      values: [],
    });
  });

  it('is compared, by field and by byte', async () => {
    const { handlers, id, publish } = await subscribed();
    await publish('/a', '{"x":1}', '{"x":2}', Buffer.of(0xff));
    expect(await handlers.topicChanges({ id, url: '/a', before: 0, after: 1 })).toEqual({
      before: 0,
      after: 1,
      fields: { changes: [{ kind: 'changed', path: ['x'], before: '1', after: '2' }], total: 1 },
      param: { lengthBefore: 7, lengthAfter: 7, firstDifference: 5, different: 1 },
      data: null,
    });
    expect(await handlers.topicChanges({ id, url: '/a', before: 1, after: 2 })).toMatchObject({ fields: null });
  });

  it('is copied as lines of JSON, every digit of it, the newest where it is too much', async () => {
    const { handlers, id, publish } = await subscribed();
    await publish('/a', '{"x": 9007199254740993 }', 'no json', Buffer.of(0xff), '{"half":"\\ud800"}');
    const { text, lines, leftOut } = await handlers.topicText({ id, url: '/a', from: 0, to: 10 });
    expect([lines, leftOut]).toEqual([4, 0]);
    const [first, ...others] = text.trimEnd().split('\n');
    expect(first).toContain('"param":{"x":9007199254740993},"dataHex":"0102"}');
    expect(others.map((line) => JSON.parse(line))).toMatchObject([
      { number: 1, paramText: 'no json' },
      { number: 2, paramHex: 'ff' },
      { number: 3, param: { half: '\ud800' } },
    ]);
  });

  it('is as many values as the user wants, and is told with the memory that they take', async () => {
    const { watched, handlers, id, publish } = await subscribed();
    await publish('/a', '1', '2', '3', '4');
    await handlers.setTopicMemory({ perTopic: 2 });
    expect(await handlers.topicHistory({ id, url: '/a', from: 0, to: 10 })).toMatchObject({ first: 2, end: 4 });
    await publish('/a', '5');
    expect(await handlers.topicHistory({ id, url: '/a', from: 0, to: 10 })).toMatchObject({ first: 3, end: 5 });
    await watched.until(() => watched.batches.some(({ topicMemory }) => topicMemory?.perTopic === 2));
    const { topicMemory } = await handlers.snapshot(undefined);
    expect(topicMemory).toMatchObject({ perTopic: 2, cap: 67_108_864, crowdedOut: 0 });
    expect(topicMemory.used).toBeGreaterThan(0);
  });

  it('is forgotten when it is cleared, but for the newest, and with its device', async () => {
    const { handlers, id, publish } = await subscribed();
    await publish('/a', '1', '2');
    await publish('/b', '1', '2');
    await handlers.clearTopicHistory({ id, url: '/a' });
    expect(await handlers.topicHistory({ id, url: '/a', from: 0, to: 10 })).toMatchObject({ first: 1, end: 2 });
    expect(await handlers.topicValue({ id, url: '/a' })).toMatchObject({ text: '2' });
    expect(await handlers.topicHistory({ id, url: '/b', from: 0, to: 10 })).toMatchObject({ first: 0, end: 2 });
    await handlers.clearTopicHistory({ id });
    expect(await handlers.topicHistory({ id, url: '/b', from: 0, to: 10 })).toMatchObject({ first: 1, end: 2 });
    await handlers.removeDevice({ id });
    expect((await handlers.snapshot(undefined)).topicMemory.used).toBe(0);
  });

  it('is forgotten with its topic, which is listed anew when it speaks on', async () => {
    const { watched, handlers, id, publish } = await subscribed();
    await publish('/a', '1', '2');
    await publish('/b', '1');
    await handlers.forgetTopics({ id });
    watched.topics.clear();
    expect(await handlers.topicValue({ id, url: '/a' })).toBeNull();
    expect(await handlers.snapshot(undefined)).toMatchObject({ topics: [], topicMemory: { used: 0 } });
    await watched.until(() => watched.batches.some(({ forgottenTopics }) => forgottenTopics?.includes(id)));
    await publish('/a', '3');
    expect((await handlers.snapshot(undefined)).topics).toMatchObject([{ url: '/a', count: 1, preview: '3' }]);
  });

  it('says so where it is gone', async () => {
    const { handlers, id, publish } = await subscribed();
    await publish('/a', '1');
    const gone = expect.objectContaining({ code: 'NO_SUCH_VALUE' });
    expect(() => handlers.topicHistoryValue({ id, url: '/a', number: 1 })).toThrow(gone);
    await expect(async () => handlers.topicChanges({ id, url: '/a', before: 0, after: 1 })).rejects.toThrow(gone);
    expect(() => handlers.topicHistory({ id: 'none', url: '/a', from: 0, to: 1 })).toThrow(
      expect.objectContaining({ code: 'NO_SUCH_DEVICE' }),
    );
  });
});
