import { type topicCommands, VALUES_PER_READ } from '../contract/topics.ts';
import type { Handlers, HistoryValue, TopicChanges, TopicHistory, TopicMemory, TopicText } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { preview } from '../payload.ts';
import { bytesChange, fieldChanges } from './changes.ts';
import { jsonLines } from './json-lines.ts';
import { readValue } from './read-value.ts';
import type { ValueMemory } from './value-memory.ts';
import type { ValueRing } from './value-ring.ts';

type Command = keyof typeof topicCommands;

/** Of a value in a list, characters. */
const LIST_PREVIEW = 200;

export interface TopicsPartOptions extends Pick<PartOptions, 'devices' | 'onChange'> {
  memory: ValueMemory;
}

/** Single topics: what came on them before. */
export class TopicsPart implements Part<Command, 'topicMemory' | 'forgottenTopics'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: TopicsPartOptions;
  #told: TopicMemory;
  #forgotten: string[] = [];

  constructor(options: TopicsPartOptions) {
    this.#options = options;
    this.#told = this.#memory;
    const { devices, memory } = options;
    const valuesOf = (id: string, url: string) => devices.get(id).topics.valuesOf(url);
    this.handlers = {
      topicHistory: ({ id, url, from, to }) => readHistory(valuesOf(id, url), from, to),
      topicHistoryValue: ({ id, url, number }) => {
        const values = valuesOf(id, url);
        check(values, number);
        return readValue(values, number);
      },
      topicChanges: ({ id, url, before, after }) => compare(valuesOf(id, url), before, after),
      topicText: ({ id, url, from, to }) => {
        const values = valuesOf(id, url);
        return values ? jsonLines(values, from, to) : NO_TEXT;
      },
      setTopicMemory: ({ perTopic }) => {
        memory.perTopic = perTopic;
        for (const { id } of devices.list) devices.get(id).topics.keepNewest(perTopic);
        options.onChange();
      },
      clearTopicHistory: ({ id, url }) => {
        const { topics } = devices.get(id);
        if (url === undefined) topics.keepNewest(1);
        else topics.valuesOf(url)?.keepNewest(1);
        options.onChange();
      },
      forgetTopics: ({ id }) => {
        devices.get(id).topics.forget();
        this.#forgotten.push(id);
        options.onChange();
      },
    };
  }

  all() {
    return { topicMemory: this.#memory, forgottenTopics: [] };
  }

  /** Comes along with what else is told: memory fills with the messages of topics, which are told themselves. */
  take() {
    const now = this.#memory;
    const before = this.#told;
    const same = (Object.keys(now) as (keyof TopicMemory)[]).every((name) => now[name] === before[name]);
    this.#told = now;
    const forgottenTopics = this.#forgotten;
    this.#forgotten = [];
    return { ...(!same && { topicMemory: now }), ...(forgottenTopics.length > 0 && { forgottenTopics }) };
  }

  async close(): Promise<void> {}

  get #memory(): TopicMemory {
    const { perTopic, used, cap, crowdedOut } = this.#options.memory;
    return { perTopic, used, cap, crowdedOut };
  }
}

const NO_TEXT: TopicText = { text: '', lines: 0, leftOut: 0 };

function readHistory(values: ValueRing | undefined, from: number, to: number): TopicHistory {
  if (!values) return { first: 0, end: 0, values: [] };
  const { first, end } = values;
  const start = Math.max(from, first);
  const stop = Math.min(to, end, start + VALUES_PER_READ);
  const read = Array.from({ length: Math.max(0, stop - start) }, (_, at) => readRow(values, start + at));
  return { first, end, values: read };
}

function readRow(values: ValueRing, number: number): HistoryValue {
  return {
    number,
    time: values.timeOf(number),
    quick: values.isQuick(number),
    preview: preview(values.param(number), LIST_PREVIEW),
    paramLength: values.paramLength(number),
    dataLength: values.dataLength(number),
    whole: values.isWhole(number),
  };
}

async function compare(values: ValueRing | undefined, before: number, after: number): Promise<TopicChanges> {
  check(values, before);
  check(values, after);
  // Copies: what they were made of may be gone before they are compared.
  const [one, other] = [readValue(values, before), readValue(values, after)];
  return {
    before,
    after,
    fields: one.json && other.json ? await fieldChanges(one.text ?? '', other.text ?? '') : null,
    param: bytesChange(one.param, other.param),
    data: bytesChange(one.data, other.data),
  };
}

function check(values: ValueRing | undefined, number: number): asserts values is ValueRing {
  if (values?.has(number) && values.isWhole(number)) return;
  throw new BenchFailure('NO_SUCH_VALUE', `value ${number} of this topic is not there any more`);
}
