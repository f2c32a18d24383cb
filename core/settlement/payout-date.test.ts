// Payout dates: days that a Korean gateway published, other cycles, and unknown years.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownCalendar, withOverlay } from '../time/bank-day.ts';
import {
  type BusinessDate,
  businessDate,
  dayMs,
  instant,
  isoTime,
  minuteMs,
} from '../time/instant.ts';
import { closingOf, type PayoutRule, payoutDate, payoutInstant } from './payout-date.ts';

const day = (text: string) => text as BusinessDate;
const daily = (days: number): PayoutRule => ({
  days,
  counts: 'bank-days',
  cycle: { kind: 'daily' },
});
const cards = daily(6);
const accounts = daily(3);

function dateOf(rule: PayoutRule, base: string): string | null {
  return payoutDate(knownCalendar, rule, day(base)).date;
}

// Published for its shops by a Korean gateway in four notices, 2012 to 2022, day by day.
// biome-ignore format: a table
const published = [
  // rule      base          payout        why it is worth a row
  [cards,    '2012-04-03', '2012-04-12', 'the election of 2012-04-11'],
  [cards,    '2015-04-23', '2015-05-04', 'the 1st of May'],
  [cards,    '2015-04-24', '2015-05-06', 'the 1st of May and Children’s Day'],
  [cards,    '2015-04-25', '2015-05-07', 'a Saturday rolls first'],
  [cards,    '2015-04-26', '2015-05-07', 'a Sunday rolls first'],
  [cards,    '2015-04-27', '2015-05-07', 'the Monday itself'],
  [cards,    '2017-09-20', '2017-09-28', 'before Chuseok'],
  [cards,    '2017-09-22', '2017-10-10', 'ten days off, one of them temporary'],
  [cards,    '2017-09-23', '2017-10-11', 'a Saturday rolls first'],
  [cards,    '2017-09-24', '2017-10-11', 'a Sunday rolls first'],
  [cards,    '2017-09-25', '2017-10-11', 'the Monday itself'],
  [cards,    '2017-09-26', '2017-10-12', 'counted across Chuseok'],
  [cards,    '2022-04-26', '2022-05-04', 'a 1st of May on a Sunday'],
  [cards,    '2022-04-27', '2022-05-06', 'Children’s Day'],
  [cards,    '2022-04-28', '2022-05-09', 'Children’s Day and a weekend'],
  [accounts, '2012-04-06', '2012-04-12', 'the election of 2012-04-11'],
  [accounts, '2015-04-28', '2015-05-04', 'the 1st of May'],
  [accounts, '2017-09-27', '2017-10-10', 'Chuseok'],
  [accounts, '2022-04-29', '2022-05-04', 'a weekend'],
] as const;

// Seen on other gateways, whose terms differ, and the examples of docs/concepts/settlement.md.
// biome-ignore format: a table
const others = [
  [daily(3), '2023-11-25', '2023-11-30', 'sold on a Saturday'],
  [daily(3), '2025-02-09', '2025-02-13', 'sold on a Sunday'],
  [daily(5), '2025-06-18', '2025-06-25', 'sold on a Wednesday'],
  [cards,    '2026-03-10', '2026-03-18', 'captured on a Tuesday'],
  [accounts, '2026-03-09', '2026-03-12', 'money on a Monday'],
] as const;

const datesOn = (days: number, since?: string): PayoutRule => ({
  ...{ days, counts: 'calendar-days', cycle: { kind: 'daily' } },
  ...(since === undefined ? {} : { since: instant(Date.parse(`${since}:00+09:00`)) }),
});

// 2028-03-10 is a Friday; the payout of the Monday closes on it, at 17:00.
// biome-ignore format: a table
const notClosed = [
  [datesOn(1),                     '2028-03-10', '2028-03-13', 'captured before it closes'],
  [datesOn(1),                     '2028-03-11', '2028-03-14', 'captured on a Saturday'],
  [datesOn(2),                     '2028-03-11', '2028-03-14', 'counted to the Monday itself'],
  [datesOn(3),                     '2028-03-11', '2028-03-14', 'counted to a day that is open'],
  [datesOn(2, '2028-03-10T16:59'), '2028-03-10', '2028-03-13', 'money in time'],
  [datesOn(2, '2028-03-10T17:00'), '2028-03-10', '2028-03-14', 'money as it closes'],
  [datesOn(2, '2028-03-12T12:00'), '2028-03-12', '2028-03-14', 'money on a Sunday'],
  [datesOn(1),                     '2026-09-24', '2026-09-29', 'Chuseok until the 27th'],
] as const;

test.each(notClosed)('%o: %s is paid out on %s: %s', (rule, base, payout) => {
  expect(dateOf(rule, base)).toBe(payout);
});

