import { type Message, systemClock } from '@vsoa-testbench/core';
import { describe, expect, it } from 'vitest';
import { TopicFeed } from '../../devices/topic-feed.ts';
import { Topics, type TopicsOptions } from '../../devices/topics.ts';
import { ValueMemory } from '../../topics/value-memory.ts';

function message(url: string, param: string | Uint8Array = '', data = new Uint8Array()): Message {
  return { url, param: undefined, paramBytes: Buffer.from(param), data: Buffer.from(data), quick: false };
}

function makeTopics(limits: Partial<TopicsOptions> = {}, memory = new ValueMemory()) {
  const told = { changes: 0, drops: 0 };
  const feed = new TopicFeed(systemClock, () => told.changes++, memory);
  const topics = new Topics({ deviceId: 'd', clock: systemClock, feed, onDrop: () => told.drops++, ...limits });
  return { topics, feed, told };
}

describe('the topics of a device', () => {
  it('hold the newest message of each url, and tell it once', () => {
    const { topics, feed } = makeTopics();
    for (let n = 0; n < 1_000; n++) topics.receive(message('/a', `{"n":${n}}`, Buffer.of(1, 2, 3)));
    topics.receive(message('/b'));
    expect(feed.take(10)).toMatchObject([
      { deviceId: 'd', url: '/a', count: 1_000, preview: '{"n":999}', paramLength: 9, dataLength: 3 },
      { deviceId: 'd', url: '/b', count: 1, preview: '', paramLength: 0, dataLength: 0 },
    ]);
    expect(feed.take(10)).toEqual([]);
    expect(topics.value('/a')).toMatchObject({ text: '{"n":999}', json: true, data: Uint8Array.of(1, 2, 3) });
  });

  it('leave out a url that is too long to be shown, and count its messages', () => {
    const { topics, told } = makeTopics();
    topics.receive(message(`/${'x'.repeat(4_095)}`));
    topics.receive(message(`/${'x'.repeat(4_096)}`));
    expect(topics.all()).toHaveLength(1);
    expect([topics.dropped, told.drops]).toEqual([1, 1]);
  });

  it('keep the message although its buffer is used again', () => {
    const { topics } = makeTopics();
    const first = message('/a', '"first"');
    topics.receive(first);
    first.paramBytes.fill(0);
    expect(topics.value('/a')?.text).toBe('"first"');
  });

  it('are bounded in number, and count what is not listed', () => {
    const { topics, told } = makeTopics({ maxTopics: 3 });
    for (let n = 0; n < 10; n++) topics.receive(message(`/${n}`));
    topics.receive(message('/1'));
    expect(topics.all().map(({ url, count }) => [url, count])).toEqual([
      ['/0', 1],
      ['/1', 2],
      ['/2', 1],
    ]);
    expect(topics.dropped).toBe(7);
    expect(told.drops).toBe(7);
  });

  it('are bounded in bytes, and then keep the preview and say so', () => {
    const { topics } = makeTopics({}, new ValueMemory({ cap: 40_000 }));
    topics.receive(message('/a', 'a'.repeat(30_000)));
    topics.receive(message('/b', 'b'.repeat(30_000), new Uint8Array(5)));
    expect(topics.all()).toMatchObject([
      { preview: 'a'.repeat(1_000), paramLength: 30_000 },
      { preview: 'b'.repeat(1_000), paramLength: 30_000, dataLength: 5 },
    ]);
    expect(topics.value('/a')?.param).toHaveLength(30_000);
    expect(() => topics.value('/b')).toThrow(expect.objectContaining({ code: 'TOO_MANY' }));
    topics.receive(message('/b', 'small'));
    expect(topics.value('/b')?.text).toBe('small');
  });

  it('are told to the window without those of a removed device', () => {
    const { topics, feed } = makeTopics();
    topics.receive(message('/a'));
    topics.clear();
    expect(feed.take(10)).toEqual([]);
    expect(feed.speaking).toBe(false);
  });

  it('wait their turn, however fast the others change', () => {
    const { topics, feed } = makeTopics();
    for (let n = 0; n < 6; n++) topics.receive(message(`/${n}`));
    expect(feed.take(4).map((topic) => topic.url)).toEqual(['/0', '/1', '/2', '/3']);
    for (let n = 0; n < 6; n++) topics.receive(message(`/${n}`));
    expect(feed.take(4).map((topic) => topic.url)).toEqual(['/4', '/5', '/0', '/1']);
  });
});
