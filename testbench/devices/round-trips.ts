import { eachPacket, Flag, PacketType, type Tap } from '@vsoa-testbench/core';
import { ROUND_TRIPS } from '../contract.ts';

const SEQNO = 4;

/**
 * The round trips of the last pings of one device, whoever sent them: they are seen on their way to the tap behind. It
 * costs a look at two bytes of each packet.
 */
export class RoundTrips {
  readonly tap: Tap;
  #history: number[] = [];
  /** Of the pings that wait for their reply; those that get none are forgotten with `clear`. */
  readonly #sentAt = new Map<number, number>();

  /** `onChange` is called at each reply. */
  constructor(tap: Tap, onChange: () => void) {
    this.tap = {
      packet: (source, start, end, sent, quick, connection, time) => {
        if (source[start + 1] === PacketType.PINGECHO) this.#see(source, start, sent, time, onChange);
        tap.packet(source, start, end, sent, quick, connection, time);
      },
      receivedTogether: (source, start, end, connection, time) => {
        eachPacket(source, start, end, (from, to) => {
          if (source[from + 1] === PacketType.PINGECHO) this.#see(source, from, false, time, onChange);
          if (!tap.receivedTogether) tap.packet(source, from, to, false, false, connection, time);
        });
        tap.receivedTogether?.(source, start, end, connection, time);
      },
      odd: (bytes, reason, quick, connection, time, sent) => tap.odd(bytes, reason, quick, connection, time, sent),
      other: (event, connection, time) => tap.other?.(event, connection, time),
    };
  }

  /** ms, the newest last. */
  get history(): number[] {
    return this.#history;
  }

  get newest(): number | null {
    return this.#history.at(-1) ?? null;
  }

  clear(): void {
    this.#history = [];
    this.#sentAt.clear();
  }

  #see(source: Buffer, start: number, sent: boolean, time: number, onChange: () => void): void {
    const seqno = source.readUInt32BE(start + SEQNO);
    if (sent) {
      this.#sentAt.set(seqno, time);
      return;
    }
    const sentAt = this.#sentAt.get(seqno);
    if (sentAt === undefined || ((source[start + 2] ?? 0) & Flag.REPLY) === 0) return;
    this.#sentAt.delete(seqno);
    this.#history = [...this.#history.slice(1 - ROUND_TRIPS), time - sentAt];
    onChange();
  }
}
