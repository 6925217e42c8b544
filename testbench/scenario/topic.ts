import type { Payload } from '@vsoa-testbench/core';
import { type EcuContext, momentOf, reasonOf } from './context.ts';
import type { TopicSpec } from './file/schema.ts';
import { sourceOf, type TopicSource } from './topic-source.ts';
import type { TopicCount } from './types.ts';

/** A topic of the file, and what has become of it. */
export class Topic {
  readonly spec: TopicSpec;
  readonly #context: EcuContext;
  readonly #random: () => number;
  readonly #source: TopicSource;
  #computed = 0;
  #published = 0;
  #lastTime: number | null = null;
  #error: string | null = null;
  /** JSON of what was said last, for those that speak where it is another. */
  #said: string | undefined;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: TopicSpec, context: EcuContext) {
    this.spec = spec;
    this.#context = context;
    this.#random = context.scenario.random(`${context.name} topic ${spec.url}`);
    this.#source = sourceOf(spec, context.scenario.folder);
  }

  /** Says what it has to say now, where anybody listens. False: nobody does. */
  speak(): boolean {
    if (!this.#isHeard) return false;
    this.#say(this.#next());
    return true;
  }

  /** As `speak`, where that is another than the last time. */
  speakWhereChanged(): void {
    if (!this.#isHeard) return;
    const payload = this.#next();
    if (payload !== undefined && textOf(payload) !== this.#said) this.#say(payload);
  }

  /** What it would say; undefined where there is nothing more, or it cannot be computed. */
  get now(): Payload | undefined {
    return this.#next();
  }

  /** It was said by hand. */
  note(): void {
    this.#published += 1;
    this.#lastTime = this.#context.scenario.clock.time();
    this.#context.scenario.changed();
  }

  fail(reason: string): void {
    this.#error = reason;
    this.#context.scenario.changed();
  }

  /** The same topic as before, that says something else now. */
  continue(before: Topic): void {
    this.#published = before.#published;
    this.#lastTime = before.#lastTime;
  }

  count(subscribers: number): TopicCount {
    const { url, every = null, quick = false } = this.spec;
    return {
      url,
      every,
      quick,
      subscribers,
      published: this.#published,
      lastTime: this.#lastTime,
      error: this.#error,
    };
  }

  get #isHeard(): boolean {
    return this.#context.server.isSubscribed(this.spec.url);
  }

  #next(): Payload | undefined {
    try {
      const payload = this.#source.next(momentOf(this.#context, this.#random, this.#computed));
      this.#computed += 1;
      return payload;
    } catch (error) {
      this.fail(reasonOf(error));
      return undefined;
    }
  }

  #say(payload: Payload | undefined): void {
    if (payload === undefined) return;
    const { url, quick = false, onChange = false } = this.spec;
    try {
      this.#context.server.publish(url, { ...payload, quick });
    } catch (error) {
      this.fail(reasonOf(error));
      return;
    }
    if (onChange) this.#said = textOf(payload);
    this.note();
  }
}

function textOf({ param }: Payload): string {
  return JSON.stringify(param) ?? '';
}
