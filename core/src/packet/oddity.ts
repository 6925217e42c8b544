import { packetTypeName } from './constants.ts';
import type { PacketView } from './view.ts';

/** What there is to say about something that arrived. */
export type Oddity =
  /** Refused, and on TCP the connection is closed. */
  | 'BAD_MAGIC'
  /** Refused: longer than the limit, or on UDP not as long as it says. On TCP the connection is closed. */
  | 'BAD_LENGTH'
  /** Taken although its length is no multiple of 4. */
  | 'UNALIGNED'
  /** Ignored. */
  | 'UNKNOWN_TYPE'
  /** Ignored: its type is not for this channel or this direction. */
  | 'WRONG_CHANNEL'
  /** Ignored: came on the quick channel from an address that does not belong to the connection. */
  | 'STRANGER'
  /** Its url is no UTF-8. A request is answered with status 2. */
  | 'BAD_UTF8'
  /** Ignored: nobody asked, or not any more. */
  | 'UNEXPECTED_REPLY'
  /** A request is answered with status 1, anything else ignored. */
  | 'BEFORE_HANDSHAKE';

/** Odd, but acted on all the same. */
export function isTolerated(oddity: Oddity | undefined): boolean {
  return oddity === undefined || oddity === 'UNALIGNED' || oddity === 'BAD_UTF8';
}

/** What is odd about a packet that is welcome by its type. */
export function contentOddity(packet: PacketView): Oddity | undefined {
  if (!packet.urlIsUtf8) return 'BAD_UTF8';
  return packet.length % 4 === 0 ? undefined : 'UNALIGNED';
}

/** What is odd about a packet on the quick channel, where only a few types may come. */
export function quickOddity(packet: PacketView, types: readonly number[]): Oddity | undefined {
  if (types.includes(packet.type)) return contentOddity(packet);
  return packetTypeName(packet.type) === 'UNKNOWN' ? 'UNKNOWN_TYPE' : 'WRONG_CHANNEL';
}
