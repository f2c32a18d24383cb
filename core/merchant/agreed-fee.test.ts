// Which agreed fee stands on a day, and that a check card has its own.
import { expect, test } from 'vitest';
import { won } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import { type FeeSchedule, feeScheduleOn, termsUnder } from './agreed-fee.ts';
import { feeOf, pricingOf } from './fee.ts';
import { usualTerms } from './terms.ts';

const day = (text: string) => text as BusinessDate;
const from = (date: string, credit: number): FeeSchedule => ({
  from: day(date),
  basis: 'excluding-vat',
  rates: { credit, check: credit - 200 },
});
const cheap = from('2026-02-14', 1_150);
const schedules = [cheap, from('2025-08-14', 2_500)];

// biome-ignore format: a table
test.each([
  ['2025-08-13', null],
  ['2025-08-14', 2_500],
  ['2026-02-13', 2_500],
  ['2026-02-14', 1_150],
  ['2030-01-01', 1_150],
] as const)('on %s: %s', (date, credit) => {
  expect(feeScheduleOn(schedules, day(date))?.rates.credit ?? null).toBe(credit);
});

test('of two that begin on one day the later entry stands', () => {
  const both = [...schedules, from('2026-02-14', 1_000)];
  expect(feeScheduleOn(both, day('2026-03-01'))?.rates.credit).toBe(1_000);
});

test('a check card is priced by its own rate', () => {
  const fee = (card: 'credit' | 'check') => {
    const terms = termsUnder(cheap, card, usualTerms);
    return feeOf(pricingOf(terms, { paidBy: 'card', instalment: 0 }), won(50_000));
  };
  expect(fee('credit')).toMatchObject({ supply: won(575), vat: won(58) });
  expect(fee('check')).toMatchObject({ supply: won(475), vat: won(48) });
});
