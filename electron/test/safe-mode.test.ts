import { expect, it } from 'vitest';
import { argsFor } from '../safe-mode.ts';

it('a restart keeps all arguments but that of safe mode', () => {
  const args = ['.', '--user-data-dir=/tmp/a', '--safe-mode', '--lang=zh-CN'];
  expect(argsFor(args, { safeMode: false })).toEqual(['.', '--user-data-dir=/tmp/a', '--lang=zh-CN']);
  expect(argsFor(argsFor(args, { safeMode: true }), { safeMode: true })).toEqual([
    '.',
    '--user-data-dir=/tmp/a',
    '--lang=zh-CN',
    '--safe-mode',
  ]);
});
