import { randomUUID } from 'node:crypto';
import type { Clock, Tap } from '@vsoa-testbench/core';
import type { Device, DeviceOptions, DeviceSecrets, Topic } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { SavedDevice } from '../workspace/device-format.ts';
import type { Heard } from './heard.ts';
import { checked, checkSecrets, type GivenOptions, type GivenSecrets, withDefaults } from './options.ts';
import type { Secrets } from './secrets.ts';
import { DeviceSession } from './session.ts';
import type { TopicFeed } from './topic-feed.ts';

const MAX_DEVICES = 200;
/** Removed ones that can be brought back. */
const MAX_REMOVED = 20;

export interface DevicesOptions {
  tap: Tap;
  clock: Clock;
  secrets: Secrets;
  onChange: () => void;
  /** What is to be saved has changed. */
  onEdit: () => void;
  feed: TopicFeed;
  heard: Heard;
}

export type NewDevice = GivenOptions & GivenSecrets & { url: string; demo?: boolean };

interface Removed {
  saved: SavedDevice;
  options: DeviceOptions;
  secrets: Partial<DeviceSecrets>;
  position: number;
}

/** The devices of the bench, in the order that the user gave them. */
export class Devices {
  readonly #options: DevicesOptions;
  #sessions: DeviceSession[] = [];
  readonly #removed = new Map<string, Removed>();

  constructor(options: DevicesOptions) {
    this.#options = options;
  }

  get list(): Device[] {
    return this.#sessions.map((session) => session.describe());
  }

  /** All but the demo vehicle, which is made anew each time. */
  get saved(): SavedDevice[] {
    return this.#sessions.filter((session) => !session.demo).map((session) => session.saved);
  }

  get demo(): DeviceSession | undefined {
    return this.#sessions.find((session) => session.demo);
  }

  /** It is not connected yet. Throws `INVALID_URL` or `INVALID_ARGUMENT` with the field that is wrong, `TOO_MANY`. */
  add({ demo = false, passwd, key, passphrase, ...given }: NewDevice): DeviceSession {
    const options = checked(withDefaults(given));
    checkSecrets(options, { key, passphrase });
    const session = this.#insert({ id: `device-${randomUUID()}`, options, demo });
    session.secrets.take({ passwd, key, passphrase });
    this.#edited();
    return session;
  }

