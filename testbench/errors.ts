import { VsoaError } from '@vsoa-testbench/core';
import type { BenchError, ErrorCode } from './contract.ts';

export interface FailureDetails {
  host?: string | undefined;
  position?: number | undefined;
  cause?: unknown;
}

/** What the bench itself refuses. `host` and `position` as in `BenchError`. */
export class BenchFailure extends Error {
  readonly code: ErrorCode;
  readonly host: string | undefined;
  readonly position: number | undefined;

  constructor(code: ErrorCode, message: string, { host, position, cause }: FailureDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BenchFailure';
    this.code = code;
    this.host = host;
    this.position = position;
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
  return found;
}

function codeOf(error: VsoaError | BenchFailure): ErrorCode {
  // To the user both say one thing: the peer sends what is no packet.
  if (error.code === 'BAD_MAGIC' || error.code === 'BAD_LENGTH') return 'INVALID_RESPONDING';
  return error.code;
}
