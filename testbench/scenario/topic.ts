import type { JsonValue, Payload, RemoteClient } from '@vsoa-testbench/core';
import { type EcuContext, momentOf, reasonOf } from './context.ts';
import type { TopicSpec } from './file/schema.ts';
import { RecordedSource } from './recorded-source.ts';
import { type Saying, sourceOf, type TopicSource } from './topic-source.ts';
import type { TopicCount } from './types.ts';
import type { Outcome } from './values/compute.ts';
import type { Moment, Value } from './values/types.ts';

/** What a topic would say, before it is computed. */
export interface Job {
  readonly topic: Topic;
  readonly value: Value;
  readonly saying: Saying;
  readonly moment: Moment;
}

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
  /** JSON of what was said last, of those that speak where it is another. */
  #said: string | undefined;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: TopicSpec, context: EcuContext) {
    this.spec = spec;
    this.#context = context;
    this.#random = context.scenario.random(`${context.name} topic ${spec.url}`);
    this.#source = sourceOf(spec, context.scenario);
  }

  /** Where it plays what was recorded. */
  get recorded(): RecordedSource | undefined {
    return this.#source instanceof RecordedSource ? this.#source : undefined;
  }

  /** Times it was published. */
  get published(): number {
    return this.#published;
  }

  /** Somebody gets what it says. */
  get isHeard(): boolean {
    const { url, datagram } = this.spec;
    return datagram === 'everyone' ? this.listeners.length > 0 : this.#context.server().isSubscribed(url);
  }

  /** Those who get what it says. */
  get listeners(): RemoteClient[] {
    const { url, datagram } = this.spec;
    return [...this.#context.server().clients].filter(
      (client) => client.authed && (datagram === 'everyone' || client.isSubscribed(url)),
    );
  }

  /** Throws as `Server.publish`. */
  send(payload: Payload & { quick?: boolean | undefined }): void {
    const { url, datagram } = this.spec;
    if (datagram === undefined) {
      this.#context.server().publish(url, payload);
      return;
    }
    for (const client of this.listeners) {
      // Who has no quick channel gets it on the other one, as with publishes.
      const isSent = payload.quick === true && client.datagram(url, payload);
      if (!isSent) client.datagram(url, { ...payload, quick: false });
    }
  }

  /** What it says next; undefined where there is nothing more. */
  next(): Job | undefined {
    const saying = this.#source.next();
    if (saying === undefined) return undefined;
    const moment = momentOf(this.#context, this.#random, this.#computed);
    this.#computed += 1;
    return { topic: this, value: saying.value, saying, moment };
  }

  /** `onlyNew`: not what it has said the last time. */
  say({ saying }: Job, outcome: Outcome, onlyNew: boolean): void {
    if ('error' in outcome) {
      this.fail(reasonOf(outcome.error));
      return;
    }
    const { onChange = false, quick = saying.quick } = this.spec;
    const said = onChange ? textOf(outcome.value) : undefined;
    if (onlyNew && said === this.#said) return;
    try {
      this.send({ param: saying.bytes ?? outcome.value, data: saying.data, quick });
    } catch (error) {
      this.fail(reasonOf(error));
      return;
    }
    this.#said = said;
    this.note();
  }

  /** It was published. */
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

  get count(): TopicCount {
    const { url, every = null, quick = false } = this.spec;
    return {
      url,
      every,
      quick,
      subscribers: this.listeners.length,
      published: this.#published,
      lastTime: this.#lastTime,
      error: this.#error,
    };
  }
}

function textOf(param: JsonValue | undefined): string {
  return JSON.stringify(param) ?? '';
}
