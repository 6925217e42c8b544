import { type Clock, decodePacket, Flag, type Line, PacketType, packetTypeName } from '@vsoa-testbench/core';
import { corrupted, oversized, withSeqno, withStatus } from './damage.ts';
import { DueQueue } from './due-queue.ts';
import type { PacketFacts, Rule } from './rule.ts';
import { sampleDelay } from './sample-delay.ts';

/** Requests of one client the urls of which are known when their replies go. */
const MAX_REQUESTS = 10_000;
/** What a frozen connection may keep, and beyond it is lost; also what may be delayed, and beyond it goes at once. */
const MAX_KEPT_BYTES = 4_194_304;
/** A quick packet that is held back for others to overtake it waits no longer, ms. */
const REORDER_MS = 100;
const REORDER_WINDOW = 4;

interface Going {
  bytes: Buffer;
  /** When, as `clock.now()`; 0: now. */
  due: number;
}

interface Kept {
  bytes: Buffer;
  direction: 'sent' | 'received';
  quick: boolean;
}

export interface FaultyLineOptions {
  clock: Clock;
  random: () => number;
  rules: () => readonly Rule[];
  /** A rule has struck. */
  struck: () => void;
}

/** What faults do to one connection. */
export class FaultyLine {
  readonly #line: Line;
  readonly #options: FaultyLineOptions;
  readonly #queue: DueQueue;
  /** Urls of requests, by seqno. */
  readonly #requests = new Map<number, string>();
  /** When the last packet that a rule has delayed goes: they stay in order. */
  readonly #lastOf = new Map<Rule, number>();
  readonly #frozenBy = new Set<Rule>();
  readonly #slowedBy = new Map<Rule, number>();
  #kept: Kept[] = [];
  #keptBytes = 0;
  #delayedBytes = 0;
  #overtaken: Buffer[] = [];
  #closed = false;

  constructor(line: Line, options: FaultyLineOptions) {
    this.#line = line;
    this.#options = options;
    this.#queue = new DueQueue(options.clock);
    for (const rule of options.rules()) if (rule.enabled) this.switched(rule);
  }

