import { Flag, PacketType } from '@vsoa-testbench/core';
import { type Chunk, type Columns, HEADER, OTHER, OtherType, QUICK, SENT } from './chunk.ts';
import type { TrafficLog } from './log.ts';
import { Waiting } from './waiting.ts';

/** Requests that await a reply have one of these; others take n << 16 and get none (PROTOCOL 2.3). */
const LAST_AWAITED_SEQNO = 0xffff;
/** Rows between two looks at the clock. */
const ROWS_PER_STEP = 4_096;

/** Which of the types are answered, and a number for each of them. */
const slots = new Int8Array(256).fill(-1);
[PacketType.SERVINFO, PacketType.RPC, PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE, PacketType.PINGECHO].forEach(
  (type, slot) => {
    slots[type] = slot;
  },
);
const POSITION_SLOT = 5;

/**
 * Finds the reply of each request, and writes the distance between the two to the column `pair` of both. It follows the
 * log lazily, in slices. Its memory is bounded: of requests that nobody answers the oldest are forgotten.
 */
export class Pairs {
  readonly #log: TrafficLog;
  /** Made for the first request. */
  #waiting: Waiting | undefined;
  #next = 0;

  constructor(log: TrafficLog) {
    this.#log = log;
  }

  /** One past the last packet it has seen. */
  get end(): number {
    return this.#next;
  }

  /** Goes on until it has caught up or `isOver` says so; answers whether it has caught up. */
  advance(isOver: () => boolean): boolean {
    for (;;) {
      this.#next = Math.max(this.#next, this.#log.first);
      const chunk = this.#log.chunkOf(this.#next);
      if (!chunk) return true;
      const from = this.#next - chunk.first;
      const to = Math.min(chunk.count, from + ROWS_PER_STEP);
      for (let row = from; row < to; row++) this.#look(chunk, row);
      this.#next = chunk.first + to;
      if (isOver()) return this.#next === this.#log.end;
    }
  }

  /** Looks at all there is once more, after the log was cleared or what was cleared is back. */
  restart(): void {
    this.#waiting = undefined;
    this.#next = 0;
  }

  #look(chunk: Chunk, row: number): void {
    const { columns } = chunk;
    const slot = slotOf(columns, row);
    if (slot < 0) return;
    const seqno = columns.seqno[row] as number;
    if (seqno > LAST_AWAITED_SEQNO) return;
    const connection = columns.connection[row] as number;
    const sent = (columns.kind[row] as number) & SENT;
    const isReply = (columns.flags[row] as number) & Flag.REPLY;
    const bySender = isReply ? sent ^ SENT : sent;
    const key = (slot << 17) | (bySender << 16) | seqno;
    this.#waiting ??= new Waiting();
    if (isReply) this.#answer(chunk, row, this.#waiting.take(connection, key));
    // One with the same seqno that still waits is not answered any more.
    else this.#waiting.set(connection, key, chunk.first + row);
  }

  #answer(chunk: Chunk, row: number, request: number | undefined): void {
    const asked = request === undefined ? undefined : this.#log.chunkOf(request);
    if (request === undefined || asked === undefined) return;
    const distance = chunk.first + row - request;
    asked.columns.pair[request - asked.first] = distance;
    chunk.columns.pair[row] = -distance;
  }
}

/** Whether the packet asks for a reply. */
export function awaitsReply(columns: Columns, row: number): boolean {
  return (
    slotOf(columns, row) >= 0 &&
    ((columns.flags[row] as number) & Flag.REPLY) === 0 &&
    (columns.seqno[row] as number) <= LAST_AWAITED_SEQNO
  );
}

function slotOf(columns: Columns, row: number): number {
  const kind = columns.kind[row] as number;
  const type = columns.type[row] as number;
  if (kind & OTHER) return type === OtherType.POSITION ? POSITION_SLOT : -1;
  // What is never answered on the quick channel must not take a seqno from what is.
  return (kind & (HEADER | QUICK)) === HEADER ? (slots[type] as number) : -1;
}
