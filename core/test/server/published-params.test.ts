import { expect, test } from 'vitest';
import { PublishedParams } from '../../src/server/published-params.ts';

/** So many that the keys are known. */
const OFTEN = 50;

function after(params: PublishedParams, param: { [key: string]: number }): PublishedParams {
  for (let n = 0; n < OFTEN; n += 1) params.encode('/a', param);
  return params;
}

test('a param of known keys goes out as bytes, any other as JSON.stringify writes it', () => {
  const params = after(new PublishedParams(), { speed: 1 });
  expect(Buffer.from(params.encode('/a', { speed: 2.5 })).toString()).toBe('{"speed":2.5}');
  expect(params.encode('/a', { gear: 'D' })).toBe('{"gear":"D"}');
  expect(params.encode('/b', { speed: 1 })).toBe('{"speed":1}');
  expect(params.encode('/a', 'text')).toBe('"text"');
  expect(params.encode('/a', undefined)).toBe('');
  expect(params.encode('/a', Uint8Array.of(1))).toEqual(Uint8Array.of(1));
});

test('a getter of the param that publishes does not write into the param', () => {
  const params = after(new PublishedParams(), { a: 1, b: 2 });
  const param = {
    get a() {
      params.encode('/a', { a: 7, b: 8 });
      return 1;
    },
    b: 2,
  };
  expect(Buffer.from(params.encode('/a', param)).toString()).toBe('{"a":1,"b":2}');
});

test('a getter of the param that throws is an error of the caller', () => {
  const params = after(new PublishedParams(), { a: 1 });
  const param = {
    get a(): number {
      throw new Error('not now');
    },
  };
  expect(() => params.encode('/a', param)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(Buffer.from(params.encode('/a', { a: 3 })).toString()).toBe('{"a":3}');
});

test('urls without end take no memory without end', () => {
  const params = new PublishedParams();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 100_000; n += 1) params.encode(`/${n}`, { a: 1 });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
});
