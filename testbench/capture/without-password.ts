import { PacketType } from '@vsoa-testbench/core';
import type { TrafficContent } from './types.ts';

const HEADER = 20;
/** The member of a handshake's param, and its value as text or number, as far as a cut packet has it. */
const PASSWORD = /"passwd"\s*:\s*(?:"((?:[^"\\]|\\.)*)|(-?[\d.eE+]+))/g;

/**
 * What goes to a file of a handshake: with stars, as many as there are bytes, in place of the password, so that all
 * lengths and places in it stay true; of a password that is a number with ones, so that it stays JSON. The log itself
 * keeps what was on the wire.
 */
export function withoutPassword(content: TrafficContent): TrafficContent {
  if (content.kind !== 'PACKET' || content.bytes[1] !== PacketType.SERVINFO || content.bytes.length <= HEADER) {
    return content;
  }
  const { buffer, byteOffset, length } = content.bytes;
  // One character for each byte.
  const text = Buffer.from(buffer, byteOffset, length).toString('latin1', HEADER);
  const hidden = text.replaceAll(PASSWORD, (all, inText?: string, asNumber?: string) => {
    const value = inText ?? asNumber ?? '';
    return all.slice(0, all.length - value.length) + (inText === undefined ? '1' : '*').repeat(value.length);
  });
  if (hidden === text) return content;
  const bytes = Buffer.concat([content.bytes.subarray(0, HEADER), Buffer.from(hidden, 'latin1')]);
  return { ...content, bytes };
}
