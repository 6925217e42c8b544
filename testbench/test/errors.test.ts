import { ConnectError, PacketError, RefusedError, VsoaError } from '@vsoa-testbench/core';
import { expect, it } from 'vitest';
import { BenchFailure, toBenchError } from '../errors.ts';

it.each([
  [new VsoaError('TIMEOUT', 'late'), { code: 'TIMEOUT', message: 'late' }],
  [new ConnectError('UNREACHABLE', 'h:1', 'no'), { code: 'UNREACHABLE', message: 'no', host: 'h:1' }],
  [new RefusedError(2, 'no'), { code: 'REFUSED_BY_SERVER', message: 'no' }],
  [new PacketError('BAD_MAGIC', 'no packet', Buffer.alloc(1)), { code: 'INVALID_RESPONDING', message: 'no packet' }],
  [new BenchFailure('INVALID_PARAM', 'bad', { position: 0 }), { code: 'INVALID_PARAM', message: 'bad', position: 0 }],
  [new BenchFailure('TIMEOUT', 'late', { host: 'h:1' }), { code: 'TIMEOUT', message: 'late', host: 'h:1' }],
  [new TypeError('oops'), { code: 'INTERNAL', message: 'oops' }],
  [Object.assign(new Error('posing'), { code: 'TIMEOUT' }), { code: 'INTERNAL', message: 'posing' }],
  ['text', { code: 'INTERNAL', message: 'text' }],
  [undefined, { code: 'INTERNAL', message: 'undefined' }],
])('tells the window of %o', (error, told) => {
  expect(toBenchError(error)).toEqual(told);
});
