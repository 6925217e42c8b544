import { VsoaError } from '@vsoa-testbench/core';
import type { BenchError, DeviceField, ErrorCode, RequestPart, TlsProblem } from './contract.ts';

export interface FailureDetails {
  host?: string | undefined;
  position?: number | undefined;
  length?: number | undefined;
  subject?: string | undefined;
  field?: DeviceField | undefined;
  part?: RequestPart | undefined;
  tls?: TlsProblem | undefined;
  cause?: unknown;
}

/** What the bench itself refuses. `host`, `position`, `length`, `field`, `part` and `tls` as in `BenchError`. */
export class BenchFailure extends Error {
  readonly code: ErrorCode;
  readonly host: string | undefined;
  readonly position: number | undefined;
  readonly length: number | undefined;
  readonly subject: string | undefined;
  readonly field: DeviceField | undefined;
  readonly part: RequestPart | undefined;
  readonly tls: TlsProblem | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { host, position, length, subject, field, part, tls, cause }: FailureDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BenchFailure';
    this.code = code;
    this.host = host;
    this.position = position;
    this.length = length;
    this.subject = subject;
    this.field = field;
    this.part = part;
    this.tls = tls;
  }
}

/** What went wrong, as the window is told. Anything that is neither an error of core nor of the bench is `INTERNAL`. */
export function toBenchError(error: unknown): BenchError {
  if (!(error instanceof VsoaError || error instanceof BenchFailure)) {
    return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
  }
  const found: BenchError = { code: codeOf(error), message: error.message };
  if ('host' in error && typeof error.host === 'string') found.host = error.host;
  if ('position' in error && error.position !== undefined) found.position = error.position;
  if ('length' in error && error.length !== undefined) found.length = error.length;
  if ('subject' in error && error.subject !== undefined) found.subject = error.subject;
  if ('field' in error && error.field !== undefined) found.field = error.field;
  if ('part' in error && error.part !== undefined) found.part = error.part;
  if ('tls' in error && error.tls !== undefined) found.tls = error.tls;
  return found;
}

function codeOf(error: VsoaError | BenchFailure): ErrorCode {
  // To the user both say one thing: the peer sends what is no packet.
  if (error.code === 'BAD_MAGIC' || error.code === 'BAD_LENGTH') return 'INVALID_RESPONDING';
  // Of a server of core, of which the window is not told.
  if (error.code === 'CLOSED_BY_CLIENT') return 'CONNECTION_LOST';
  return error.code;
}
