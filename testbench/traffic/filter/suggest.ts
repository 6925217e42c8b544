import { Status } from '@vsoa-testbench/core';
import type { TrafficLog } from '../log.ts';
import { type Name, nameOf } from './names.ts';

/** Looked at for values, at most. */
const CONNECTIONS = 5_000;
const URLS = 10_000;
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  status: Object.values(Status).map(String),
  priority: ['0', '1', '2', '3', '4', '5', '6', '7'],
  time: ['-10s', '-1m', '-1h'],
  rtt: ['10ms', '100ms', '1s'],
  length: ['1000', '1KiB', '64KiB'],
  paramlength: ['1000', '1KiB', '64KiB'],
  datalength: ['1000', '1KiB', '64KiB'],
};

/** Values of a field that are in the log and hold what was typed, or else examples; at most `most`. */
export function valuesFrom(log: TrafficLog, field: string, typed: string, most: number): string[] {
  if (field === 'url') return urlsWith(log, typed, most);
  if (field === 'device' || field === 'local' || field === 'remote') return namesIn(log, field);
  return [...(EXAMPLES[field] ?? [])];
}

/** Those that came last first. */
function urlsWith(log: TrafficLog, typed: string, most: number): string[] {
  const found: string[] = [];
  const oldest = Math.max(1, log.urls.count - URLS);
  for (let id = log.urls.count; id >= oldest && found.length < most; id--) {
    const url = log.urls.text(id);
    if (url.toLowerCase().includes(typed)) found.push(url);
  }
  return found;
}

function namesIn(log: TrafficLog, name: Name): string[] {
  const names = new Set<string>();
  for (const connection of log.connections.slice(-CONNECTIONS)) {
    for (const quick of [false, true]) names.add(nameOf(connection, name, quick));
  }
  names.delete('');
  return [...names];
}
