import type { Oddity, TapConnection, TapEvent } from '@vsoa-testbench/core';
import type { SavedPacket, TrafficContent } from '../capture/types.ts';
import { withoutPassword } from '../capture/without-password.ts';
import { asBuffer } from '../payload.ts';
import { type Chunk, OTHER, QUICK, SENT, typeName } from './chunk.ts';
import { namesOf, pairOf } from './rows.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';

export type What = { kind: 'all' } | { kind: 'view' } | { kind: 'range'; from: number; to: number };

/** Stands for one that is not known any more. */
const UNKNOWN: TapConnection = {
  id: 0,
  role: 'client',
  local: '',
  remote: '',
  quickLocal: '',
  quickRemote: '',
  label: '',
};

/** How many packets `savedPackets` would hand out now. */
export function countOf(view: View, what: What): number {
  const { first, end } = view.describe();
  if (what.kind === 'all') return view.source.log.end - view.source.log.first;
  return what.kind === 'view' ? end - first : Math.max(0, Math.min(end, what.to) - Math.max(first, what.from));
}

/**
 * Packets on their way to a file, those that were there when it began. It may be slower than the log forgets: evicted
 * ones are left out, and passwords of handshakes hidden. The bytes of each are valid until the next is asked for, and until the loop has its turn.
 */
export function* savedPackets(view: View, what: What): Generator<SavedPacket, void> {
  const { source } = view;
  if (what.kind === 'all') {
    const { end } = source.log;
    for (let index = source.log.first; index < end; index = Math.max(index + 1, source.log.first)) {
      const packet = savedPacket(source, index);
      if (packet) yield hiding(packet);
    }
    return;
  }
  const { first, end } = view.describe();
  const from = what.kind === 'view' ? first : Math.max(first, what.from);
  const to = what.kind === 'view' ? end : Math.min(end, what.to);
  for (let position = from; position < to; position++) {
    const index = view.indexAt(position);
    const packet = index === undefined ? undefined : savedPacket(source, index);
    if (packet) yield hiding(packet);
  }
}

const hiding = (packet: SavedPacket): SavedPacket => ({ ...packet, content: withoutPassword(packet.content) });

/** Undefined where it was evicted. */
export function savedPacket(source: Source, index: number): SavedPacket | undefined {
  const { log } = source;
  const chunk = log.chunkOf(index);
  if (!chunk) return undefined;
  const row = index - chunk.first;
  const pair = pairOf(log, chunk, row);
  return {
    index,
    time: chunk.columns.time[row] as number,
    connection: log.connection(chunk.columns.connection[row] as number) ?? UNKNOWN,
    content: contentOf(chunk, row),
    marked: source.marks.has(index),
    pair: pair && { index: pair.index, rttMs: pair.rttMs },
  };
}

function contentOf(chunk: Chunk, row: number): TrafficContent {
  const kind = chunk.columns.kind[row] as number;
  const bytes = chunk.bytesOf(row);
  const sent = (kind & SENT) !== 0;
  const [odd = null] = namesOf(chunk.columns.oddity[row] as number);
  if (!(kind & OTHER)) return { kind: 'PACKET', bytes, sent, quick: (kind & QUICK) !== 0, odd: odd as Oddity | null };
  const type = typeName(kind, chunk.columns.type[row] as number);
  if (type === 'POSITION') return { kind: type, bytes: asBuffer(bytes), sent, malformed: odd !== null };
  const tunnelId = chunk.columns.tunnelId[row] as number;
  if (type === 'STREAM_OPEN') return { kind: type, tunnelId };
  // As the log itself wrote it.
  const { sentBytes, receivedBytes, error } = JSON.parse(asBuffer(bytes).toString()) as TapEvent & {
    kind: 'STREAM_CLOSE';
  };
  return { kind: 'STREAM_CLOSE', tunnelId, sentBytes, receivedBytes, error };
}
