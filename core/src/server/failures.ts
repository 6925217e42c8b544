import { PacketError, VsoaError } from '../errors.ts';
import { PeerEnd, PeerStalled } from '../link.ts';

/** Why a connection ended; null where we ended it. */
export function lossOf(cause: Error | null): VsoaError | null {
  if (cause === null || cause instanceof PacketError) return cause;
  if (cause instanceof PeerEnd) return new VsoaError('CLOSED_BY_CLIENT', 'the client closed the connection', cause);
  if (cause instanceof PeerStalled) return new VsoaError('SEND_TIMEOUT', 'the client took nothing for too long', cause);
  return new VsoaError('CONNECTION_LOST', 'the connection is lost', cause);
}
