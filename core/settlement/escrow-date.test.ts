// Auto-confirm after 3 or 6 bank days and payout 2 later: 5 or 8 from the delivery.
import { describe, expect, test } from 'vitest';
import { addBankDays, knownCalendar } from '../time/bank-day.ts';
import type { BusinessDate } from '../time/instant.ts';
import { autoConfirmDate, escrowPayoutDate } from './escrow-date.ts';

const day = (text: string) => text as BusinessDate;

function confirmed(tracked: boolean, received: string, registered = received) {
  const delivery = { received: day(received), registered: day(registered), tracked };
  return autoConfirmDate(knownCalendar, delivery);
}

function paid(decided: string) {
  return escrowPayoutDate(knownCalendar, day(decided)).date;
}

// biome-ignore format: a table
test.each([
  // tracked delivered     confirmed     paid
  [true,  '2026-03-09', '2026-03-12', '2026-03-16'],
  [false, '2026-03-09', '2026-03-17', '2026-03-19'],
  [true,  '2026-03-14', '2026-03-18', '2026-03-20'], // a Saturday: its first bank day is Monday
  [true,  '2026-09-22', '2026-09-29', '2026-10-01'], // over Chuseok
  [false, '2026-09-22', '2026-10-02', '2026-10-07'], // and over Foundation Day and its substitute
] as const)('tracked %s, delivered %s: %s, paid %s', (tracked, on, confirms, pays) => {
  expect(confirmed(tracked, on)).toBe(confirms);
  expect(paid(confirms)).toBe(pays);
});

test.each([
  [true, 5],
  [false, 8],
] as const)('tracked %s: paid %d bank days after the delivery', (tracked, days) => {
  const on = confirmed(tracked, '2026-03-09') as string;
  expect(paid(on)).toBe(addBankDays(knownCalendar, day('2026-03-09'), days));
});

describe('a decision', () => {
  // biome-ignore format: a table
  test.each([
    ['2026-03-13', '2026-03-17'],
    ['2026-03-14', '2026-03-18'],
    ['2026-03-16', '2026-03-18'],
  ] as const)('on %s is paid on %s', (decided, on) => {
    expect(paid(decided)).toBe(on);
  });

  test('counts from the day we were told, if the delivery is dated before it', () => {
    expect(confirmed(true, '2026-03-02', '2026-03-09')).toBe('2026-03-12');
    expect(confirmed(true, '2026-03-10', '2026-03-09')).toBe('2026-03-13');
  });

  test('has no date in an unknown year', () => {
    expect(confirmed(true, '2028-12-28')).toBeNull();
    expect(paid('2028-12-29')).toBeNull();
  });
});
