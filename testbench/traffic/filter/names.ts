import { Flag, type TapConnection } from '@vsoa-testbench/core';
import { asBuffer } from '../../payload.ts';
import { type Chunk, HEADER, QUICK } from '../chunk.ts';
import type { TrafficLog } from '../log.ts';
import { NOT_INTERNED } from '../urls.ts';
import { urlLength } from './bytes.ts';
import type { TextTest } from './comparisons.ts';
import { byRow, Cost, type Term } from './refine.ts';

const HEADER_LENGTH = 20;
const PASSES = 2;
const FAILS = 1;

/** By the url; of a reply by that of its request. Each known url is tested once. */
export function urlTerm(log: TrafficLog, test: TextTest, cost: number): Term {
  let verdicts = new Uint8Array(256);
  let generation = log.urls.generation;

  const isPassed = (id: number): boolean => {
    if (generation !== log.urls.generation) {
      generation = log.urls.generation;
      verdicts.fill(0);
    }
    if (id >= verdicts.length) {
      const longer = new Uint8Array(id * 2);
      longer.set(verdicts);
      verdicts = longer;
    }
    if (verdicts[id] === 0) verdicts[id] = test(log.urls.text(id)) ? PASSES : FAILS;
    return verdicts[id] === PASSES;
  };

  const ofPacket = (chunk: Chunk, row: number): boolean => {
    const id = chunk.columns.url[row]!;
    return id === NOT_INTERNED ? test(urlInBytes(chunk, row)) : isPassed(id);
  };

  return byRow(cost, (chunk, row) => {
    const { flags, pair } = chunk.columns;
    const distance = pair[row]!;
    if (distance >= 0 || !(flags[row]! & Flag.REPLY)) return ofPacket(chunk, row);
    if (row + distance >= 0) return ofPacket(chunk, row + distance);
    const index = chunk.first + row + distance;
    const asked = log.chunkOf(index);
    return asked ? ofPacket(asked, index - asked.first) : ofPacket(chunk, row);
  });
}

export type Name = 'device' | 'side' | 'local' | 'remote';

/** By something of the connection. */
export function connectionTerm(log: TrafficLog, name: Name, test: TextTest): Term {
  const verdicts = new Map<number, boolean>();
  const term = byRow(Cost.LOOKUP, ({ columns }, row) => {
    const id = columns.connection[row]!;
    const quick = columns.kind[row]! & QUICK;
    const key = id * 2 + (quick ? 1 : 0);
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = test(nameOf(log.connection(id), name, quick !== 0));
      verdicts.set(key, verdict);
    }
    return verdict;
  });
  const refine: Term['refine'] = (chunk, rows, count) => {
    // An address may become known after the first packets.
    verdicts.clear();
    return term.refine(chunk, rows, count);
  };
  return { ...term, refine };
}

export function nameOf(connection: TapConnection | undefined, name: Name, quick: boolean): string {
  if (!connection) return '';
  if (name === 'device') return connection.label;
  if (name === 'side') return connection.role === 'server' ? 'mock' : 'device';
  if (name === 'local') return quick ? connection.quickLocal : connection.local;
  return quick ? connection.quickRemote : connection.remote;
}

function urlInBytes(chunk: Chunk, row: number): string {
  const { kind, offset } = chunk.columns;
  const at = offset[row]!;
  const length = kind[row]! & HEADER ? urlLength(chunk, at) : 0;
  if (length === 0) return '';
  const start = at + HEADER_LENGTH;
  return asBuffer(chunk.bytesOf(row)).toString('utf8', start - at, start - at + length);
}