test('what is counted in calendar days is never in a payout that closed before', () => {
  const days = fc.record({
    days: fc.integer({ min: 1, max: 60 }),
    day: fc.nat(700),
    minute: fc.nat(1_439),
  });
  fc.assert(
    fc.property(days, ({ days, day: nth, minute }) => {
      const since = instant(
        Date.parse('2026-01-01T00:00:00+09:00') + nth * dayMs + minute * minuteMs,
      );
      const rule = { ...datesOn(days), since };
      const { date } = payoutDate(knownCalendar, rule, businessDate(since));
      const closesAt = date === null ? null : closingOf(knownCalendar, date);
      expect(closesAt).toBeGreaterThan(since);
    }),
  );
});

test.each([...published, ...others])('%o: %s is paid out on %s: %s', (rule, base, payout) => {
  expect(dateOf(rule, base)).toBe(payout);
});

describe('without one of its rules the table fails', () => {
  test('the 1st of May', () => {
    const open = [{ date: day('2015-05-01'), name: '', isHoliday: false }];
    const calendar = withOverlay(knownCalendar, open);
    expect(payoutDate(calendar, cards, day('2015-04-23')).date).toBe('2015-05-01');
  });

  test('the election of 2012-04-11', () => {
    const open = [{ date: day('2012-04-11'), name: '', isHoliday: false }];
    const calendar = withOverlay(knownCalendar, open);
    expect(payoutDate(calendar, cards, day('2012-04-03')).date).toBe('2012-04-11');
  });
});

const weekly: PayoutRule = { ...daily(3), cycle: { kind: 'weekly', cut: 0 } };
const monthly: PayoutRule = { ...daily(3), cycle: { kind: 'monthly', cut: 31 } };
const middle: PayoutRule = { ...daily(3), cycle: { kind: 'monthly', cut: 15 } };
const calendarDays: PayoutRule = { ...daily(2), counts: 'calendar-days' };

// biome-ignore format: a table
const cycles = [
  // rule          base          payout        story
  [weekly,       '2026-03-09', '2026-03-19', 'Monday is cut on Sunday, which rolls to Monday'],
  [weekly,       '2026-03-15', '2026-03-19', 'the cut day itself'],
  [weekly,       '2026-03-16', '2026-03-26', 'the day after the cut waits a week'],
  [monthly,      '2026-03-09', '2026-04-03', 'cut on the 31st'],
  [monthly,      '2026-04-09', '2026-05-07', 'a month of thirty days is cut on its last'],
  [monthly,      '2024-02-10', '2024-03-06', 'the 29th of February'],
  [middle,       '2026-03-09', '2026-03-19', 'cut on the 15th'],
  [middle,       '2026-03-16', '2026-04-20', 'the 16th waits for the next month'],
  [calendarDays, '2026-03-10', '2026-03-12', 'two days are two days'],
  [calendarDays, '2026-03-12', '2026-03-16', 'a day off rolls forward after the count'],
  [calendarDays, '2022-01-01', '2022-01-03', 'a holiday counts'],
] as const;

test.each(cycles)('%o: %s is paid out on %s: %s', (rule, base, payout) => {
  expect(dateOf(rule, base)).toBe(payout);
});

describe('the steps of the way', () => {
  test('name each day that was passed over', () => {
    const { steps } = payoutDate(knownCalendar, daily(1), day('2015-04-30'));
    expect(steps.map(({ rule, date, name }) => [rule, date, name])).toEqual([
      ['base', '2015-04-30', null],
      ['skip', '2015-05-01', '노동절'],
      ['skip', '2015-05-02', '토요일'],
      ['skip', '2015-05-03', '일요일'],
      ['count', '2015-05-04', null],
    ]);
  });

  test('say where a base rolled to, and what was cut', () => {
    const { steps } = payoutDate(knownCalendar, { ...weekly, days: 0 }, day('2026-03-10'));
    expect(steps.map(({ rule, date }) => [rule, date])).toEqual([
      ['base', '2026-03-10'],
      ['cut', '2026-03-15'],
      ['skip', '2026-03-15'],
      ['roll', '2026-03-16'],
    ]);
  });

  test('end where the calendar does, without a date', () => {
    const { date, steps } = payoutDate(knownCalendar, cards, day('2028-12-27'));
    expect(date).toBeNull();
    expect(steps.at(-1)).toEqual({ rule: 'unknown-year', date: '2029-01-01', name: null });
  });
});

test('a day that is declared later moves what is counted over it', () => {
  const declared = [{ date: day('2026-03-12'), name: '임시공휴일', isHoliday: true }];
  const calendar = withOverlay(knownCalendar, declared);
  expect(payoutDate(calendar, cards, day('2026-03-10')).date).toBe('2026-03-19');
  expect(payoutDate(calendar, cards, day('2026-03-13')).date).toBe('2026-03-23');
});

test('a payout closes at 17:00 on the bank day before, and is paid at 10:00', () => {
  const closes = closingOf(knownCalendar, day('2026-03-16'));
  expect(closes === null ? null : isoTime(closes)).toBe('2026-03-13T17:00:00.000+09:00');
  expect(isoTime(payoutInstant(day('2026-03-16')))).toBe('2026-03-16T10:00:00.000+09:00');
  expect(closingOf(knownCalendar, day('2012-01-02'))).toBeNull();
});
