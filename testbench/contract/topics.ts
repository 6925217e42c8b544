import * as v from 'valibot';
import { command, id, index, shortText } from './command.ts';
import type { TopicValue } from './devices.ts';

/** What the bench tells of the values that it keeps of topics. */
export interface TopicEvents {
  topicMemory?: TopicMemory;
  /** Devices all of whose topics were forgotten, before the `topics` of the same batch came. */
  forgottenTopics?: string[];
}

/** The memory in which the last values of all topics are kept. */
export interface TopicMemory {
  /** Values kept of each topic, where there is room for them. */
  perTopic: number;
  /** Bytes. */
  used: number;
  cap: number;
  /** Values that went before there were `perTopic` of their topic, for lack of memory. */
  crowdedOut: number;
}

const MOST_VALUES_PER_TOPIC = 10_000;
export const VALUES_PER_READ = 1_000;

/** Values of one topic. They are numbered from 0 on, in the order they came; the newest is `end - 1`. */
export interface TopicHistory {
  /** The oldest that is there. */
  first: number;
  end: number;
  /** Of what was asked for, what is there, by number. */
  values: HistoryValue[];
}

/** One of the last values of a topic, as a list shows it. */
export interface HistoryValue {
  number: number;
  /** Epoch ms. */
  time: number;
  quick: boolean;
  /** The start of the param as text. */
  preview: string;
  paramLength: number;
  dataLength: number;
  /** False where only the start of it is there, for lack of memory. */
  whole: boolean;
}

export type FieldPath = (string | number)[];

/** One difference between two params. A text is JSON, cut where it is long. */
export type FieldChange =
  | { kind: 'changed'; path: FieldPath; before: string; after: string }
  | { kind: 'added'; path: FieldPath; after: string }
  | { kind: 'removed'; path: FieldPath; before: string };

export interface BytesChange {
  lengthBefore: number;
  lengthAfter: number;
  /** Offset of the first byte that differs; the shorter length where one is the start of the other. */
  firstDifference: number;
  /** Bytes that differ at the same offset. */
  different: number;
}

/** What is different in one value from another. */
export interface TopicChanges {
  before: number;
  after: number;
  /** Null where one of the two is no JSON, or nested too deep to be compared: then `param` has all that is known. */
  fields: { changes: FieldChange[]; total: number } | null;
  /** Null where the bytes are the same. */
  param: BytesChange | null;
  data: BytesChange | null;
}

export const MOST_CHANGES = 500;

/** Values as JSON, one in a line, the oldest first. */
export interface TopicText {
  text: string;
  lines: number;
  /** Older ones that would have made it too long. */
  leftOut: number;
}

const topic = { id, url: shortText };

/** Of one topic and what came on it before. All fail with `NO_SUCH_DEVICE`; a url on which nothing came has no values. */
export const topicCommands = {
  /** Values from number `from` up to, and without, `to`; at most `VALUES_PER_READ`. */
  topicHistory: command<TopicHistory>()(v.object({ ...topic, from: index, to: index })),
  /** Fails with `NO_SUCH_VALUE` where it is gone, or was too large to be kept. */
  topicHistoryValue: command<TopicValue>()(v.object({ ...topic, number: index })),
  /** What is different in value `after`; fails with `NO_SUCH_VALUE` where one of the two is gone. */
  topicChanges: command<TopicChanges>()(v.object({ ...topic, before: index, after: index })),
  /** For the clipboard: from number `from` on, up to `to`. */
  topicText: command<TopicText>()(v.object({ ...topic, from: index, to: index })),
  /** How many values are kept of each topic, from now on. */
  setTopicMemory: command<void>()(
    v.object({ perTopic: v.pipe(index, v.minValue(1), v.maxValue(MOST_VALUES_PER_TOPIC)) }),
  ),
  /** Forgets all but the newest value: of one topic, or of all topics of the device. */
  clearTopicHistory: command<void>()(v.object({ id, url: v.optional(shortText) })),
  /** Forgets all topics of the device, and what was dropped of them: those that speak on are listed anew. */
  forgetTopics: command<void>()(v.object({ id })),
} as const;
