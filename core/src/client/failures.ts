import { ConnectError, PacketError, reasonOf, VsoaError } from '../errors.ts';
import { type Link, PeerEnd } from '../link.ts';
import type { ReceivedReply } from '../message.ts';
import { Status, statusName } from '../packet/constants.ts';

/** First bytes of an alert of TLS: its type, and the major version. */
const TLS_ALERT = Buffer.of(0x15, 0x03);

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
  // Of `reset`.
  if (cause instanceof VsoaError) return cause;
  return new VsoaError('CONNECTION_LOST', 'the connection is lost', cause ?? undefined);
}

/** Why a connection ended before the server answered SERVINFO. */
export function handshakeLossOf(cause: Error | null, isSecure: boolean): VsoaError {
  if (cause instanceof PacketError && cause.bytes.subarray(0, 2).equals(TLS_ALERT)) {
    return new VsoaError('TLS_HANDSHAKE_FAILED', 'the server speaks TLS, and no TLS options are given', cause);
  }
  if (!isSecure || cause === null || cause instanceof VsoaError) return lossOf(cause);
  // In TLS 1.3 a server looks at the certificate of the client when for the client the handshake is over already.
  const said = cause instanceof PeerEnd ? '' : `: ${reasonOf(cause)}`;
  const message = `the server closed right after the TLS handshake; it may want another certificate of us${said}`;
  return new VsoaError('TLS_HANDSHAKE_FAILED', message, cause);
}

export function disconnected(): VsoaError {
  return new VsoaError('ABORTED', 'disconnected');
}

/** What `connect` rejects with. */
export function connectErrorOf(error: unknown, host: string): VsoaError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof VsoaError)) return new ConnectError('ERROR', host, `cannot connect to ${host}`, error);
  if (error.code === 'CLOSED_BY_SERVER') {
    const message = `${host} closed instead of answering; it may want TLS`;
    return new ConnectError('INVALID_RESPONDING', host, message, error);
  }
  if (error.code === 'CONNECTION_LOST' || error.code === 'INVALID_RESPONDING') {
    return new ConnectError('INVALID_RESPONDING', host, `${host} does not answer as a VSOA server`, error);
  }
  if (error.code === 'TLS_HANDSHAKE_FAILED')
    return new ConnectError(error.code, host, `${host}: ${error.message}`, error.cause);
  return error;
}
