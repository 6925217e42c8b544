import type { TrafficPacket, TrafficRow } from '../../contract.ts';
import type { TrafficLog } from '../../traffic/log.ts';
import { readPacket, readRow } from '../../traffic/rows.ts';
import { Source } from '../../traffic/source.ts';

export const never = () => false;

/** What is found out about a log, as far as it goes now. */
export function sourceOf(log: TrafficLog): Source {
  const source = new Source('live', log);
  source.advance(never);
  return source;
}

export function rowsOf(source: Source, from = 0, to = source.log.end): TrafficRow[] {
  const rows: TrafficRow[] = [];
  for (let index = Math.max(from, source.log.first); index < Math.min(to, source.log.end); index++) {
    const row = readRow(source, index);
    if (row) rows.push(row);
  }
  return rows;
}

export function readRows(log: TrafficLog, from: number, to: number): TrafficRow[] {
  return rowsOf(sourceOf(log), from, to);
}

export function readPacketOf(log: TrafficLog, index: number): TrafficPacket {
  return readPacket(sourceOf(log), index);
}
