import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ORDER, reorder } from '../../requests/order.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** As it is shown: those without an order are last, in the order they have. */
const sorted = (orders: (string | undefined)[]) =>
  orders
    .map((order, index) => ({ order, index }))
    .toSorted((a, b) => (a.order === undefined ? 1 : b.order === undefined ? -1 : a.order < b.order ? -1 : 1));

it(`whatever is moved, the list stands as it was wanted, and nearly all files stay (FUZZ_SEED=${seed})`, () => {
  const move = fc.tuple(fc.nat(30), fc.nat(30));
  fc.assert(
    fc.property(fc.nat(20), fc.array(move, { maxLength: 100 }), (outside, moves) => {
      let list = Array.from({ length: outside }, (_, n) => ({ n, order: undefined as string | undefined }));
      for (const [from, to] of moves) {
        const [moved] = list.splice(from % Math.max(1, list.length), 1);
        const at = to % (list.length + 1);
        list.splice(at, 0, { n: moved?.n ?? 100, order: undefined });
        const before = list.map((each) => each.order);
        const changed = reorder(before, at);
        list = list.map((each, index) => ({ ...each, order: changed.get(index) ?? each.order }));
        for (const order of changed.values()) expect(order).toMatch(ORDER);
        expect(sorted(list.map((each) => each.order)).map(({ index }) => index)).toEqual(list.map((_, n) => n));
        // Beside the moved one only those without an order before it.
        expect(changed.size).toBe(1 + before.slice(0, at).filter((each) => each === undefined).length);
      }
    }),
    { seed, numRuns: 200 },
  );
});

it('two that have the same order, as two people may give it, get different ones when something is put between them', () => {
  const changed = reorder(['0G8', undefined, '0G8', 'Z'], 1);
  const [, moved, after] = [0, 1, 2].map((index) => changed.get(index) ?? '0G8');
  const orders = ['0G8', moved, after, 'Z'] as string[];
  expect(sorted(orders).map(({ order }) => order)).toEqual(orders);
  expect(new Set(orders).size).toBe(4);
});

it('ten thousand added at the end do not make the orders longer', () => {
  let last: string | undefined;
  for (let n = 0; n < 10_000; n++) last = reorder([last, undefined], 1).get(1);
  expect(last).toHaveLength(4);
});
