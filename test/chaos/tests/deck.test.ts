import fc from 'fast-check';
import type { Kind } from '../harness/kind';
import { deck, shuffled } from '../deck';

const kind = (name: string, places: number) => ({
  kind: { name } as Kind,
  cases: Array.from({ length: places }, (_, index) => ({
    kind: name,
    scenario: 'code' as const,
    at: `${index}`,
  })),
});

test('an order has every value once, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.nat(), (values, seed) => {
      const order = shuffled(values, seed);
      expect([...order].sort()).toEqual([...values].sort());
      expect(shuffled(values, seed)).toEqual(order);
    }),
  );
});

test('every case of every kind is in the deck once, and the kinds take turns', () => {
  const cases = deck([kind('a', 3), kind('b', 1), kind('c', 0)], 5);
  expect(cases.map(({ kind: name }) => name).join(' ')).toBe('a b a a');
  expect(new Set(cases.map(({ at, kind: name }) => name + at)).size).toBe(4);
});

test('another seed is another order', () => {
  const orders = [1, 2, 3].map((seed) =>
    shuffled(
      Array.from({ length: 30 }, (_, index) => index),
      seed,
    ).join(),
  );
  expect(new Set(orders).size).toBe(3);
});
