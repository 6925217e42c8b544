import { MAX_MOCK_ROWS, MAX_SCENARIO_PROBLEMS, MOCK_PREVIEW } from '../contract/mocks.ts';
import type { MockEcu, MockRequest, MockSummary, ScenarioCheck, ScenarioRun } from '../contract.ts';
import { hostAndPort } from '../host-and-port.ts';
import type { LastRequest, RunningEcu, RunningScenario, ScenarioProblem } from '../scenario/types.ts';
import { revisionOf } from './scenario-files.ts';

// What runs, as the window is told of it: plain, and bounded.

/** Urls of one client that are told. */
const MOST_SUBSCRIPTIONS = 100;

export function summaryOf({ name, url, clients }: RunningEcu): MockSummary {
  return { name, url, clients: clients.length };
}

export function runOf(scenario: RunningScenario): ScenarioRun {
  const { since, seed, positions } = scenario;
  const report = scenario.report();
  const address = positions?.address;
  return {
    since,
    seed,
    ecus: scenario.ecus.slice(0, MAX_MOCK_ROWS).map((ecu) => {
      const { commands, topics, datagrams } = ecu;
      const failed = [...commands, ...topics, ...datagrams].filter(({ error }) => error !== null);
      return Object.assign(summaryOf(ecu), {
        calls: sum(commands.map(({ calls }) => calls)),
        published: sum(topics.map(({ published }) => published)),
        errors: failed.length,
      });
    }),
    expectations: report.slice(0, MAX_MOCK_ROWS),
    expectationsLeftOut: Math.max(0, report.length - MAX_MOCK_ROWS),
    positions:
      positions && address
        ? {
            address: hostAndPort(address.host, address.port),
            queries: positions.queries,
            notFound: positions.notFound,
            malformed: positions.malformed,
          }
        : null,
  };
}

export function ecuOf(ecu: RunningEcu): MockEcu {
  const { url, clients, commands, topics, datagrams, faults } = ecu;
  return {
    url,
    clients: first(clients).map((each) =>
      Object.assign({}, each, { subscriptions: each.subscriptions.slice(0, MOST_SUBSCRIPTIONS) }),
    ),
    commands: first(commands).map((each) => Object.assign({}, each, { last: each.last && requestOf(each.last) })),
    topics: first(topics).map((each) => Object.assign({}, each)),
    datagrams: first(datagrams).map((each) => Object.assign({}, each)),
    faults: first(faults).map(({ name, spec, enabled, count }) => {
      const { kind, name: _, enabled: __, ...rule } = spec;
      return { name, kind, rule: JSON.stringify(rule), enabled, count };
    }),
    leftOut: {
      clients: over(clients),
      commands: over(commands),
      topics: over(topics),
      datagrams: over(datagrams),
      faults: over(faults),
    },
    stateRevision: revisionOf(stateText(ecu)),
  };
}

export const stateText = (ecu: RunningEcu): string => JSON.stringify(ecu.state, null, 2);

export function checkOf(problems: readonly ScenarioProblem[]): ScenarioCheck {
  return {
    problems: problems
      .slice(0, MAX_SCENARIO_PROBLEMS)
      .map(({ line, column, endLine, endColumn, message, severity }) => ({
        line,
        column,
        endLine,
        endColumn,
        message,
        severity,
      })),
    total: problems.length,
  };
}

function requestOf({ param, ...request }: LastRequest): MockRequest {
  const text = param === undefined ? null : JSON.stringify(param);
  return { ...request, param: text === null ? null : text.slice(0, MOCK_PREVIEW), paramLength: text?.length ?? 0 };
}

const over = (list: readonly unknown[]): number => Math.max(0, list.length - MAX_MOCK_ROWS);
const first = <T>(list: readonly T[]): readonly T[] => list.slice(0, MAX_MOCK_ROWS);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
