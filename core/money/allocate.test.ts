// Shares that add up to the whole, and who gets the odd won.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenInvariant } from '../invariant.ts';
import { allocate } from './allocate.ts';
import { add, won } from './won.ts';

describe('what cannot be shared', () => {
  // biome-ignore format: a table
  test.each([
    ['less than nothing',  -1n,  [1n]],
    ['among nobody',       100n, []],
    ['by no weight',       100n, [0n, 0n]],
    ['by negative weight', 100n, [3n, -1n]],
  ] as const)('%s', (_, total, weights) => {
    expect(() => allocate(won(total), weights)).toThrow(BrokenInvariant);
  });
});

// biome-ignore format: a table
const shared = [
  // story                          total  weights          shares
  ['nothing',                       0n,    [1n, 2n],        [0n, 0n]],
  ['one',                           100n,  [7n],            [100n]],
  ['evenly',                        100n,  [1n, 1n],        [50n, 50n]],
  ['equal fractions from the left', 100n,  [1n, 1n, 1n],    [34n, 33n, 33n]],
  ['two odd won',                   101n,  [1n, 1n, 1n],    [34n, 34n, 33n]],
  ['the largest fractions first',   10n,   [1n, 4n, 2n],    [1n, 6n, 3n]],
  ['a weight of zero gets nothing', 100n,  [0n, 1n, 2n],    [0n, 33n, 67n]],
  ['fewer won than shares',         2n,    [1n, 1n, 1n],    [1n, 1n, 0n]],
] as const;

test.each(shared)('%s', (_, total, weights, shares) => {
  expect(allocate(won(total), weights)).toEqual(shares);
});

const sharing = fc.tuple(
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fc
    .array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 10 })
    .filter((weights) => weights.some((weight) => weight > 0n)),
);

test('the parts are the whole, none is negative, none is a won from its exact share', () => {
  fc.assert(
    fc.property(sharing, ([total, weights]) => {
      const shares = allocate(won(total), weights);
      const sum = weights.reduce((left, right) => left + right, 0n);
      expect(add(...shares)).toBe(total);
      shares.forEach((share, index) => {
        const off = share * sum - total * (weights[index] ?? 0n);
        expect(share >= 0n && off > -sum && off < sum).toBe(true);
      });
    }),
    { seed: 20_260_309 },
  );
});
