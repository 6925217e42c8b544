import type { Clock, Message } from '@vsoa-testbench/core';
import { TOPIC_PREVIEW, type Topic, type TopicValue } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { toPayload } from '../payload.ts';
import { NewestMessage } from './topic.ts';
import type { TopicFeed } from './topic-feed.ts';

/** A character takes at most four bytes, so this is enough for the preview of a param that is not kept whole. */
const PREVIEW_BYTES = TOPIC_PREVIEW * 4;
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
  /** Bytes of newest values kept, all topics together, 64 MiB by default. Beyond it only the start of a param is kept. */
  maxBytes?: number;
}

/**
 * The newest message of each url that a device published on. A message costs a lookup, a copy of its bytes into memory
 * that the topic already has, and a flag; what the window shows is made when it asks.
 */
export class Topics {
  /** Messages on urls that are not listed, because there are too many or they are too long. */
  dropped = 0;
  readonly #options: Required<TopicsOptions>;
  readonly #topics = new Map<string, NewestMessage>();
  #bytes = 0;

  constructor(options: TopicsOptions) {
    this.#options = { maxTopics: 2_000, maxBytes: 64 * 1_048_576, ...options };
  }

  receive(message: Message): void {
    const topic = this.#topics.get(message.url) ?? this.#add(message.url);
    if (!topic) {
      this.dropped++;
      this.#options.onDrop();
      return;
    }
    topic.count++;
    topic.time = this.#options.clock.time();
    topic.quick = message.quick;
    this.#keep(topic, message.paramBytes, message.data);
    if (!topic.changed) this.#options.feed.add(topic);
  }

  all(): Topic[] {
    const now = this.#options.clock.now();
    return [...this.#topics.values()].map((topic) => topic.describe(now));
  }

  /** Null where nothing came on this url. Throws `TOO_MANY` where the value was not kept. */
  value(url: string): TopicValue | null {
    const topic = this.#topics.get(url);
    if (!topic) return null;
    if (!topic.whole) {
      throw new BenchFailure('TOO_MANY', `the values of this device together are too large to keep that of ${url}`);
    }
    const paramEnd = topic.paramLength;
    const payload = toPayload(topic.kept.slice(0, paramEnd), topic.kept.slice(paramEnd, paramEnd + topic.dataLength));
    return { ...payload, time: topic.time, quick: topic.quick };
  }

  clear(): void {
    for (const topic of this.#topics.values()) this.#options.feed.forget(topic);
    this.#topics.clear();
    this.#bytes = 0;
  }

  #add(url: string): NewestMessage | undefined {
    if (this.#topics.size >= this.#options.maxTopics || url.length > LONGEST_URL) return undefined;
    const topic = new NewestMessage(this.#options.deviceId, url, this.#options.clock.now());
    this.#topics.set(url, topic);
    return topic;
  }

  #keep(topic: NewestMessage, param: Uint8Array, data: Uint8Array): void {
    topic.paramLength = param.length;
    topic.dataLength = data.length;
    topic.whole = this.#reserve(topic, param.length + data.length);
    if (topic.whole) {
      topic.kept.set(param);
      topic.kept.set(data, param.length);
    } else {
      const start = param.subarray(0, PREVIEW_BYTES);
      if (topic.kept.length < start.length) this.#resize(topic, PREVIEW_BYTES);
      topic.kept.set(start);
    }
  }

  #reserve(topic: NewestMessage, length: number): boolean {
    if (length <= topic.kept.length) return true;
    const size = 2 ** Math.ceil(Math.log2(length));
    if (this.#bytes - topic.kept.length + size > this.#options.maxBytes) return false;
    this.#resize(topic, size);
    return true;
  }

  #resize(topic: NewestMessage, size: number): void {
    this.#bytes += size - topic.kept.length;
    topic.kept = new Uint8Array(size);
  }
}
