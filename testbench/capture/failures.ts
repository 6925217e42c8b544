import type { ErrorCode } from '../contract.ts';
import { BenchFailure } from '../errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** What a failed write or read of a file is to the user. */
export function fileFailure(error: unknown, otherwise: ErrorCode): BenchFailure {
  if (error instanceof BenchFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return new BenchFailure(FULL.has(code) ? 'DISK_FULL' : otherwise, message, { cause: error });
}
