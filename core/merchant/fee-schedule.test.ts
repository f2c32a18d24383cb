// The tiers of the law, at their edges and on the days on which they change.
import { describe, expect, test } from 'vitest';
import type { BusinessDate } from '../time/instant.ts';
import { feeRateOn } from './fee-schedule.ts';

const rates = (date: string, yearlySales: number) =>
  (['credit', 'check'] as const).map((card) =>
    feeRateOn(date as BusinessDate, { yearlySales, card }),
  );

describe.each(['2025-08-14', '2026-02-13', '2026-02-14', '2026-08-01'])('on %s', (date) => {
  // biome-ignore format: a table
  test.each([
    // won a year     credit check
    [0,             400,   150],
    [300_000_000,   400,   150],
    [300_000_001,   1_000, 750],
    [500_000_000,   1_000, 750],
    [500_000_001,   1_150, 900],
    [1_000_000_000, 1_150, 900],
    [1_000_000_001, 1_450, 1_150],
    [3_000_000_000, 1_450, 1_150],
    [3_000_000_001, null,  null],
  ] as const)('%d a year: %s, %s', (sales, ...expected) => {
    expect(rates(date, sales)).toEqual(expected);
  });
});

test('the table before it was dearer, and before that nothing is known', () => {
  expect(rates('2025-02-13', 300_000_000)[0]).toBe(500);
  expect(rates('2025-02-14', 300_000_000)[0]).toBe(400);
  expect(rates('2022-01-30', 300_000_000)).toEqual([null, null]);
});
