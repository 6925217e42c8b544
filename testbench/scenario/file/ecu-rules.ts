import type { JsonValue } from '@vsoa-testbench/core';
import { problemsOfTemplate } from '../values/value.ts';
import { below, type Path } from './check.ts';
import { nearest } from './nearest.ts';
import { covers, doubles, expressionProblems, type RuleProblem } from './rule.ts';
import type { AnswerSpec, CommandSpec, DatagramSpec, EcuSpec, FaultSpec, TopicSpec } from './schema.ts';

/** What is wrong with one of them; paths begin in it. */
export function problemsOfEcu(ecu: EcuSpec): RuleProblem[] {
  const { commands = [], topics = [], datagrams = [], faults = [], auth, info, state = {} } = ecu;
  const urls = topics.map(({ url }) => url);
  return [
    ...template(info, ['info']),
    ...stateProblems(state),
    ...commands.flatMap((command, at) => below(['commands', at], commandProblems(command, urls))),
    ...shadowed(commands, 'commands'),
    ...topics.flatMap((topic, at) => below(['topics', at], topicProblems(topic))),
    ...doubles(urls).map((at) => ({
      path: ['topics', at, 'url'],
      message: 'another topic before it has this url; only that one is published by commands and by hand',
      isWarning: true,
    })),
    ...datagrams.flatMap((datagram, at) => below(['datagrams', at], datagramProblems(datagram, urls))),
    ...shadowed(datagrams, 'datagrams'),
    ...doubles(faults.map(({ name }) => name)).map((at) => ({
      path: ['faults', at, 'name'],
      message: 'another fault of this ECU has this name',
    })),
    ...faults.flatMap((fault, at) => below(['faults', at], faultProblems(fault))),
    ...authProblems(auth?.command, commands),
  ];
}

function faultProblems(fault: FaultSpec): RuleProblem[] {
  const problems = 'delay' in fault ? delayProblems(fault.delay, ['delay']) : [];
  if (fault.probability === 0) {
    problems.push({ path: ['probability'], message: 'with a probability of 0 it never strikes', isWarning: true });
  }
  return problems;
}

/** The state is JSON as it stands there. */
function stateProblems(state: Record<string, unknown>): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const visit = (value: unknown, path: Path) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      problems.push({ path, message: `expected a number that JSON has, got ${value}` });
    }
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    const [only] = entries;
    if (
      entries.length === 1 &&
      only !== undefined &&
      /^\$(?:expr|state|sine|square|ramp|noise|walk|count|choice|time)$/u.test(only[0])
    ) {
      problems.push({
        path: [...path, only[0]],
        message: `the state begins as it stands here; ${only[0]} is not computed in it`,
        isWarning: true,
        ofKey: true,
      });
    }
    for (const [key, each] of entries) visit(each, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(state, ['state']);
  return problems;
}

function commandProblems(command: CommandSpec, topics: readonly string[]): RuleProblem[] {
  const { when, sequence, random, then } = command;
  const problems = [...expressionProblems(when, ['when']), ...answerProblems(command, topics)];
  const many = sequence === undefined ? 'random' : 'sequence';
  if (sequence !== undefined && random !== undefined) {
    problems.push({ path: ['random'], message: 'expected sequence or random, got both', ofKey: true });
  }
  if (sequence !== undefined || random !== undefined) {
    for (const key of ['param', 'data', 'echo', 'status', 'silent', 'stream'] as const) {
      if (command[key] === undefined) continue;
      problems.push({
        path: [key],
        message: `the answers of ${many} are given; ${key} belongs into each of them`,
        ofKey: true,
      });
    }
  }
  if (then !== undefined && sequence === undefined) {
    problems.push({ path: ['then'], message: 'then says what comes after a sequence, and there is none', ofKey: true });
  }
  for (const [key, answers] of [
    ['sequence', sequence],
    ['random', random],
  ] as const) {
    for (const [at, answer] of (answers ?? []).entries())
      problems.push(...below([key, at], answerProblems(answer, topics)));
  }
  if (random !== undefined && random.every(({ weight }) => weight === 0)) {
    problems.push({ path: ['random'], message: 'expected at least one weight above 0', ofKey: true });
  }
  return problems;
}

