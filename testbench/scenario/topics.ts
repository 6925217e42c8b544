import { Beat } from './beat.ts';
import type { EcuContext } from './context.ts';
import { continued } from './continued.ts';
import type { TopicSpec } from './file/schema.ts';
import { Playback } from './playback.ts';
import { speak } from './speak.ts';
import { Topic } from './topic.ts';

/** The topics of one ECU. */
export class Topics {
  readonly #context: EcuContext;
  /** Where on its grid the ECU is: 0 up to 1 of a period. ECUs do not speak all at once, as real ones do not. */
  readonly #phase: number;
  #list: readonly Topic[] = [];
  #byUrl = new Map<string, Topic>();
  #changing: readonly Topic[] = [];
  #beats: readonly (Beat | Playback)[] = [];
  /** Of the grids; undefined while it is not started. */
  #origin: number | undefined;

  constructor(context: EcuContext, phase: number) {
    this.#context = context;
    this.#phase = phase;
  }

  get list(): readonly Topic[] {
    return this.#list;
  }

  of(url: string): Topic | undefined {
    return this.#byUrl.get(url);
  }

  /** What `use` takes; nothing is changed yet. Throws `ValueError`, `FILE_UNREADABLE`. */
  prepare(specs: readonly TopicSpec[]): Topic[] {
    return continued(
      this.#list,
      specs,
      ({ url }) => url,
      (spec) => new Topic(spec, this.#context),
    );
  }

  use(list: readonly Topic[]): void {
    this.#list = list;
    this.#byUrl = new Map(list.toReversed().map((topic) => [topic.spec.url, topic]));
    this.#changing = list.filter(({ spec }) => spec.onChange === true);
    if (this.#origin !== undefined) this.#beat(this.#origin);
  }

  /** `origin`: a time of the clock, the same for all ECUs. */
  start(origin: number): void {
    this.#origin = origin;
    this.#beat(origin);
  }

  /** Somebody may listen who did not before. */
  wake(): void {
    for (const beat of this.#beats) beat.wake();
  }

  stop(): void {
    for (const beat of this.#beats) beat.stop();
    this.#beats = [];
    this.#origin = undefined;
  }

  publish(urls: readonly string[]): void {
    speak(urls.map((url) => this.of(url)).filter((topic) => topic !== undefined));
  }

  stateChanged(): void {
    speak(this.#changing, true);
  }

  #beat(origin: number): void {
    for (const beat of this.#beats) beat.stop();
    const byPeriod = new Map<number, Topic[]>();
    for (const topic of this.#list) {
      const { every } = topic.spec;
      if (every !== undefined && topic.recorded === undefined)
        byPeriod.set(every, [...(byPeriod.get(every) ?? []), topic]);
    }
    const { scenario } = this.#context;
    const beats = [...byPeriod].map(
      ([period, topics]) => new Beat(period, topics, origin + this.#phase * period, scenario),
    );
    const playbacks = this.#list.flatMap((topic) =>
      topic.recorded === undefined ? [] : [new Playback(topic, topic.recorded, scenario)],
    );
    this.#beats = [...beats, ...playbacks];
    this.wake();
  }
}
