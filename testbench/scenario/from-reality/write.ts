import * as v from 'valibot';
import { Document, isCollection, isMap, isScalar, type Node, visit } from 'yaml';
import { SCENARIO_VERSION, type ScenarioSpec, scenarioSpec } from '../file/schema.ts';
import type { ToldEcu } from './ecu.ts';
import type { Told } from './made.ts';

/** Shorter values stand in one line. */
const ONE_LINE = 88;
/** A comment goes on in the next line. */
const COMMENT_WIDTH = 110;
/** Keys whose values are JSON of the device. */
const PAYLOADS = new Set(['param', 'info', 'data', 'delay', 'csv', 'recording', 'send', 'stream']);

export interface WrittenScenario {
  spec: ScenarioSpec;
  text: string;
}

/** The file: YAML with a comment above each part that says where it came from. */
export function writeScenario(
  name: string,
  comment: string,
  ecus: readonly ToldEcu[],
  withPositions: boolean,
): WrittenScenario {
  const plain = {
    scenario: SCENARIO_VERSION,
    name,
    ecus: ecus.map(({ head, commands, topics, datagrams }) => ({
      ...head,
      ...listed('commands', commands),
      ...listed('topics', topics),
      ...listed('datagrams', datagrams),
    })),
    ...(withPositions && { positions: {} }),
  };
  const document = new Document(plain, { aliasDuplicateObjects: false });
  document.commentBefore = wrapped(comment);
  for (const [index, ecu] of ecus.entries()) {
    explain(document, ['ecus', index], ecu.comment);
    for (const part of ['commands', 'topics', 'datagrams'] as const) {
      for (const [at, told] of ecu[part].entries()) explain(document, ['ecus', index, part, at], told.comment);
    }
  }
  foldSmall(document);
  return { spec: v.parse(scenarioSpec, plain), text: document.toString({ lineWidth: 0, flowCollectionPadding: true }) };
}

function listed<Name extends string, Spec>(name: Name, told: readonly Told<Spec>[]): { [key in Name]?: Spec[] } {
  return told.length === 0 ? {} : ({ [name]: told.map(({ spec }) => spec) } as { [key in Name]: Spec[] });
}

function explain(document: Document, path: (string | number)[], comment: string): void {
  const node = document.getIn(path, true) as Node | undefined;
  if (node && comment !== '') node.commentBefore = wrapped(comment);
}

function foldSmall(document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !PAYLOADS.has(String(key.value)) || !isCollection(value)) return;
      if (JSON.stringify(value.toJSON()).length <= ONE_LINE) value.flow = true;
      else if (isMap(value)) foldParts(value.items.map((pair) => pair.value));
    },
  });
}

function foldParts(values: readonly unknown[]): void {
  for (const value of values) {
    if (isCollection(value) && JSON.stringify(value.toJSON()).length <= ONE_LINE) value.flow = true;
  }
}

/** What a device says must not end a comment and begin something else. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line.replace(/\p{Cc}|[\u2028\u2029\ufeff]/gu, '\ufffd')))
    .map((line) => ` ${line}`)
    .join('\n');
}

function wrapLine(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && last.length + word.length >= COMMENT_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