function answerProblems(answer: AnswerSpec, topics: readonly string[]): RuleProblem[] {
  const { param, set, delay, status, silent, stream, publish } = answer;
  const problems = [
    ...template(param, ['param']),
    ...template(set, ['set']),
    ...delayProblems(delay, ['delay']),
    ...(typeof status === 'object' ? expressionProblems(status.$expr, ['status', '$expr']) : []),
    ...publishProblems(publish, topics),
    ...echoProblems(answer),
    ...(stream?.send !== undefined && 'lines' in stream.send
      ? template(stream.send.lines, ['stream', 'send', 'lines'])
      : []),
  ];
  if (silent === true) {
    for (const key of ['param', 'data', 'echo', 'status', 'stream'] as const) {
      if (answer[key] === undefined) continue;
      problems.push({
        path: [key],
        message: `${key} is never sent, as silent says that there is no answer`,
        ofKey: true,
      });
    }
  }
  if (stream !== undefined && stream.send === undefined && stream.receive === undefined) {
    problems.push({ path: ['stream'], message: 'expected send or receive in it, or both', ofKey: true });
  }
  return problems;
}

function topicProblems({ param, data, csv, recording, every, onChange }: TopicSpec): RuleProblem[] {
  const problems: RuleProblem[] = template(param, ['param']);
  const sources = Object.entries({ param, csv, recording }).filter(([, source]) => source !== undefined);
  for (const [key] of sources.slice(1)) {
    problems.push({
      path: [key],
      message: `expected one of param, csv and recording, got ${sources[0]?.[0]} too`,
      ofKey: true,
    });
  }
  if (recording !== undefined && data !== undefined) {
    problems.push({ path: ['data'], message: 'a recording has its own data', ofKey: true });
  }
  if (recording !== undefined && every !== undefined) {
    problems.push({
      path: ['every'],
      message: 'a recording has its own timing; every does nothing',
      ofKey: true,
      isWarning: true,
    });
  }
  if (csv !== undefined && every === undefined) {
    problems.push({
      path: ['csv'],
      message: 'without every, the next row is only published when it is triggered',
      ofKey: true,
      isWarning: true,
    });
  }
  if (onChange === true && sources.length === 0) {
    problems.push({
      path: ['onChange'],
      message: 'it says always the same, and so never changes',
      ofKey: true,
      isWarning: true,
    });
  }
  return problems;
}

function datagramProblems({ when, reply = [], set, publish }: DatagramSpec, topics: readonly string[]): RuleProblem[] {
  return [
    ...expressionProblems(when, ['when']),
    ...template(set, ['set']),
    ...publishProblems(publish, topics),
    ...reply.flatMap((sent, at) => [
      ...template(sent.param, ['reply', at, 'param']),
      ...delayProblems(sent.delay, ['reply', at, 'delay']),
      ...below(['reply', at], echoProblems(sent)),
    ]),
  ];
}

function echoProblems({ echo, param, data }: Pick<AnswerSpec, 'echo' | 'param' | 'data'>): RuleProblem[] {
  const said = { param, data };
  return (['param', 'data'] as const)
    .filter((key) => said[key] !== undefined && (echo === true || echo === key))
    .map((key) => ({
      path: [key],
      message: `${key} is never sent, as echo sends back the one that came`,
      ofKey: true,
    }));
}

function publishProblems(publish: readonly string[] = [], topics: readonly string[]): RuleProblem[] {
  return publish.flatMap((url, at) => {
    if (topics.includes(url)) return [];
    const meant = nearest(url, topics);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return [{ path: ['publish', at], message: `expected the url of a topic of this ECU, got ${url}${hint}` }];
  });
}

function authProblems(url: string | undefined, commands: readonly CommandSpec[]): RuleProblem[] {
  if (url === undefined || commands.some((command) => covers(command.url, url))) return [];
  const message = `no command answers ${url}, so no client is ever authed`;
  return [{ path: ['auth', 'command'], message, isWarning: true }];
}

/** What never has its turn, as one before it takes everything. */
function shadowed(list: readonly (CommandSpec | DatagramSpec)[], key: 'commands' | 'datagrams'): RuleProblem[] {
  return list.flatMap((spec, at) => {
    const before = list
      .slice(0, at)
      .findIndex(
        (other) =>
          other.url === spec.url &&
          other.when === undefined &&
          (methodOf(other) === undefined || methodOf(other) === methodOf(spec)),
      );
    if (before < 0) return [];
    const message = `it never has its turn: ${key}[${before}] takes all of ${spec.url} and has no when`;
    return [{ path: [key, at, 'url'], message, isWarning: true }];
  });
}

function delayProblems(delay: AnswerSpec['delay'], path: Path): RuleProblem[] {
  if (typeof delay !== 'object') return [];
  if ('$expr' in delay) return expressionProblems(delay.$expr, [...path, '$expr']);
  if ('min' in delay && delay.min > delay.max) return [{ path, message: 'min must not be more than max' }];
  return [];
}

function template(value: JsonValue | undefined, path: Path): RuleProblem[] {
  return value === undefined ? [] : below(path, problemsOfTemplate(value));
}

function methodOf(spec: CommandSpec | DatagramSpec): 'GET' | 'SET' | undefined {
  return 'method' in spec ? spec.method : undefined;
}
