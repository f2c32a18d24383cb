// Ranges of row numbers never meet, and what is allowed of a payment fits into them.
import { expect, test } from 'vitest';
import { mostCancels, mostFeeChanges, mostParts, rowNumber, rowNumbers } from './row-numbers.ts';

/** The column is a smallint. */
const greatest = 32_767;

test('no two ranges meet', () => {
  const ranges = Object.values(rowNumbers);
  ranges.forEach(({ from, to }, index) => {
    expect(from).toBeLessThanOrEqual(to);
    expect(from).toBeGreaterThan(ranges[index - 1]?.to ?? 0);
  });
  expect(ranges.at(-1)?.to).toBeLessThanOrEqual(greatest);
});

test('whatever is asked for of one payment has a number', () => {
  expect(mostParts).toBeLessThan(mostCancels);
  // An adopted cancel is not counted: the rail did it, and it was counted before the backup.
  const asked = mostCancels + 49;
  expect(rowNumber('cancel', asked)).toBe(1_000);
  expect(rowNumber('deposit', asked)).toBe(2_999);
  expect(rowNumber('adjustment', mostFeeChanges)).toBe(1_999);
});

test('a number too many, or none, is a bug', () => {
  expect(() => rowNumber('cancel', 1_000)).toThrow();
  expect(() => rowNumber('adjustment', 0)).toThrow();
});
