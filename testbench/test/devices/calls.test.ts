import { expect, it } from 'vitest';
import { Calls } from '../../devices/calls.ts';

it('more calls at once than the bench takes are refused, and there is room again when some have ended', async () => {
  const calls = new Calls();
  const running = Array.from({ length: 10_000 }, (_, n) => calls.run(`call ${n}`, untilAborted));
  await expect(calls.run('one more', untilAborted)).rejects.toMatchObject({ code: 'TOO_MANY' });
  calls.cancel('call 7');
  await running[7];
  expect(await calls.run('one more', () => Promise.resolve('done'))).toBe('done');
});

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}
