import { VsoaError } from './errors.ts';

/** ms that something may take: 0 or more, Infinity for no end. Throws `INVALID_ARGUMENT`. */
export function checkTimeout(ms: number | undefined, name: string = 'timeout'): void {
  if (ms === undefined || (typeof ms === 'number' && ms >= 0)) return;
  throw new VsoaError('INVALID_ARGUMENT', `${name} is a number of ms, 0 or more, or Infinity, not ${String(ms)}`);
}
