import { eachWithinTime } from '../values/guard.ts';
import { below } from './check.ts';
import { problemsOfEcu } from './ecu-rules.ts';
import { expectationProblems } from './expectation-rules.ts';
import { doubles, type RuleProblem } from './rule.ts';
import type { EcuSpec, ScenarioSpec } from './schema.ts';
import type { Steps } from './steps.ts';

/** What is wrong with a scenario whose words are all right. */
export function* problemsOfScenario({ ecus, positions, expect = [] }: ScenarioSpec): Steps<RuleProblem[]> {
  const ofEcus: RuleProblem[] = [];
  for (const [at, ecu] of ecus.entries()) {
    for (const problem of below(['ecus', at], watched(ecu))) ofEcus.push(problem);
    yield;
  }
  return [
    ...ofEcus,
    ...doubles(ecus.map(({ name }) => name)).map((at) => ({
      path: ['ecus', at, 'name'],
      message: `another ECU has the name ${ecus[at]?.name}`,
    })),
    ...portProblems(ecus),
    ...doubles((positions?.entries ?? []).map(({ name }) => name)).map((at) => ({
      path: ['positions', 'entries', at, 'name'],
      message: 'another entry has this name',
    })),
    ...expect.flatMap((expectation, at) => below(['expect', at], expectationProblems(expectation, ecus))),
  ];
}

/** All expressions of an ECU are watched as one, which costs much less; where that takes too long, each is watched. */
function watched(ecu: EcuSpec): RuleProblem[] {
  let problems: RuleProblem[] | undefined;
  eachWithinTime(
    1,
    () => {
      problems = problemsOfEcu(ecu);
    },
    () => undefined,
  );
  return problems ?? problemsOfEcu(ecu);
}

function portProblems(ecus: readonly EcuSpec[]): RuleProblem[] {
  const taken = (at: number) => {
    const { port = 0, host = '127.0.0.1' } = ecus[at] as EcuSpec;
    return ecus.slice(0, at).find((other) => {
      const { port: otherPort = 0, host: otherHost = '127.0.0.1' } = other;
      return port !== 0 && port === otherPort && (host === otherHost || everywhere(host) || everywhere(otherHost));
    });
  };
  return ecus.flatMap((ecu, at) => {
    const other = taken(at);
    return other === undefined
      ? []
      : [{ path: ['ecus', at, 'port'], message: `the ECU ${other.name} has the port ${ecu.port} already` }];
  });
}

function everywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
