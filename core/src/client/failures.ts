import { ConnectError, PacketError, VsoaError } from '../errors.ts';
import { type Link, PeerEnd } from '../link.ts';
import type { ReceivedReply } from '../message.ts';
import { Status, statusName } from '../packet/constants.ts';

/** Why a request could not be sent. */
export function notSent(link: Link): VsoaError {
  if (link.ended) return new VsoaError('CLOSED_BY_SERVER', 'the server closed the connection');
  if (link.outbox.isStalled) return new VsoaError('SEND_TIMEOUT', 'the server takes nothing');
  return new VsoaError('TOO_MANY_PENDING', 'too many bytes wait to be sent');
}

/** What is wrong with the answer to the handshake. */
export function refusalOf(reply: ReceivedReply, host: string): ConnectError | undefined {
  if (reply.status === Status.PASSWORD) {
    return new ConnectError('INVALID_PASSWORD', host, `${host} says that the password is wrong or missing`);
  }
  if (reply.status !== Status.SUCCESS) {
    return new ConnectError('INVALID_RESPONDING', host, `${host} answered ${statusName(reply.status)}`);
  }
  if (reply.data.length >= 4) return undefined;
  return new ConnectError('INVALID_RESPONDING', host, `${host} gave no client id`);
}

/** Why a connection ended that we did not end. */
export function lossOf(cause: Error | null): VsoaError {
  if (cause instanceof PeerEnd) return new VsoaError('CLOSED_BY_SERVER', 'the server closed the connection', cause);
  if (cause instanceof PacketError)
    return new VsoaError('INVALID_RESPONDING', 'what the server sent is no VSOA', cause);
  return new VsoaError('CONNECTION_LOST', 'the connection is lost', cause ?? undefined);
}

/** What `connect` rejects with. */
export function connectErrorOf(error: unknown, host: string): VsoaError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof VsoaError)) return new ConnectError('ERROR', host, `cannot connect to ${host}`, error);
  if (error.code === 'CLOSED_BY_SERVER' || error.code === 'CONNECTION_LOST' || error.code === 'INVALID_RESPONDING') {
    return new ConnectError('INVALID_RESPONDING', host, `${host} does not answer as a VSOA server`, error);
  }
  return error;
}