  /** A rule was switched on or off. */
  switched(rule: Rule): void {
    if (!rule.enabled) {
      if (this.#slowedBy.delete(rule)) this.#read();
      if (this.#frozenBy.delete(rule) && this.#frozenBy.size === 0) this.#thaw();
      return;
    }
    if (!rule.isForLines || rule.spec.kind === 'refuse' || !this.#strikes(rule)) return;
    if (rule.spec.kind === 'slow-reading') this.#slowedBy.set(rule, rule.spec.bytesPerSecond);
    else this.#freeze(rule);
  }

  sending(packet: Buffer, quick: boolean): void {
    const facts = this.#factsOf(packet, 'sent', quick);
    const going = this.#strike(packet, facts);
    for (const { bytes, due } of going) this.#at(due, () => this.#send(bytes, quick), bytes.length);
  }

  receiving(packet: Buffer, quick: boolean): void {
    const facts = this.#factsOf(packet, 'received', quick);
    const coming = this.#strike(packet, facts);
    for (const { bytes, due } of coming) this.#at(due, () => this.#receive(bytes, quick), bytes.length);
  }

  /** So many bytes were read: a slow reader takes its time for them. */
  read(bytes: number): void {
    if (this.#slowedBy.size === 0) return;
    const slowest = Math.min(...this.#slowedBy.values());
    this.#line.hold(true);
    this.#after((bytes / slowest) * 1_000, () => this.#read());
  }

  close(): void {
    this.#closed = true;
    this.#queue.clear();
    this.#kept = [];
    this.#overtaken = [];
    this.#requests.clear();
  }

  /** What becomes of one packet. */
  #strike(packet: Buffer, facts: PacketFacts): Going[] {
    let going: Going[] = [{ bytes: packet, due: 0 }];
    for (const rule of this.#options.rules()) {
      if (going.length === 0) break;
      if (rule.fits(facts) && this.#strikes(rule)) going = this.#struckBy(rule, going, facts);
    }
    return going;
  }

  #struckBy(rule: Rule, going: Going[], { direction, quick }: PacketFacts): Going[] {
    const { spec } = rule;
    const { random } = this.#options;
    const changed = (change: (bytes: Buffer) => Buffer) =>
      going.map(({ bytes, due }) => ({ bytes: change(bytes), due }));
    switch (spec.kind) {
      case 'delay':
        return going.map(({ bytes, due }) => ({
          bytes,
          due: this.#inOrder(rule, due, sampleDelay(spec.delay, random)),
        }));
      case 'drop':
      case 'quick-loss':
        return [];
      case 'duplicate':
        return going.flatMap((each) => Array.from({ length: 1 + (spec.copies ?? 1) }, () => each));
      case 'corrupt':
        return changed((bytes) => corrupted(bytes, spec.bytes ?? 1, spec.offset, random));
      case 'status':
        return changed((bytes) => withStatus(bytes, spec.status));
      case 'wrong-seqno':
        return changed((bytes) => withSeqno(bytes, spec.by ?? 1));
      case 'oversized':
        return changed((bytes) => oversized(bytes, spec.length));
      case 'cut':
        this.#cut(going[0]!.bytes, spec.after);
        return [];
      case 'quick-reorder':
        for (const { bytes } of going) this.#holdBack(bytes, spec.window ?? REORDER_WINDOW);
        return [];
      case 'freeze':
        this.#freeze(rule);
        for (const { bytes } of going) this.#keep({ bytes, direction, quick });
        return [];
      case 'disconnect':
        this.#after(spec.after ?? 0, () => this.#line.close());
        return going;
      case 'reset':
        this.#after(spec.after ?? 0, () => this.#line.reset());
        return going;
      case 'refuse':
      case 'slow-reading':
        return going;
    }
  }

  #strikes(rule: Rule): boolean {
    const strikes = rule.strikes(this.#options.random);
    if (strikes) this.#options.struck();
    return strikes;
  }

  /** When it may go, so that what one rule delays stays in order. */
  #inOrder(rule: Rule, due: number, delay: number): number {
    const earliest = Math.max(due, this.#options.clock.now()) + delay;
    const inOrder = Math.max(earliest, this.#lastOf.get(rule) ?? 0);
    this.#lastOf.set(rule, inOrder);
    return inOrder;
  }

  #cut(bytes: Buffer, after: number = Math.floor(bytes.length / 2)): void {
    this.#line.send(bytes.subarray(0, Math.min(after, bytes.length - 1)), false);
    this.#line.close();
  }

  /** The packet goes when so many have overtaken it, or after a moment. */
  #holdBack(bytes: Buffer, window: number): void {
    this.#overtaken.push(bytes);
    const release = () => {
      const at = this.#overtaken.indexOf(bytes);
      if (at === -1) return;
      this.#overtaken.splice(at, 1);
      this.#line.send(bytes, true);
    };
    if (this.#overtaken.length > window) this.#release(window);
    this.#after(REORDER_MS, release);
  }

  /** The newest first, so that the order is another one for sure. */
  #release(window: number): void {
    const going = this.#overtaken.splice(0, window).toReversed();
    for (const bytes of going) this.#line.send(bytes, true);
  }

  #freeze(rule: Rule): void {
    this.#frozenBy.add(rule);
    this.#line.hold(true);
  }

  #thaw(): void {
    const kept = this.#kept;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#read();
    for (const { bytes, direction, quick } of kept) {
      if (direction === 'sent') this.#line.send(bytes, quick);
      else this.#line.receive(bytes, quick);
    }
  }

  /** Reads on, unless it is frozen. */
  #read(): void {
    if (this.#frozenBy.size === 0) this.#line.hold(false);
  }

  #send(bytes: Buffer, quick: boolean): void {
    if (this.#frozenBy.size > 0) this.#keep({ bytes, direction: 'sent', quick });
    else this.#line.send(bytes, quick);
  }

  #receive(bytes: Buffer, quick: boolean): void {
    if (this.#frozenBy.size > 0) this.#keep({ bytes, direction: 'received', quick });
    else this.#line.receive(bytes, quick);
  }

  #keep(kept: Kept): void {
    if (this.#keptBytes + kept.bytes.length > MAX_KEPT_BYTES) return;
    this.#keptBytes += kept.bytes.length;
    this.#kept.push(kept);
  }

  #factsOf(packet: Buffer, direction: 'sent' | 'received', quick: boolean): PacketFacts {
    const { type, flags, seqno, url } = decodePacket(packet);
    const isReply = (flags & Flag.REPLY) !== 0;
    const facts = { direction, quick, type: packetTypeName(type), url, isReply };
    if (type !== PacketType.RPC || quick) return facts;
    if (isReply) {
      facts.url = this.#requests.get(seqno) ?? '';
      this.#requests.delete(seqno);
    } else if (direction === 'received' && this.#requests.size < MAX_REQUESTS) {
      this.#requests.set(seqno, url);
    }
    return facts;
  }

  #after(ms: number, go: () => void): void {
    this.#at(this.#options.clock.now() + ms, go, 0);
  }

  #at(due: number, go: () => void, bytes: number): void {
    if (this.#closed) return;
    if (due <= this.#options.clock.now() || this.#delayedBytes + bytes > MAX_KEPT_BYTES) {
      go();
      return;
    }
    this.#delayedBytes += bytes;
    this.#queue.add(due, () => {
      this.#delayedBytes -= bytes;
      go();
    });
  }
}
