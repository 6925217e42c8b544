import type { DeviceField } from './device-options.ts';
import type { RequestPart } from './payload.ts';

/** Why something failed. `code` is stable (docs/errors.md); `message` is English and technical, for logs and copies. */
export interface BenchError {
  code: ErrorCode;
  message: string;
  /** `host:port` the error is about, where there is one. */
  host?: string;
  /** Offset into the text that was refused (a param that is no JSON, a filter), counted as JavaScript counts characters. */
  position?: number;
  /** How much of that text is meant, where it is more than the place. */
  length?: number;
  /** The name of what is wrong, where it has one: a variable. */
  subject?: string;
  /** The field of a device that is wrong. */
  field?: DeviceField;
  /** The part of a request that is wrong, in whose text `position` is. */
  part?: RequestPart;
  /** What was wrong with TLS, where that is known. */
  tls?: TlsProblem;
}

/** What keeps a TLS connection from being made, or from being trusted. */
export type TlsProblem =
  | 'UNKNOWN_AUTHORITY'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'OTHER_NAME'
  | 'REVOKED'
  /** The server closed the connection in the handshake: it may speak no TLS. */
  | 'NO_TLS'
  /** The server speaks TLS, and the device is without. */
  | 'WANTS_TLS'
  /** The server refused the client's certificate, or the lack of one. */
  | 'OUR_CERTIFICATE'
  | 'OTHER';

/** Codes of core (docs in core/README.md), and those of the bench itself. The window has words for each of them. */
export type ErrorCode =
  // connecting
  | 'ERROR'
  | 'UNREACHABLE'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_NO_RESPONDING'
  | 'INVALID_RESPONDING'
  | 'INVALID_PASSWORD'
  | 'TLS_HANDSHAKE_FAILED'
  // while connected
  | 'NOT_CONNECTED'
  | 'CONNECTION_LOST'
  | 'CLOSED_BY_SERVER'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'TOO_MANY_PENDING'
  | 'PACKET_TOO_LARGE'
  | 'SEND_TIMEOUT'
  | 'NO_QUICK_CHANNEL'
  | 'INVALID_LIST'
  | 'ADDRESS_IN_USE'
  // what was asked
  | 'INVALID_URL'
  | 'INVALID_ARGUMENT'
  | 'INVALID_PARAM'
  | 'REFUSED_BY_SERVER'
  | 'NO_SUCH_DEVICE'
  | 'NO_SUCH_PACKET'
  | 'NO_SUCH_CALL'
  | 'NO_SUCH_VIEW'
  | 'NO_SUCH_CAPTURE'
  | 'NO_SUCH_PLOT'
  | 'NO_SUCH_VALUE'
  | 'INVALID_FILTER'
  | 'UNKNOWN_VARIABLE'
  | 'INVALID_VARIABLE'
  | 'INVALID_NAME'
  | 'NO_SUCH_REQUEST'
  | 'NO_SUCH_ENVIRONMENT'
  | 'NOT_REQUESTS'
  | 'NEWER_FILE'
  // files
  | 'FILE_UNREADABLE'
  | 'FILE_UNWRITABLE'
  | 'DISK_FULL'
  | 'NOT_A_CAPTURE'
  | 'NOT_DEVICES'
  | 'NOT_A_WORKSPACE'
  /** A file that was dropped on the window is of no kind that opens. */
  | 'UNKNOWN_FILE'
  | 'FOLDER_NOT_EMPTY'
  | 'TOO_MANY'
  // streams
  | 'NO_SUCH_TRANSFER'
  | 'NO_STREAM'
  | 'STREAM_INCOMPLETE'
  | 'STREAM_MISMATCH'
  // mock ECUs and position servers
  | 'NO_SUCH_SCENARIO'
  | 'INVALID_SCENARIO'
  | 'FILE_CHANGED'
  | 'NOT_RUNNING'
  | 'NO_SUCH_ECU'
  | 'NO_SUCH_CLIENT'
  | 'INVALID_FAULT'
  | 'NO_SUCH_ENTRY'
  | 'NOTHING_SEEN'
  // the door
  | 'BAD_REQUEST'
  | 'INTERNAL';

export type Result<T> = { ok: true; value: T } | { ok: false; error: BenchError };
