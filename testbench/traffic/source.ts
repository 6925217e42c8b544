import { Flag, PacketType } from '@vsoa-testbench/core';
import { type Chunk, type Columns, HEADER } from './chunk.ts';
import { TrafficLog } from './log.ts';
import { awaitsReply, Pairs } from './pairs.ts';
import { Selection } from './selection.ts';

const FEW_MARKS = 1_024;

/** Traffic to look at, live or of a capture: a log, and what is found out about its packets after they came. */
export class Source {
  readonly id: string;
  readonly log: TrafficLog;
  readonly pairs: Pairs;
  /** Indices of the packets that the user has marked. */
  readonly marks = new Set<number>();
  /** Replies with a status that is not 0, and odd packets. */
  #failed: Selection;
  #settled = 0;
  /** As many marks as are looked through for those of packets that are gone. */
  #marksToLook = FEW_MARKS;

  constructor(id: string, log = new TrafficLog()) {
    this.id = id;
    this.log = log;
    this.pairs = new Pairs(log);
    this.#failed = new Selection(log, failedFilter);
  }

  get failed(): Selection {
    return this.#failed;
  }

  /** Goes on until it has caught up with the log or `isOver` says so; answers whether it has caught up. */
  advance(isOver: () => boolean): boolean {
    this.#failed.advance(this.log.end, isOver);
    return this.pairs.advance(isOver) && this.#failed.scanned === this.log.end;
  }

  /**
   * Index of the first request without a reply that went out at `since` (epoch ms) or later, so that its reply may still
   * come; where there is none, one past the last packet that was looked at for pairs.
   */
  settledEnd(since: number): number {
    let index = Math.max(this.#settled, this.log.first);
    while (index < this.pairs.end) {
      const chunk = this.log.chunkOf(index);
      if (!chunk) break;
      const { columns, first } = chunk;
      const end = Math.min(this.pairs.end, first + chunk.count);
      if (chunk.latest < since) index = end;
      while (index < end && !mayBeAnswered(columns, index - first, since)) index++;
      if (index < end) break;
    }
    this.#settled = index;
    return index;
  }

  /** Bounded: marks of packets that are gone are forgotten. */
  mark(index: number, marked: boolean): void {
    if (this.marks.size >= this.#marksToLook) {
      for (const each of this.marks) if (each < this.log.first) this.marks.delete(each);
      this.#marksToLook = Math.max(FEW_MARKS, this.marks.size * 2);
    }
    if (marked) this.marks.add(index);
    else this.marks.delete(index);
  }

  /** Answers how many packets `restore` can bring back. */
  clear(): number {
    const packets = this.log.clear();
    this.#startAgain();
    return packets;
  }

  /** Brings back what was cleared last, with its marks; false where its memory was needed meanwhile. */
  restore(): boolean {
    const isBack = this.log.restore();
    if (isBack) this.#startAgain();
    return isBack;
  }

  #startAgain(): void {
    this.pairs.restart();
    this.#settled = 0;
    this.#failed = new Selection(this.log, failedFilter);
  }
}

function mayBeAnswered(columns: Columns, row: number, since: number): boolean {
  return columns.pair[row] === 0 && (columns.time[row] as number) >= since && awaitsReply(columns, row);
}

const failedFilter = {
  costly: false,
  run({ columns }: Chunk, from: number, to: number, out: Uint16Array): number {
    const { oddity, kind, flags, status, type } = columns;
    let count = 0;
    for (let row = from; row < to; row++) {
      if (oddity[row] !== 0 || hasFailed(kind[row]!, type[row]!, flags[row]!, status[row]!)) out[count++] = row;
    }
    return count;
  },
};

/** The status byte says something only in replies; a QOSSETUP has the priority there. */
export function hasFailed(kind: number, type: number, flags: number, status: number): boolean {
  return status !== 0 && (kind & HEADER) !== 0 && (flags & Flag.REPLY) !== 0 && type !== PacketType.QOSSETUP;
}
