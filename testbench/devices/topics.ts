import type { Clock, Message } from '@vsoa-testbench/core';
import type { Topic, TopicValue } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { readValue } from '../topics/read-value.ts';
import type { ValueRing } from '../topics/value-ring.ts';
import { TopicSession } from './topic.ts';
import type { TopicFeed } from './topic-feed.ts';

/** A longer url cannot be asked for by the contract, and 2,000 of 64 KiB would fill the memory of the window. */
const LONGEST_URL = 4_096;

export interface TopicsOptions {
  deviceId: string;
  clock: Clock;
  feed: TopicFeed;
  /** Called when `dropped` has changed. */
  onDrop: () => void;
  /** Topics listed, 2,000 by default; messages on others are only counted. */
  maxTopics?: number;
}

/**
 * What a device published, by url. A message costs a lookup, a copy of its bytes into memory that the topic already has,
 * and a flag; what the window shows is made when it asks.
 */
export class Topics {
  /** Messages on urls that are not listed, because there are too many or they are too long. */
  dropped = 0;
  readonly #options: Required<TopicsOptions>;
  readonly #topics = new Map<string, TopicSession>();

  constructor(options: TopicsOptions) {
    this.#options = { maxTopics: 2_000, ...options };
  }

  receive(message: Message): void {
    const { url } = message;
    const topic = this.#topics.get(url) ?? this.#add(url);
    if (!topic) {
      this.dropped++;
      this.#options.onDrop();
      return;
    }
    topic.values.add(this.#options.clock.time(), message.quick, message.paramBytes, message.data);
    if (!topic.changed) this.#options.feed.add(topic);
  }

  all(): Topic[] {
    const now = this.#options.clock.now();
    return [...this.#topics.values()].map((topic) => topic.describe(now));
  }

  get urls(): string[] {
    return [...this.#topics.keys()];
  }

  /** Undefined where nothing came on this url. */
  valuesOf(url: string): ValueRing | undefined {
    return this.#topics.get(url)?.values;
  }

  /** The newest on a url; null where nothing came. Throws `TOO_MANY` where it was too large to be kept beside all others. */
  value(url: string): TopicValue | null {
    const values = this.valuesOf(url);
    if (!values) return null;
    const newest = values.end - 1;
    if (values.isWhole(newest)) return readValue(values, newest);
    throw new BenchFailure('TOO_MANY', `the values of all topics together are too large to keep that of ${url}`);
  }

  /** Forgets all but the last values, `count` of each url. */
  keepNewest(count: number): void {
    for (const { values } of this.#topics.values()) values.keepNewest(count);
  }

  /** Begins anew, with room for as many as at the start. */
  forget(): void {
    this.clear();
    this.dropped = 0;
    this.#options.onDrop();
  }

  clear(): void {
    for (const topic of this.#topics.values()) {
      this.#options.feed.forget(topic);
      topic.values.free();
    }
    this.#topics.clear();
  }

  #add(url: string): TopicSession | undefined {
    const { maxTopics, deviceId, feed, clock } = this.#options;
    if (this.#topics.size >= maxTopics || url.length > LONGEST_URL) return undefined;
    const topic = new TopicSession(deviceId, url, feed.memory, clock.now());
    this.#topics.set(url, topic);
    return topic;
  }
}
