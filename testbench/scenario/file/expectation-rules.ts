import { nearest } from './nearest.ts';
import { covers, expressionProblems, type RuleProblem } from './rule.ts';
import type { EcuSpec, ExpectationSpec } from './schema.ts';

const KINDS = ['command', 'datagram', 'subscribed'] as const;

export function expectationProblems(spec: ExpectationSpec, ecus: readonly EcuSpec[]): RuleProblem[] {
  const { ecu: name, command, method, param, when, times } = spec;
  const problems = expressionProblems(when, ['when']);
  const ecu = ecus.find((each) => each.name === name);
  if (ecu === undefined) {
    const names = ecus.map((each) => each.name);
    const meant = nearest(name, names);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    problems.push({ path: ['ecu'], message: `expected the name of an ECU of this file, got ${name}${hint}` });
  }
  const [first, ...others] = KINDS.filter((kind) => spec[kind] !== undefined);
  if (first === undefined)
    problems.push({ path: [], message: 'expected command, datagram or subscribed: what is to happen' });
  for (const other of others) {
    problems.push({
      path: [other],
      message: `expected one of command, datagram and subscribed, got ${first} too`,
      ofKey: true,
    });
  }
  if (method !== undefined && command === undefined) {
    problems.push({ path: ['method'], message: 'only a command has a method', ofKey: true });
  }
  if (param !== undefined && first === 'subscribed') {
    problems.push({ path: ['param'], message: 'a subscription has no param', ofKey: true });
  }
  if (typeof times === 'object' && (times.min ?? 0) > (times.max ?? Infinity)) {
    problems.push({ path: ['times'], message: 'min must not be more than max' });
  }
  const isKnown =
    command === undefined || ecu === undefined || (ecu.commands ?? []).some(({ url }) => covers(url, command));
  if (!isKnown) {
    const message = `no command of ${name} answers ${command}; what is asked there counts all the same`;
    problems.push({ path: ['command'], message, isWarning: true });
  }
  return problems;
}
