import type { JsonValue } from '@vsoa-testbench/core';
import type { AnswerSpec, CommandSpec } from '../file/schema.ts';
import type { MadeFolder } from './folder.ts';
import { canonical, expressionOf, isPlainObject, jsonIn, pathOf } from './literal.ts';
import type { Told } from './made.ts';
import type { SeenAnswer, SeenCall, SeenCommand, SeenStream } from './observed.ts';
import { lossOf, payloadSpec } from './payload.ts';
import type { StreamContent } from './stream-bytes.ts';
import { delayOf } from './timing.ts';

/** Of one url and method: requests that are told apart, and answers to one of them. Beyond, the file is not for people. */
const MOST_REQUESTS = 50;
const MOST_ANSWERS = 50;
/** A stream that ends at once. */
const NOTHING = { send: { zeros: 0 } };
const STATUS_NAMES = [
  'success',
  'password',
  'arguments',
  'invalid-url',
  'no-responding',
  'no-permissions',
  'no-memory',
] as const;

/** Calls with the same param. */
interface Asked {
  param: JsonValue | undefined;
  calls: SeenCall[];
  /** Of each answer what is the same in those that are the same. */
  keys: string[];
}

export interface AnswersContext {
  folder: MadeFolder;
  streams: readonly SeenStream[];
  /** Of the files. */
  ecu: string;
}

/** The commands that answer as they were seen to: chosen by the param of the request where that made a difference. */
export function commandsOf(seen: SeenCommand, context: AnswersContext): Told<CommandSpec>[] {
  const head = { url: seen.url, method: seen.method };
  if (seen.calls.length === 0) {
    if (seen.unanswered === 0) return [];
    return [{ spec: { ...head, silent: true }, comment: `asked ${times(seen.unanswered)} and never answered` }];
  }
  const all = askedIn(seen.calls);
  if (isEcho(all)) {
    const spec = { ...head, param: { $expr: 'request.param' }, ...delayed(seen.calls) };
    return [
      {
        spec,
        comment: told(seen, [`seen ${times(seen.calls.length)}, always answered with the param it was asked with`]),
      },
    ];
  }
  const usual = mostUsual(all);
  const special = all.filter((asked) => asked !== usual && !sameAnswer(asked, usual));
  const kept = special.toSorted((one, other) => other.calls.length - one.calls.length).slice(0, MOST_REQUESTS - 1);
  const key = tellingKey([...kept, usual]);
  const commands = kept.map((asked) => command({ ...head, when: whenOf(asked.param, key) }, asked, context));
  const others = all.length - special.length;
  const last = command(head, merged(all, usual), context);
  const about = [
    kept.length > 0
      ? `any other param; of those seen, ${others === 1 ? `only ${shownParam(usual.param)}` : `${others}`}`
      : '',
    special.length > kept.length
      ? `${special.length - kept.length} more params had other answers, which are left out`
      : '',
    last.comment,
  ];
  return [...commands, { spec: last.spec, comment: told(seen, about) }];
}

function told({ leftOut, unanswered }: SeenCommand, texts: string[]): string {
  const more = [
    leftOut > 0 ? `${leftOut} more calls were not looked at` : '',
    unanswered > 0 ? `${times(unanswered)} it was not answered` : '',
  ];
  return [...texts, ...more].filter(Boolean).join('; ');
}

function askedIn(calls: readonly SeenCall[]): Asked[] {
  const found = new Map<string, Asked>();
  for (const call of calls) {
    const param = jsonIn(call.request.param);
    const name = canonical(param);
    let asked = found.get(name);
    if (!asked) found.set(name, (asked = { param, calls: [], keys: [] }));
    asked.calls.push(call);
    asked.keys.push(answerKey(call.answer));
  }
  return [...found.values()];
}

/** Each stream has a port of its own, which says nothing. */
function answerKey({ status, tunnelId, param, data }: SeenAnswer): string {
  return [status, tunnelId > 0, param.toString('latin1'), data.toString('latin1')].join('\n');
}

function isEcho(all: readonly Asked[]): boolean {
  if (all.length < 2) return false;
  return all.every(({ param, calls }) =>
    calls.every(({ answer }) => {
      const isPlain = answer.status === 0 && answer.tunnelId === 0 && answer.data.length === 0;
      return isPlain && param !== undefined && canonical(jsonIn(answer.param)) === canonical(param);
    }),
  );
}

function sameAnswer(one: Asked, other: Asked): boolean {
  const keys = new Set([...one.keys, ...other.keys]);
  return keys.size === 1;
}

/** With the same answer as those, what was asked most. */
function mostUsual(all: readonly Asked[]): Asked {
  const counts = new Map<string, number>();
  for (const { keys } of all) {
    const [key = ''] = keys;
    if (new Set(keys).size === 1) counts.set(key, (counts.get(key) ?? 0) + keys.length);
  }
  const weight = ({ keys }: Asked) =>
    Math.max(keys.length, new Set(keys).size === 1 ? (counts.get(keys[0] ?? '') ?? 0) : 0);
  return all.reduce((best, each) => (weight(each) > weight(best) ? each : best));
}