  /**
   * Adds devices of a file, those that make sense, and answers how many. Those whose ids are in `connected` are connected.
   */
  restore(saved: readonly SavedDevice[], connected: ReadonlySet<string> = new Set()): number {
    const before = this.#sessions.length;
    for (const each of saved) {
      if (each.id !== undefined && this.#find(each.id)) continue;
      try {
        const session = this.#insertSaved(each);
        if (connected.has(session.id)) session.connect();
      } catch (error) {
        if (!(error instanceof BenchFailure)) throw error;
      }
    }
    if (saved.length > 0) this.#edited();
    return this.#sessions.length - before;
  }

  /**
   * Devices as somebody else has saved them: new ones come, the others become what they are there, and those that are not
   * there go, all but those that are connected, or about to be. No connection ends; secrets stay where they are.
   */
  takeOver(saved: readonly SavedDevice[]): void {
    const before = this.#sessions;
    const left = new Set(before.filter((session) => !session.demo));
    const named = new Set(saved.map(({ id }) => id));
    const taken: DeviceSession[] = [];
    for (const each of saved) {
      const { id, subscriptions, ...given } = each;
      const isIt = (session: DeviceSession) =>
        id === undefined ? !named.has(session.id) && isAlike(session.options, given) : session.id === id;
      const known = [...left].find(isIt);
      if (known) left.delete(known);
      try {
        known?.takeOver(given, subscriptions);
        taken.push(known ?? this.#insertSaved(each));
      } catch (error) {
        if (!(error instanceof BenchFailure)) throw error;
        if (known) taken.push(known);
      }
    }
    const gone = [...left].filter((session) => session.state.name === 'disconnected');
    for (const session of gone) session.topics.clear();
    // What is not in the file and stays, stays at its place.
    this.#sessions = before.reduce(
      (all, session, at) =>
        taken.includes(session) || gone.includes(session) ? all : all.toSpliced(Math.min(at, all.length), 0, session),
      taken,
    );
    this.#options.onChange();
  }

  get(id: string): DeviceSession {
    const session = this.#find(id);
    if (session) return session;
    throw new BenchFailure('NO_SUCH_DEVICE', `there is no device ${id}`);
  }

  /** A copy behind the device, with its secrets, not connected. */
  async duplicate(id: string, name: string): Promise<DeviceSession> {
    const { saved, options, secrets } = this.get(id);
    const position = this.#sessions.findIndex((session) => session.id === id) + 1;
    const copy = this.#insert({ id: `device-${randomUUID()}`, options: { ...options, name }, demo: false, position });
    copy.secrets.take(secrets.all);
    await copy.subscribe(saved.subscriptions);
    this.#edited();
    return copy;
  }

  /** To this place in the list; beyond its ends, to its end. */
  move(id: string, to: number): void {
    const session = this.get(id);
    const others = this.#sessions.filter((each) => each !== session);
    this.#sessions = others.toSpliced(Math.min(to, others.length), 0, session);
    this.#edited();
  }

  async remove(id: string): Promise<void> {
    const session = this.get(id);
    const position = this.#sessions.indexOf(session);
    const { saved, options, secrets } = session;
    if (!session.demo) this.#removed.set(id, { saved, options, secrets: secrets.all, position });
    for (const old of [...this.#removed.keys()].slice(0, -MAX_REMOVED)) this.#removed.delete(old);
    secrets.clear();
    this.#sessions = this.#sessions.filter((each) => each !== session);
    session.topics.clear();
    this.#edited();
    await session.disconnect();
  }

  /** Brings back what was removed, at its place, and connected where it was kept connected. */
  async bringBack(id: string): Promise<DeviceSession> {
    const removed = this.#removed.get(id);
    if (!removed) throw new BenchFailure('NO_SUCH_DEVICE', `device ${id} cannot be brought back any more`);
    const { saved, options, position } = removed;
    const session = this.#insert({ id, options, demo: false, position });
    this.#removed.delete(id);
    session.secrets.take(removed.secrets);
    await session.subscribe(saved.subscriptions);
    if (saved.connected) session.connect();
    this.#edited();
    return session;
  }

  allTopics(): Topic[] {
    return this.#sessions.flatMap((session) => session.topics.all());
  }

  async close(): Promise<void> {
    const sessions = this.#sessions;
    this.#sessions = [];
    for (const session of sessions) session.topics.clear();
    await Promise.all(sessions.map((session) => session.disconnect()));
  }

  #insertSaved({ id = `device-${randomUUID()}`, subscriptions, ...given }: SavedDevice): DeviceSession {
    const session = this.#insert({ id, options: checked(withDefaults(given)), demo: false });
    session.takeOver(given, subscriptions);
    return session;
  }

  #find(id: string): DeviceSession | undefined {
    return this.#sessions.find((session) => session.id === id);
  }

  #insert({ position = this.#sessions.length, ...what }: Inserted): DeviceSession {
    if (this.#sessions.length >= MAX_DEVICES)
      throw new BenchFailure('TOO_MANY', `the bench takes at most ${MAX_DEVICES} devices`);
    const session = new DeviceSession({ ...this.#options, ...what });
    this.#sessions = this.#sessions.toSpliced(position, 0, session);
    this.#options.onChange();
    return session;
  }

  #edited(): void {
    this.#options.onEdit();
    this.#options.onChange();
  }
}

/** One without an id, as it is written by hand. */
const isAlike = (options: DeviceOptions, { url, name = '' }: GivenOptions & { url: string }): boolean =>
  options.url === url.trim() && options.name === name.trim();

interface Inserted {
  id: string;
  options: DeviceOptions;
  demo: boolean;
  position?: number;
}
