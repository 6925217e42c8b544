import type { TopicSpec } from '../file/schema.ts';
import { csvOf } from './csv.ts';
import type { MadeFolder } from './folder.ts';
import { jsonIn } from './literal.ts';
import type { Told } from './made.ts';
import type { SeenTopic, SeenValue } from './observed.ts';
import { lossOf, payloadSpec } from './payload.ts';
import { recordingOf } from './recording.ts';
import { type Period, periodOf } from './timing.ts';

/** A shorter row of values is no recording, but one value that is published. */
const LEAST_RECORDED = 3;

/** The topics with their timing: one value, rows of a file where it was regular, else a recording. */
export function topicsOf(topics: readonly SeenTopic[], folder: MadeFolder, ecu: string): Told<TopicSpec>[] {
  const made = topics.map((topic) => plain(topic, folder, ecu));
  const recorded = topics.filter((_, index) => made[index] === undefined);
  if (recorded.length === 0) return made.filter((each) => each !== undefined);
  const file = folder.add(`${ecu}-topics`, '.pcapng', recordingOf(recorded, ecu));
  return topics.map((topic, index) => made[index] ?? recordedTopic(topic, file));
}

/** Undefined where it needs a recording. */
function plain(topic: SeenTopic, folder: MadeFolder, ecu: string): Told<TopicSpec> | undefined {
  const { url, values } = topic;
  const [first] = values as [SeenValue];
  const period = periodOf(values.map(({ time }) => time));
  const head = { url, ...(period && { every: period.every }), ...(isQuick(topic) && { quick: true }) };
  const isOneValue = values.every((value) => value.param.equals(first.param) && value.data.equals(first.data));
  if (isOneValue) {
    const spec = { ...head, ...payloadSpec(first, folder, `${ecu}${url}`) };
    return { spec, comment: comment(topic, period, 'always with this value') };
  }
  if (values.length < LEAST_RECORDED) {
    const spec = { ...head, ...payloadSpec(values.at(-1) ?? first, folder, `${ecu}${url}`) };
    return { spec, comment: comment(topic, period, 'the last value is here') };
  }
  const csv = period?.isRegular && isOneChannel(values) ? csvOf(values) : undefined;
  if (!csv) return undefined;
  const file = folder.add(`${ecu}${url}`, '.csv', csv);
  return { spec: { ...head, csv: { file } }, comment: comment(topic, period, 'the values are rows of the file') };
}

function recordedTopic(topic: SeenTopic, file: string): Told<TopicSpec> {
  const { url, values } = topic;
  const spec = { url, ...(isQuick(topic) && { quick: true }), recording: { file, url } };
  return { spec, comment: comment(topic, periodOf(values.map(({ time }) => time)), 'as it was recorded') };
}

function comment({ values, leftOut }: SeenTopic, period: Period | undefined, how: string): string {
  const [first] = values as [SeenValue];
  const span = ((values.at(-1) ?? first).time - first.time) / 1_000;
  const count = values.length === 1 ? 'heard once' : `heard ${values.length} times in ${span.toFixed(1)} s`;
  const rhythm =
    period && values.length > 1 ? `${period.isRegular ? 'every' : 'irregular, about every'} ${period.every} ms` : '';
  const losses = values.every(({ param }) => jsonIn(param) !== undefined)
    ? lossOf(first)
    : lossOf(values.find(({ param }) => jsonIn(param) === undefined) ?? first);
  return [
    count,
    rhythm,
    how,
    leftOut > 0 ? `${leftOut} more messages are left out` : '',
    how.startsWith('as') ? '' : losses,
  ]
    .filter(Boolean)
    .join('; ');
}

function isQuick({ values }: SeenTopic): boolean {
  return values.filter(({ quick }) => quick).length * 2 > values.length;
}

function isOneChannel([first, ...others]: readonly SeenValue[]): boolean {
  return others.every(({ quick }) => quick === first?.quick);
}