function merged(all: readonly Asked[], usual: Asked): Asked {
  const same = all.filter((asked) => asked === usual || sameAnswer(asked, usual));
  return same.length === 1
    ? usual
    : { ...usual, calls: same.flatMap(({ calls }) => calls), keys: same.flatMap(({ keys }) => keys) };
}

/** A key of the params that alone tells all of them apart; undefined where there is none. */
function tellingKey(all: readonly Asked[]): string | undefined {
  const [first] = all;
  if (!isPlainObject(first?.param)) return undefined;
  return Object.keys(first.param).find((key) => {
    const values = all.map(({ param }) => (isPlainObject(param) ? param[key] : undefined));
    const areScalars = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value));
    return areScalars && new Set(values).size === all.length && pathOf(key) !== undefined;
  });
}

function whenOf(param: JsonValue | undefined, key: string | undefined): string {
  if (param === undefined) return '$not($exists(request.param))';
  const path = key === undefined ? undefined : pathOf(key);
  if (path === undefined || key === undefined || !isPlainObject(param)) return `request.param = ${expressionOf(param)}`;
  return `${path} = ${expressionOf(param[key] as JsonValue)}`;
}

function command(
  head: Pick<CommandSpec, 'url' | 'method' | 'when'>,
  asked: Asked,
  context: AnswersContext,
): Told<CommandSpec> {
  const { calls, keys } = asked;
  const count = `seen ${times(calls.length)}`;
  const losses = [...new Set(calls.map(({ answer }) => lossOf(answer)))].filter(Boolean);
  const [first] = calls as [SeenCall];
  if (new Set(keys).size === 1) {
    const { spec, comment } = answerOf(first.answer, head.url, context);
    return {
      spec: { ...head, ...spec, ...delayed(calls) },
      comment: [count, comment, ...losses].filter(Boolean).join('; '),
    };
  }
  // Where there are too many, those that follow one like them are left out first.
  const changes = calls.length <= MOST_ANSWERS ? calls : calls.filter((_, index) => keys[index] !== keys[index - 1]);
  const sequence = changes.slice(0, MOST_ANSWERS).map(({ answer }) => answerOf(answer, head.url, context).spec);
  const isCut = changes.length > MOST_ANSWERS;
  const comment = [
    `${count}, with ${new Set(keys).size} answers, in this order`,
    isCut ? `the first ${MOST_ANSWERS} are here, again and again` : '',
    ...losses,
  ];
  const delay = delayed(calls);
  const answers = delay.delay === undefined ? sequence : sequence.map((each) => Object.assign(each, delay));
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- a word of the file
    spec: { ...head, sequence: answers, then: isCut ? 'repeat' : 'last' },
    comment: comment.filter(Boolean).join('; '),
  };
}

function delayed(calls: readonly SeenCall[]): Pick<AnswerSpec, 'delay'> {
  const delay = delayOf(calls.map(({ answer }) => answer.rttMs));
  return delay === undefined ? {} : { delay };
}

function answerOf(answer: SeenAnswer, url: string, context: AnswersContext): Told<AnswerSpec> {
  const { status } = answer;
  const spec: AnswerSpec = {
    ...payloadSpec(answer, context.folder, `${context.ecu}${url}`),
    ...(status !== 0 && { status: STATUS_NAMES[status] ?? status }),
  };
  if (answer.tunnelId === 0) return { spec, comment: '' };
  const stream = streamOf(answer, url, context);
  return { spec: { ...spec, stream: stream.spec }, comment: stream.comment };
}

function streamOf(
  { tunnelId }: SeenAnswer,
  url: string,
  { streams, folder, ecu }: AnswersContext,
): Told<NonNullable<AnswerSpec['stream']>> {
  // The bench may have had both ends of it, and kept what came to the client's.
  const ends = streams.filter((each) => each.tunnelId === tunnelId);
  const stream = ends.find(({ content }) => content) ?? ends[0];
  if (!stream) return { spec: NOTHING, comment: 'it announced a stream that nobody saw end' };
  const { toClient, toServer, content } = stream;
  const receive = toServer > 0 ? { receive: true as const } : {};
  if (content) {
    const file = folder.add(`${ecu}${url}-stream`, '.bin', content.bytes);
    return {
      spec: { send: { file }, ...receive },
      comment: `its stream sent ${toClient} bytes, ${keptOf(content, toClient)}`,
    };
  }
  if (toClient === 0) return { spec: toServer > 0 ? receive : NOTHING, comment: `its stream took ${toServer} bytes` };
  const comment = `its stream sent ${toClient} bytes; zeros stand for them, as the bench did not keep them (a capture of the network has them)`;
  return { spec: { send: { zeros: toClient }, ...receive }, comment };
}

function keptOf({ bytes, missing }: StreamContent, all: number): string {
  const first = bytes.length < all ? `of which the first ${bytes.length} are in the file` : 'which are in the file';
  return missing > 0 ? `${first}, but for ${missing} that are not in the capture: zeros stand for them` : first;
}

function shownParam(param: JsonValue | undefined): string {
  if (param === undefined) return 'none';
  const text = JSON.stringify(param);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
