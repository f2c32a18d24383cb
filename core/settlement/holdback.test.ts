// What is kept back is rounded down, comes back whole, and on a day of its own.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, subtract, won } from '../money/won.ts';
import { type BusinessDate, dayMs, startOfDay } from '../time/instant.ts';
import { heldOf, releaseDateOf } from './holdback.ts';

// biome-ignore format: a table
test.each([
  // total  rate     held
  [48_625,  10_000,  4_862],
  [48_625,  0,       0],
  [48_625,  100_000, 48_625],
  [9,       10_000,  0],
  [10,      10_000,  1],
  [0,       10_000,  0],
] as const)('of %d at %d: %d', (total, rate, held) => {
  expect(heldOf(won(total), rate)).toBe(won(held));
});

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((value) => won(value));
const rate = fc.integer({ min: 0, max: 100_000 });

test('never more than its share, less than a won below it, and the parts are the whole', () => {
  fc.assert(
    fc.property(amount, rate, (total, percent) => {
      const held = heldOf(total, percent);
      const exact = total * BigInt(percent);
      expect(held * 100_000n <= exact && exact < (held + 1n) * 100_000n).toBe(true);
      expect(held >= 0n && held <= total).toBe(true);
      expect(add(held, subtract(total, held))).toBe(total);
    }),
    { seed: 20_260_309 },
  );
});

test('two payouts never keep back more than their sum would', () => {
  fc.assert(
    fc.property(amount, amount, rate, (first, second, percent) => {
      const apart = add(heldOf(first, percent), heldOf(second, percent));
      expect([0n, 1n]).toContain(heldOf(add(first, second), percent) - apart);
    }),
    { seed: 20_260_310 },
  );
});

test('the release is so many calendar days later', () => {
  const payout = '2026-12-30' as BusinessDate;
  expect(releaseDateOf(payout, 0)).toBe(payout);
  expect(releaseDateOf(payout, 3)).toBe('2027-01-02');
  const days = fc.integer({ min: 0, max: 3_650 });
  fc.assert(
    fc.property(days, (count) => {
      expect(startOfDay(releaseDateOf(payout, count)) - startOfDay(payout)).toBe(count * dayMs);
    }),
    { seed: 20_260_311 },
  );
});
