/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file, and never a function */
import * as v from 'valibot';
import {
  atLeastOne,
  count,
  data,
  delay,
  expression,
  file,
  hex,
  ms,
  name,
  patch,
  period,
  port,
  probability,
  randomDelay,
  status,
  template,
  text,
  url,
} from './atoms.ts';

/** What happens beside an answer: to the state first, then what is published (topics of this ECU by url). */
const effects = {
  set: v.optional(patch),
  publish: v.optional(v.array(url)),
};

/** Bytes that a stream sends. */
const streamFrom = v.union([
  v.strictObject({ file }),
  v.strictObject({ text: v.string() }),
  v.strictObject({ hex }),
  v.strictObject({ zeros: count }),
  v.strictObject({ random: count, seed: v.optional(count) }),
]);

const stream = v.strictObject({
  send: v.optional(streamFrom),
  /** Everything that comes is counted and hashed; with a file it is written there, in the folder for received files. */
  receive: v.optional(v.union([v.literal(true), v.strictObject({ file })])),
  bytesPerSecond: v.optional(atLeastOne),
  /** The client must come within, by default 10,000 ms. */
  timeout: v.optional(ms),
});

const answerEntries = {
  param: v.optional(template),
  data: v.optional(data),
  status: v.optional(status),
  delay: v.optional(delay),
  stream: v.optional(stream),
  /** Never answered. */
  silent: v.optional(v.literal(true)),
  ...effects,
};
export const answer = v.strictObject(answerEntries);
export type AnswerSpec = v.InferOutput<typeof answer>;

const method = v.picklist(['GET', 'SET']);

/** The first whose url, method and `when` fit answers; urls as VSOA routes them: the exact one before the longest prefix. */
export const commandSpec = v.strictObject({
  url,
  method: v.optional(method),
  /** JSONata over `request` (url, method, param, dataLength, client) and `state`; the command is taken where it is true. */
  when: v.optional(expression),
  ...answerEntries,
  /** One after the other, then from the first again, or the last for ever. */
  sequence: v.optional(v.pipe(v.array(answer), v.minLength(1))),
  then: v.optional(v.picklist(['repeat', 'last'])),
  /** One of these, by weight (1 by default). */
  random: v.optional(v.pipe(v.array(v.strictObject({ weight: v.optional(count), ...answerEntries })), v.minLength(1))),
});
export type CommandSpec = v.InferOutput<typeof commandSpec>;

export const topicSpec = v.strictObject({
  url,
  /** Published so often, where anybody has subscribed; without it only when it is triggered. */
  every: v.optional(period),
  /** Also published when what it would say is another than the last time, looked at whenever the state changes. */
  onChange: v.optional(v.boolean()),
  quick: v.optional(v.boolean()),
  param: v.optional(template),
  data: v.optional(data),
  /** Each row of the file is one param: the columns by their names, numbers as numbers. */
  csv: v.optional(v.strictObject({ file, then: v.optional(v.picklist(['repeat', 'stop'])) })),
  /** What a capture (pcapng, pcap) has of a topic, with its timing; `every` is not used then. */
  recording: v.optional(
    v.strictObject({
      file,
      url: v.optional(url),
      speed: v.optional(v.pipe(v.number(), v.minValue(0.001))),
      then: v.optional(v.picklist(['repeat', 'stop'])),
    }),
  ),
});
export type TopicSpec = v.InferOutput<typeof topicSpec>;

const sentDatagram = v.strictObject({
  url,
  param: v.optional(template),
  data: v.optional(data),
  quick: v.optional(v.boolean()),
  delay: v.optional(delay),
});

export const datagramSpec = v.strictObject({
  url,
  when: v.optional(expression),
  /** Sent back to whom it came from. */
  reply: v.optional(v.array(sentDatagram)),
  ...effects,
});
export type DatagramSpec = v.InferOutput<typeof datagramSpec>;

/** Until the command has been answered with status 0, the client gets no publishes and is answered `otherwise` (5). */
export const authSpec = v.strictObject({
  command: url,
  otherwise: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255))),
});

