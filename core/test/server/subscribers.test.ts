import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { urlMatches } from '../../src/index.ts';
import { type Subscriber, Subscribers } from '../../src/server/subscribers.ts';

function subscriber(id: number): Subscriber {
  return { id, priority: 0, authed: true };
}

const url = fc.array(fc.constantFrom('a', 'b', '/', '/'), { maxLength: 6 }).map((parts) => `/${parts.join('')}`);

test('subscribers of a url are those that have a subscription which takes it, whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), url, fc.nat(3)), { maxLength: 30 }), fc.array(url), (steps, urls) => {
      const clients = [0, 1, 2, 3].map(subscriber);
      const subscriptions = clients.map(() => new Set<string>());
      const subscribers = new Subscribers<Subscriber>();
      for (const [adds, subscription, id] of steps) {
        if (adds) {
          subscribers.add(subscription, clients[id]!);
          subscriptions[id]!.add(subscription);
        } else {
          subscribers.delete(subscription, clients[id]!);
          subscriptions[id]!.delete(subscription);
        }
        for (const published of urls) {
          const takers = clients.filter((_, index) =>
            [...subscriptions[index]!].some((one) => urlMatches(one, published)),
          );
          expect(subscribers.of(published)).toEqual(takers);
        }
      }
    }),
  );
});

test('a url of many slashes costs no more than the subscriptions that there are', () => {
  const subscribers = new Subscribers<Subscriber>();
  for (const subscription of ['/', '/a/', '//', '/a']) subscribers.add(subscription, subscriber(1));
  const looks = vi.spyOn(Map.prototype, 'get');
  expect(subscribers.of('/'.repeat(60_000))).toHaveLength(2);
  expect(looks.mock.calls.length).toBeLessThan(10);
  looks.mockRestore();
});
