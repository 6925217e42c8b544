import type { Clock, Tap } from '@vsoa-testbench/core';
import type { Device, Topic } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { DeviceSession } from './session.ts';
import type { TopicFeed } from './topic-feed.ts';

const MAX_DEVICES = 200;

export interface DevicesOptions {
  tap: Tap;
  clock: Clock;
  onChange: () => void;
  feed: TopicFeed;
}

export interface NewDevice {
  url: string;
  passwd?: string | undefined;
  name?: string | undefined;
  demo?: boolean;
}

/** The devices of the bench, in the order they were added. */
export class Devices {
  readonly #options: DevicesOptions;
  readonly #sessions = new Map<string, DeviceSession>();
  #lastId = 0;

  constructor(options: DevicesOptions) {
    this.#options = options;
  }

  get list(): Device[] {
    return [...this.#sessions.values()].map((session) => session.describe());
  }

  get demo(): DeviceSession | undefined {
    return [...this.#sessions.values()].find((session) => session.demo);
  }

  /** Throws `INVALID_URL`, `TOO_MANY`. */
  add({ url, passwd, name, demo = false }: NewDevice): DeviceSession {
    if (this.#sessions.size >= MAX_DEVICES)
      throw new BenchFailure('TOO_MANY', `the bench takes at most ${MAX_DEVICES} devices`);
    const session = new DeviceSession({ ...this.#options, id: `device-${this.#lastId + 1}`, url, name, demo });
    this.#lastId++;
    this.#sessions.set(session.id, session);
    session.connect({ passwd });
    return session;
  }

  get(id: string): DeviceSession {
    const session = this.#sessions.get(id);
    if (session) return session;
    throw new BenchFailure('NO_SUCH_DEVICE', `there is no device ${id}`);
  }

  async remove(id: string): Promise<void> {
    const session = this.get(id);
    this.#sessions.delete(id);
    session.topics.clear();
    this.#options.onChange();
    await session.disconnect();
  }

  allTopics(): Topic[] {
    return [...this.#sessions.values()].flatMap((session) => session.topics.all());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.remove(id)));
  }
}