const packetType = v.picklist(['RPC', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PUBLISH', 'DATAGRAM', 'PINGECHO', 'SERVINFO']);
/** Which packets, or clients, a fault is for; what is absent fits all. */
const where = {
  name: v.optional(name),
  /** Off until it is switched on. By default on. */
  enabled: v.optional(v.boolean()),
  probability: v.optional(probability),
  /** Only the first so many times. */
  times: v.optional(atLeastOne),
  url: v.optional(url),
  type: v.optional(packetType),
  quick: v.optional(v.boolean()),
};
const direction = v.optional(v.picklist(['sent', 'received']));

/** By default of what the ECU sends; `direction: received` where it is for what it receives. */
export const faultSpec = v.variant('kind', [
  v.strictObject({ kind: v.literal('delay'), direction, delay: randomDelay, ...where }),
  v.strictObject({ kind: v.literal('drop'), direction, ...where }),
  v.strictObject({ kind: v.literal('duplicate'), direction, copies: v.optional(atLeastOne), ...where }),
  v.strictObject({
    kind: v.literal('corrupt'),
    direction,
    bytes: v.optional(atLeastOne),
    offset: v.optional(count),
    ...where,
  }),
  /** Sends the first half, or so many bytes, and then ends the connection. */
  v.strictObject({ kind: v.literal('cut'), after: v.optional(count), ...where }),
  v.strictObject({
    kind: v.literal('status'),
    status: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
    ...where,
  }),
  /** New connections are closed at once. */
  v.strictObject({ kind: v.literal('refuse'), ...where }),
  /** The connections stay, and nothing is read or sent any more until it is switched off. */
  v.strictObject({ kind: v.literal('freeze'), ...where }),
  v.strictObject({ kind: v.literal('disconnect'), after: v.optional(ms), ...where }),
  v.strictObject({ kind: v.literal('reset'), after: v.optional(ms), ...where }),
  v.strictObject({ kind: v.literal('wrong-seqno'), by: v.optional(v.pipe(v.number(), v.integer())), ...where }),
  /** A packet whose header declares more than 262,144 bytes. */
  v.strictObject({ kind: v.literal('oversized'), length: v.optional(atLeastOne), ...where }),
  v.strictObject({ kind: v.literal('slow-reading'), bytesPerSecond: atLeastOne, ...where }),
  v.strictObject({ kind: v.literal('quick-loss'), ...where }),
  v.strictObject({ kind: v.literal('quick-reorder'), window: v.optional(atLeastOne), ...where }),
]);
export type FaultSpec = v.InferOutput<typeof faultSpec>;

const tls = v.strictObject({
  cert: file,
  key: file,
  passphrase: v.optional(text),
  ca: v.optional(file),
  verify: v.optional(v.picklist(['none', 'optional', 'required'])),
});

const limits = v.strictObject({
  connections: v.optional(count),
  handshakeTimeout: v.optional(ms),
  queuedBytes: v.optional(count),
  stallTimeout: v.optional(ms),
  packetRate: v.optional(atLeastOne),
  streams: v.optional(count),
});

export const ecuSpec = v.strictObject({
  name,
  /** By default 127.0.0.1. */
  host: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(253))),
  /** 0 (the default): a free one, which stays the same while the scenario runs. */
  port: v.optional(port),
  info: v.optional(template),
  password: v.optional(text),
  raw: v.optional(v.boolean()),
  tls: v.optional(tls),
  limits: v.optional(limits),
  state: v.optional(v.record(v.string(), v.any())),
  auth: v.optional(authSpec),
  commands: v.optional(v.array(commandSpec)),
  topics: v.optional(v.array(topicSpec)),
  datagrams: v.optional(v.array(datagramSpec)),
  faults: v.optional(v.array(faultSpec)),
});
export type EcuSpec = v.InferOutput<typeof ecuSpec>;

export const positionsSpec = v.strictObject({
  /** By default 127.0.0.1. */
  host: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(253))),
  port: v.optional(port),
  /** Beside the ECUs, which are known by their names. */
  entries: v.optional(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(1_024)),
        host: v.pipe(v.string(), v.minLength(1)),
        port: v.pipe(port, v.minValue(1)),
        security: v.optional(v.boolean()),
      }),
    ),
  ),
});

const times = v.union([count, v.strictObject({ min: v.optional(count), max: v.optional(count) })]);

/** What must have happened by the end. */
export const expectationSpec = v.strictObject({
  /** What it is called in reports. */
  title: v.optional(text),
  ecu: name,
  command: v.optional(url),
  method: v.optional(method),
  datagram: v.optional(url),
  /** A client has subscribed it. */
  subscribed: v.optional(url),
  /** By default at least once. */
  times: v.optional(times),
  /** The param has at least what stands here, with the same values. */
  param: v.optional(v.any()),
  /** JSONata over `request` and `state`. */
  when: v.optional(expression),
  /** From the start of the scenario. */
  within: v.optional(ms),
});
export type ExpectationSpec = v.InferOutput<typeof expectationSpec>;

/** Version of the format. */
export const SCENARIO_VERSION = 1;

export const scenarioSpec = v.strictObject({
  $schema: v.optional(v.string()),
  scenario: v.literal(SCENARIO_VERSION),
  name: v.optional(text),
  description: v.optional(text),
  /** Of everything random, so that a run can be had again; by default another one each time, told at the start. */
  seed: v.optional(count),
  ecus: v.pipe(v.array(ecuSpec), v.minLength(1)),
  positions: v.optional(positionsSpec),
  expect: v.optional(v.array(expectationSpec)),
});
export type ScenarioSpec = v.InferOutput<typeof scenarioSpec>;
