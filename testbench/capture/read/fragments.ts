import type { IpPayload } from './ip.ts';

/** Packets that are put together at one time; of more the oldest is given up. */
const MOST = 256;
/** Of capture time, ms, as systems wait. */
const TIMEOUT = 30_000;
const MAX_LENGTH = 65_535;
/** Of one packet. No network cuts one into more: they have at least 48 bytes each. */
const MAX_PIECES = 2_048;

interface Whole {
  bytes: Buffer;
  /** Ends of the stretches that are there, by their starts. */
  stretches: Map<number, number>;
  /** Bytes of all stretches. */
  covered: number;
  /** Known once the last fragment came. */
  length: number | undefined;
  protocol: number;
  time: number;
}

/** Puts the fragments of IP packets together, in whatever order they come. Memory is bounded. */
export class Fragments {
  readonly #wholes = new Map<string, Whole>();

  /** The whole payload, once its last missing piece is there. A fragment that was captured in part helps nobody. */
  add(key: string, part: IpPayload, offset: number, more: boolean, time: number): IpPayload | undefined {
    const end = offset + part.length;
    if (end > MAX_LENGTH || part.bytes.length < part.length || part.length === 0) return undefined;
    const whole = this.#whole(key, time);
    if (whole.bytes.length < end) whole.bytes = enlarged(whole.bytes, end);
    // What came first counts, as the transport checksum tells the receiver and nobody tells us.
    if (!whole.stretches.has(offset)) {
      part.bytes.copy(whole.bytes, offset);
      whole.stretches.set(offset, end);
      whole.covered += part.length;
    }
    if (offset === 0) whole.protocol = part.protocol;
    if (!more) whole.length = end;
    if (whole.stretches.size > MAX_PIECES) this.#wholes.delete(key);
    if (whole.length === undefined || whole.covered < whole.length || !isComplete(whole)) return undefined;
    this.#wholes.delete(key);
    const { protocol, length } = whole;
    return { ...part, protocol, bytes: whole.bytes.subarray(0, length), length };
  }

  #whole(key: string, time: number): Whole {
    const known = this.#wholes.get(key);
    if (known && time - known.time < TIMEOUT) return known;
    this.#wholes.delete(key);
    for (const oldest of this.#wholes.keys()) {
      if (this.#wholes.size < MOST) break;
      this.#wholes.delete(oldest);
    }
    const whole = { bytes: Buffer.alloc(0), stretches: new Map(), covered: 0, length: undefined, protocol: 0, time };
    this.#wholes.set(key, whole);
    return whole;
  }
}

function isComplete({ stretches, length }: Whole): boolean {
  let at = 0;
  while (at < (length as number)) {
    const end = stretches.get(at);
    if (end === undefined) return false;
    at = end;
  }
  return true;
}

function enlarged(bytes: Buffer, length: number): Buffer {
  const grown = Buffer.alloc(Math.min(MAX_LENGTH, Math.max(length, bytes.length * 2)));
  bytes.copy(grown);
  return grown;
}
