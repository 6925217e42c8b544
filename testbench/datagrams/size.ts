import { HEADER_LENGTH, MAX_PACKET, MAX_QUICK_PACKET, MAX_URL } from '@vsoa-testbench/core';
import type { Encoded } from '../drafts/encode.ts';
import { BenchFailure } from '../errors.ts';

/** A datagram that is ready to be sent. */
export interface Ready extends Encoded {
  url: string;
  quick: boolean;
  /** Of its packet, header and pad included. */
  bytes: number;
}

export const limitOf = (quick: boolean): number => (quick ? MAX_QUICK_PACKET : MAX_PACKET);

/** Of a packet, header and pad included. */
export function packetBytes(url: number, param: number, data: number): number {
  return Math.ceil((HEADER_LENGTH + url + param + data) / 4) * 4;
}

export function measured(url: string, quick: boolean, { param, data }: Encoded): Ready {
  const bytes = packetBytes(Buffer.byteLength(url), param?.length ?? 0, data?.length ?? 0);
  return { url, quick, param, data, bytes };
}

/** Throws `INVALID_URL`, `PACKET_TOO_LARGE`. */
export function checkReady({ url, quick, bytes }: Ready): void {
  if (!url.startsWith('/')) {
    throw new BenchFailure('INVALID_URL', `a url starts with /, this is ${JSON.stringify(url)}`, { part: 'url' });
  }
  if (Buffer.byteLength(url) > MAX_URL) {
    throw new BenchFailure('INVALID_URL', `a url has at most ${MAX_URL} bytes`, { part: 'url' });
  }
  const limit = limitOf(quick);
  if (bytes <= limit) return;
  const channel = quick ? 'the quick channel takes' : 'a packet has';
  throw new BenchFailure('PACKET_TOO_LARGE', `the packet has ${bytes} bytes, ${channel} at most ${limit}`);
}
