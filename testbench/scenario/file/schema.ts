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
  may,
  ms,
  must,
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

// Descriptions go into scenario.schema.json and docs/scenario.md (scripts/reference.mjs).

/** What happens beside an answer: to the state first, then what is published (topics of this ECU by url). */
const effects = {
  set: may(patch, 'Merged into the state before it is answered: null takes a key away (RFC 7396).'),
  publish: may(v.array(url), 'Topics of this ECU that are published then, by their urls.'),
};

const streamFrom = v.union([
  v.strictObject({
    file: must(file, 'The bytes of this file.'),
    times: may(atLeastOne, 'So many times, one after the other; by default once.'),
  }),
  v.strictObject({
    lines: must(template, 'A line: a text, or else JSON; computed anew for each.'),
    every: must(period, 'A line every so many ms, until the client ends the stream; who does not keep up misses some.'),
  }),
  v.strictObject({ text: must(v.string(), 'This text as UTF-8.') }),
  v.strictObject({ hex: must(hex, 'These bytes.') }),
  v.strictObject({ zeros: must(count, 'So many bytes that are 0.') }),
  v.strictObject({
    random: must(count, 'So many random bytes.'),
    seed: may(count, 'What they come from; the same bytes for the same seed.'),
  }),
]);

const stream = v.strictObject({
  send: may(streamFrom, 'What the ECU sends over the stream.'),
  receive: may(
    v.union([v.literal(true), v.strictObject({ file: must(file, 'In the folder `received` beside the scenario.') })]),
    'Everything that comes is counted and hashed; with a file it is written there. Without `send` the ECU ends with a line of JSON that says what it got: bytes and sha256.',
  ),
  bytesPerSecond: may(atLeastOne, 'The rate of what is sent, or else of what is read. By default as fast as it goes.'),
  timeout: may(ms, 'The client must come within so many ms; by default 10000.'),
});

const echo = may(
  v.union([v.literal(true), v.picklist(['param', 'data'])]),
  'What came goes back byte for byte: its param and data (true), or one of them, in place of what is said here.',
);

const answerEntries = {
  param: may(template, 'The param of the answer; absent: none.'),
  data: may(data, 'The bytes beside the param.'),
  echo,
  status: may(status, 'By number or name, or computed; by default success (0).'),
  delay: may(
    delay,
    'How long the answer takes, in ms: fixed, evenly between min and max, normal, exponential, or computed.',
  ),
  stream: may(stream, 'The answer opens a stream, and names its tunnel.'),
  silent: may(v.literal(true), 'There is never an answer.'),
  ...effects,
};
export const answer = v.strictObject(answerEntries);
export type AnswerSpec = v.InferOutput<typeof answer>;

const method = v.picklist(['GET', 'SET']);

/** The first whose url, method and `when` fit answers; urls as VSOA routes them: the exact one before the longest prefix. */
export const commandSpec = v.strictObject({
  url: must(url, 'What is called. Where it ends with /, it stands for all below it too.'),
  method: may(method, 'Only this one; by default both.'),
  when: may(expression, 'JSONata over `request` and `state`: the command is taken where it is true.'),
  ...answerEntries,
  sequence: may(v.pipe(v.array(answer), v.minLength(1)), 'One answer after the other.'),
  then: may(
    v.picklist(['repeat', 'last']),
    'After a sequence: from the first again (by default), or the last for ever.',
  ),
  random: may(
    v.pipe(
      v.array(v.strictObject({ weight: may(count, 'How often, beside the others; by default 1.'), ...answerEntries })),
      v.minLength(1),
    ),
    'One of these answers, by weight.',
  ),
});
export type CommandSpec = v.InferOutput<typeof commandSpec>;

const rowsThen = v.picklist(['repeat', 'stop']);

export const topicSpec = v.strictObject({
  url: must(url, 'What is published.'),
  every: may(period, 'Published every so many ms, where anybody has subscribed; without it only when it is triggered.'),
  onChange: may(
    v.boolean(),
    'Also published when what it would say is another than the last time; looked at when the state changes.',
  ),
  quick: may(v.boolean(), 'Over the quick channel (UDP) to those who have one.'),
  datagram: may(
    v.picklist(['subscribers', 'everyone']),
    'Sent as datagrams in place of publishes: to those who have subscribed it, or to all clients.',
  ),
  param: may(template, 'The param; absent: none.'),
  data: may(data, 'The bytes beside the param.'),
  csv: may(
    v.strictObject({
      file: must(file, 'The first row names the columns.'),
      then: may(rowsThen, 'After the last row: from the first again (by default), or nothing more.'),
    }),
    'Each row of the file is one param: the columns by their names, numbers as numbers, empty cells left out.',
  ),
  recording: may(
    v.strictObject({
      file: must(file, 'pcapng or pcap.'),
      url: may(url, 'The url of the topic in the capture; by default that of this topic.'),
      speed: may(v.pipe(v.number(), v.minValue(0.001)), '2 is twice as fast; by default 1.'),
      then: may(rowsThen, 'After the last message: from the first again (by default), or nothing more.'),
    }),
    'What a capture has of a topic, with its timing.',
  ),
});
export type TopicSpec = v.InferOutput<typeof topicSpec>;

