import type { Clock } from '@vsoa-testbench/core';
import type { Topic } from '../contract.ts';
import { ValueMemory } from '../topics/value-memory.ts';
import type { TopicSession } from './topic.ts';

/** The topics of all devices that changed and are still to be told: each once, the longest waiting first. */
export class TopicFeed {
  /** Where all of them keep their values. */
  readonly memory: ValueMemory;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #changed: TopicSession[] = [];
  /** Those whose rate was not zero when they were told last, so that it must be told again although they are silent. */
  readonly #speaking = new Set<TopicSession>();

  constructor(clock: Clock, onChange: () => void, memory = new ValueMemory()) {
    this.memory = memory;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get waiting(): boolean {
    return this.#changed.length > 0;
  }

  get speaking(): boolean {
    return this.#speaking.size > 0;
  }

  add(topic: TopicSession): void {
    topic.changed = true;
    this.#changed.push(topic);
    this.#onChange();
  }

  take(limit: number): Topic[] {
    return this.#changed
      .splice(0, limit)
      .filter((topic) => !topic.gone)
      .map((topic) => this.#tell(topic));
  }

  refreshRates(): void {
    for (const topic of this.#speaking) if (!topic.changed) this.add(topic);
  }

  forget(topic: TopicSession): void {
    topic.gone = true;
    this.#speaking.delete(topic);
  }

  #tell(topic: TopicSession): Topic {
    const told = topic.describe(this.#clock.now());
    topic.changed = false;
    if (told.rate > 0) this.#speaking.add(topic);
    else this.#speaking.delete(topic);
    return told;
  }
}
