import { plainHost } from '../address.ts';
import { Flag, PacketType } from '../packet/constants.ts';
import { contentOddity, type Oddity, quickOddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import type { PendingRequests } from './pending.ts';

/** What is odd about a packet that came from the server over TCP; `welcomed`: the handshake is through. */
export function oddityOf(packet: PacketView, welcomed: boolean, pending: PendingRequests): Oddity | undefined {
  const isReply = (packet.flags & Flag.REPLY) !== 0;
  switch (packet.type) {
    case PacketType.SERVINFO:
    case PacketType.RPC:
    case PacketType.SUBSCRIBE:
    case PacketType.UNSUBSCRIBE:
    case PacketType.PINGECHO:
      // A server may ping too.
      if (!isReply && packet.type !== PacketType.PINGECHO) return 'WRONG_CHANNEL';
      if (isReply && !pending.awaits(packet.seqno, packet.type)) return 'UNEXPECTED_REPLY';
      break;
    case PacketType.PUBLISH:
    case PacketType.DATAGRAM:
    case PacketType.QOSSETUP:
      if (!welcomed) return 'BEFORE_HANDSHAKE';
      break;
    case PacketType.NOOP:
      return 'WRONG_CHANNEL';
    default:
      return 'UNKNOWN_TYPE';
  }
  return contentOddity(packet);
}

/** What is odd about a packet that came over UDP; `server` is undefined while the handshake is not through. */
export function quickOddityOf(packet: PacketView, from: string, server: string | undefined): Oddity | undefined {
  if (server === undefined) return 'BEFORE_HANDSHAKE';
  if (plainHost(from) !== plainHost(server)) return 'STRANGER';
  return quickOddity(packet, [PacketType.PUBLISH, PacketType.DATAGRAM]);
}