const sentDatagram = v.strictObject({
  url: must(url, 'The url of what is sent.'),
  param: may(template, 'The param; absent: none.'),
  data: may(data, 'The bytes beside the param.'),
  echo,
  quick: may(v.boolean(), 'Over the quick channel; by default as it came.'),
  delay: may(delay, 'How long it waits, in ms.'),
});

export const datagramSpec = v.strictObject({
  url: must(url, 'Of what arrives. Where it ends with /, it stands for all below it too.'),
  when: may(expression, 'JSONata over `request` and `state`: the rule is taken where it is true.'),
  reply: may(v.array(sentDatagram), 'Datagrams that are sent back to whom it came from.'),
  ...effects,
});
export type DatagramSpec = v.InferOutput<typeof datagramSpec>;

export const authSpec = v.strictObject({
  command: must(url, 'The command that must have been answered with status 0.'),
  otherwise: may(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
    'The status that all other commands are answered until then; by default 5 (no-permissions).',
  ),
});

const packetType = v.picklist(['RPC', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PUBLISH', 'DATAGRAM', 'PINGECHO', 'SERVINFO']);
/** Which packets, or clients, a fault is for; what is absent fits all. */
const where = {
  name: may(name, 'To switch it by.'),
  enabled: may(v.boolean(), 'False: off until it is switched on. By default true.'),
  probability: may(probability, 'Of how many it strikes one, from 0 to 1; by default 1.'),
  times: may(atLeastOne, 'Only the first so many times.'),
  url: may(url, 'Only packets with this url.'),
  type: may(packetType, 'Only packets of this type.'),
  quick: may(v.boolean(), 'True: only the quick channel, false: only the other one.'),
};
const direction = may(v.picklist(['sent', 'received']), 'Of what the ECU sends (by default), or of what it receives.');
const kind = <Kind extends string>(literal: Kind, says: string) => must(v.literal(literal), says);

export const faultSpec = v.variant('kind', [
  v.strictObject({
    kind: kind('delay', 'Packets come later, in their order.'),
    direction,
    delay: must(randomDelay, 'How much later, in ms.'),
    ...where,
  }),
  v.strictObject({ kind: kind('drop', 'Packets are lost.'), direction, ...where }),
  v.strictObject({
    kind: kind('duplicate', 'Packets come more than once.'),
    direction,
    copies: may(atLeastOne, 'How often more; by default once.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('corrupt', 'Bytes of a packet are others.'),
    direction,
    bytes: may(atLeastOne, 'How many; by default 1.'),
    offset: may(count, 'From this byte of the packet on; by default anywhere.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('cut', 'The first half of a packet is sent, and then the connection ends.'),
    after: may(count, 'So many bytes instead of the half.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('status', 'Answers have another status.'),
    status: must(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)), 'The status they have.'),
    ...where,
  }),
  v.strictObject({ kind: kind('refuse', 'New connections are closed at once.'), ...where }),
  v.strictObject({
    kind: kind('freeze', 'The connections stay, and nothing is read or sent any more until it is switched off.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('disconnect', 'Connections are ended in order.'),
    after: may(ms, 'So many ms after they came; by default at once.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('reset', 'Connections are torn (RST).'),
    after: may(ms, 'So many ms after they came; by default at once.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('wrong-seqno', 'Answers have another sequence number than their request.'),
    by: may(v.pipe(v.number(), v.integer()), 'So much more; by default 1.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('oversized', 'A packet whose header declares more than the 262144 bytes there may be.'),
    length: may(atLeastOne, 'How many it declares.'),
    ...where,
  }),
  v.strictObject({
    kind: kind('slow-reading', 'The ECU reads slowly what clients send.'),
    bytesPerSecond: must(atLeastOne, 'How fast.'),
    ...where,
  }),
  v.strictObject({ kind: kind('quick-loss', 'Packets of the quick channel are lost.'), ...where }),
  v.strictObject({
    kind: kind('quick-reorder', 'Packets of the quick channel come in another order.'),
    window: may(atLeastOne, 'Among so many.'),
    ...where,
  }),
]);
export type FaultSpec = v.InferOutput<typeof faultSpec>;

const tls = v.strictObject({
  cert: must(file, 'The certificate (PEM), with what it was signed by.'),
  key: must(file, 'Its private key (PEM).'),
  passphrase: may(text, 'Of the key.'),
  ca: may(file, 'The certificates (PEM) that those of clients must come from.'),
  verify: may(
    v.picklist(['none', 'optional', 'required']),
    'Whether clients must have a certificate; by default none.',
  ),
});

const limits = v.strictObject({
  connections: may(count, 'Clients at the same time.'),
  handshakeTimeout: may(ms, 'ms that a client has for its handshake.'),
  queuedBytes: may(
    v.pipe(v.number(), v.safeInteger(), v.minValue(1_048_576)),
    'Bytes that may wait for a client that reads slowly; beyond, what is sent to it is left out.',
  ),
  stallTimeout: may(ms, 'ms after which a client that reads nothing is disconnected.'),
  packetRate: may(atLeastOne, 'Packets a second that are taken of one client.'),
  streams: may(count, 'Streams at the same time.'),
});

const host = v.pipe(v.string(), v.minLength(1), v.maxLength(253), v.title('the name or address of a host'));

export const ecuSpec = v.strictObject({
  name: must(
    name,
    'Of the ECU, for people and for the position server; 1 to 64 characters without spaces and slashes.',
  ),
  host: may(host, 'Where it listens; by default 127.0.0.1.'),
  port: may(port, 'Where it listens; 0 (the default) is a free one, which stays the same while the scenario runs.'),
  info: may(template, 'What clients are told when they connect.'),
  password: may(text, 'What clients must know; by default nothing.'),
  raw: may(v.boolean(), 'Params are bytes, and not looked at as JSON.'),
  tls: may(tls, 'It speaks VSOA over TLS (vsoas://).'),
  limits: may(limits, 'Other limits than the usual ones.'),
  state: may(
    v.record(v.string(), v.any()),
    'One JSON object, which answers read and change. It begins as it stands here.',
  ),
  auth: may(authSpec, 'Clients hear nothing, and are answered another status, until a command was answered well.'),
  commands: may(
    v.array(commandSpec),
    'What it answers: the first whose url, method and `when` fit; the exact url before the longest prefix.',
  ),
  topics: may(v.array(topicSpec), 'What it publishes.'),
  datagrams: may(v.array(datagramSpec), 'What it does when datagrams arrive.'),
  faults: may(v.array(faultSpec), 'What goes wrong. Each can be switched while it runs.'),
});
export type EcuSpec = v.InferOutput<typeof ecuSpec>;

const entry = v.strictObject({
  name: must(v.pipe(v.string(), v.minLength(1), v.maxLength(1_024)), 'What is asked for.'),
  host: must(host, 'Where it is.'),
  port: must(v.pipe(port, v.minValue(1)), 'Where it is.'),
  security: may(v.boolean(), 'It speaks TLS.'),
});

export const positionsSpec = v.strictObject({
  host: may(host, 'Where it listens; by default 127.0.0.1.'),
  port: may(port, 'Where it listens (UDP); 0 (the default) is a free one.'),
  entries: may(v.array(entry), 'Servers beside the ECUs of the file, which are known by their names.'),
});

const times = v.union([
  count,
  v.strictObject({ min: may(count, 'At least; by default 0.'), max: may(count, 'At most; by default any number.') }),
]);

export const expectationSpec = v.strictObject({
  title: may(text, 'What it is called in reports.'),
  ecu: must(name, 'The ECU by its name.'),
  command: may(url, 'This command was called.'),
  method: may(method, 'Only this one.'),
  datagram: may(url, 'This datagram came.'),
  subscribed: may(url, 'A client has subscribed this topic.'),
  times: may(times, 'How often; by default at least once.'),
  param: may(v.any(), 'The param had at least what stands here, with the same values.'),
  when: may(expression, 'JSONata over `request` and `state`: only what it is true for counts.'),
  within: may(ms, 'So many ms from the start of the scenario.'),
});
export type ExpectationSpec = v.InferOutput<typeof expectationSpec>;

/** Version of the format. */
export const SCENARIO_VERSION = 1;

export const scenarioSpec = v.strictObject({
  $schema: may(v.string(), 'Where scenario.schema.json is, for editors.'),
  scenario: must(v.literal(SCENARIO_VERSION), 'The version of the format.'),
  name: may(text, 'Of the scenario, for people.'),
  description: may(text, 'What it is for.'),
  seed: may(
    count,
    'What everything random comes from, so that a run can be had again; by default another one each time, told at the start.',
  ),
  ecus: must(v.pipe(v.array(ecuSpec), v.minLength(1)), 'The servers.'),
  positions: may(positionsSpec, 'A position server that knows the ECUs by their names.'),
  expect: may(v.array(expectationSpec), 'What must have happened by the end.'),
});
export type ScenarioSpec = v.InferOutput<typeof scenarioSpec>;
