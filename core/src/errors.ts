/** Stable codes of what can go wrong; core/README.md says of each what to do. */
export type VsoaErrorCode =
  | ConnectErrorCode
  | 'INVALID_URL'
  | 'INVALID_ARGUMENT'
  | 'NOT_CONNECTED'
  | 'CONNECTION_LOST'
  | 'CLOSED_BY_SERVER'
  | 'CLOSED_BY_CLIENT'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'TOO_MANY_PENDING'
  | 'PACKET_TOO_LARGE'
  | 'SEND_TIMEOUT'
  | 'ADDRESS_IN_USE'
  | 'REFUSED_BY_SERVER'
  | 'BAD_MAGIC'
  | 'BAD_LENGTH';

/** Why a connection could not be made. */
export type ConnectErrorCode =
  | 'ERROR'
  | 'UNREACHABLE'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_NO_RESPONDING'
  | 'INVALID_RESPONDING'
  | 'INVALID_PASSWORD'
  | 'TLS_HANDSHAKE_FAILED';

/** Every error of this library. Decide by `code`; the message is for people and may change. */
export class VsoaError extends Error {
  readonly code: VsoaErrorCode;

  constructor(code: VsoaErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** What Node or the program says of it, in one line; OpenSSL without its file names. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  return 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
}

/** `connect` failed. `host` is the `host:port` that was asked for. */
export class ConnectError extends VsoaError {
  declare readonly code: ConnectErrorCode;
  readonly host: string;

  constructor(code: ConnectErrorCode, host: string, message: string, cause?: unknown) {
    super(code, message, cause);
    this.host = host;
  }
}

/** The server answered a subscribe or unsubscribe with a `status` that is not 0. */
export class RefusedError extends VsoaError {
  declare readonly code: 'REFUSED_BY_SERVER';
  readonly status: number;

  constructor(status: number, message: string) {
    super('REFUSED_BY_SERVER', message);
    this.status = status;
  }
}

/** Bytes that are no packet: `BAD_MAGIC`, or `BAD_LENGTH` where the lengths are beyond a limit or do not fit. */
export class PacketError extends VsoaError {
  declare readonly code: 'BAD_MAGIC' | 'BAD_LENGTH';
  /** What had arrived of it, at most 64 KiB. */
  readonly bytes: Buffer;

  constructor(code: 'BAD_MAGIC' | 'BAD_LENGTH', message: string, bytes: Buffer) {
    super(code, message);
    this.bytes = bytes.subarray(0, 65_536);
  }
}
