import { VsoaError } from '@vsoa-testbench/core';
import { BenchFailure } from '../testbench/errors.ts';

/** What the program ends with; part of its interface. */
export const Exit = {
  OK: 0,
  /** The server answered, but not with success; or what was waited for did not come. */
  REFUSED: 1,
  WRONG_USE: 2,
  NETWORK: 3,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** Wrong use: one line that says what was expected. */
export class UsageError extends Error {}

const WRONG_USE_CODES = new Set([
  'INVALID_URL',
  'INVALID_ARGUMENT',
  'INVALID_PARAM',
  'INVALID_FILTER',
  'PACKET_TOO_LARGE',
  'FILE_UNREADABLE',
  'NOT_A_CAPTURE',
]);
/** There was an answer, or a file, and it was not what was wanted. */
const REFUSED_CODES = new Set([
  'REFUSED_BY_SERVER',
  'NO_STREAM',
  'STREAM_INCOMPLETE',
  'STREAM_MISMATCH',
  'FILE_UNWRITABLE',
  'DISK_FULL',
]);

/** The exit code for an error, undefined where it is a defect of ours. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof UsageError) return Exit.WRONG_USE;
  if (isOfSystem(error) || isEndedByUser(error)) return Exit.REFUSED;
  if (!(error instanceof VsoaError || error instanceof BenchFailure)) return undefined;
  if (WRONG_USE_CODES.has(error.code)) return Exit.WRONG_USE;
  return REFUSED_CODES.has(error.code) ? Exit.REFUSED : Exit.NETWORK;
}

/** What happened, and what to try where that is not plain. */
export function messageOf(error: unknown): string {
  if (isEndedByUser(error)) return 'ended before it was through';
  const { message } = error as Error;
  const needsPassword = error instanceof VsoaError && error.code === 'INVALID_PASSWORD';
  return needsPassword ? `${message}; it is given with --passwd or VSOA_PASSWD` : message;
}

/** Such as a file that cannot be written: no defect of ours. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

function isEndedByUser(error: unknown): boolean {
  if (error instanceof VsoaError) return error.code === 'ABORTED';
  return error instanceof Error && error.name === 'AbortError';
}
