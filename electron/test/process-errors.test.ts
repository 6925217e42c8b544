import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { surviveErrors } from '../process-errors.ts';

function survivor(save = async () => undefined as void) {
  const on = new EventEmitter();
  const happened = vi.fn<(kind: string, detail: string) => void>();
  const say = vi.fn<(message: string) => void>();
  const saving = vi.fn<() => Promise<void>>(save);
  let now = 0;
  surviveErrors({ on: on as never, mishaps: { happened }, save: saving, say, now: () => now });
  return { on, happened, say, saving, wait: (ms: number) => void (now += ms) };
}

describe('an error that nothing was prepared for', () => {
  it('is recorded with its stack and its cause, and what the user made is saved', () => {
    const { on, happened, saving } = survivor();
    on.emit('uncaughtException', new Error('no such thing', { cause: new Error('the reason') }));
    expect(happened).toHaveBeenCalledOnce();
    const [kind, detail] = happened.mock.calls[0] ?? [];
    expect(kind).toBe('defect');
    expect(detail).toMatch(/^uncaught exception: Error: no such thing\n +at .*process-errors\.test/);
    expect(detail).toContain('caused by Error: the reason');
    expect(saving).toHaveBeenCalledOnce();
  });

  it('may be a rejection, and anything that was thrown', () => {
    const { on, happened } = survivor();
    on.emit('unhandledRejection', 'no error at all');
    expect(happened).toHaveBeenCalledWith('defect', 'unhandled rejection: no error at all');
  });

  it('in a loop is recorded ten times in a minute', () => {
    const { on, happened, wait } = survivor();
    for (let times = 0; times < 1_000; times++) on.emit('uncaughtException', new Error('again'));
    expect(happened).toHaveBeenCalledTimes(10);
    expect(happened.mock.calls.at(-1)?.[1]).toContain('more of them within a minute are not recorded');
    wait(60_000);
    on.emit('uncaughtException', new Error('later'));
    expect(happened).toHaveBeenCalledTimes(11);
  });

  it('is survived where saving fails', async () => {
    const { on, say } = survivor(() => Promise.reject(new Error('disk full')));
    on.emit('uncaughtException', new Error('no such thing'));
    await vi.waitFor(() => expect(say).toHaveBeenCalledWith('after the error not all was saved: Error: disk full'));
  });
});
