import { type Message, systemClock } from '@vsoa-testbench/core';
import { bench, describe } from 'vitest';
import { TopicFeed } from '../../devices/topic-feed.ts';
import { Topics } from '../../devices/topics.ts';

const BATCH = 1_000;

/** What a message on a topic costs: the time shown is that of 1,000 messages. Run by hand: npx vitest bench. */
describe('receiving 1,000 messages', () => {
  for (const [name, topicCount, size] of [
    ['on one topic, 30 bytes', 1, 30],
    ['on one topic, 1,000 bytes', 1, 1_000],
    ['on 100 topics, 30 bytes', 100, 30],
    ['on 2,000 topics, 200 bytes', 2_000, 200],
  ] as const) {
    const feed = new TopicFeed(systemClock, () => undefined);
    const topics = new Topics({ deviceId: 'd', clock: systemClock, feed, onDrop: () => undefined });
    const messages: Message[] = Array.from({ length: topicCount }, (_, n) => ({
      url: `/vehicle/signals/topic-${n}`,
      param: undefined,
      paramBytes: Buffer.alloc(size, 0x31),
      data: Buffer.alloc(0),
      quick: false,
    }));
    let n = 0;
    bench(name, () => {
      for (let at = 0; at < BATCH; at++, n++) topics.receive(messages[n % topicCount] as Message);
    });
  }
});
