// Bank days: weekends, holidays, days that an operator adds, and years of which nothing is known.
import { describe, expect, test } from 'vitest';
import {
  addBankDays,
  bankDayBefore,
  isBankDay,
  knownCalendar,
  nameOfDayOff,
  rollForward,
  weekdayOf,
  withOverlay,
} from './bank-day.ts';
import { knownHolidays, knownYears } from './holidays.ts';
import type { BusinessDate } from './instant.ts';

const day = (text: string) => text as BusinessDate;

// biome-ignore format: a table
const daysOff = [
  // date        why
  ['2012-04-11', '국회의원 선거일'],
  ['2015-05-01', '노동절'],
  ['2017-10-02', '임시공휴일'],
  ['2017-10-04', '추석'],
  ['2017-10-06', '추석 대체공휴일'],
  ['2022-10-10', '한글날 대체공휴일'],
  ['2026-05-01', '노동절'],
  ['2026-06-03', '지방선거일'],
  ['2026-07-17', '제헌절'],
  ['2026-03-14', '토요일'],
  ['2026-03-15', '일요일'],
] as const;

test.each(daysOff)('%s is no bank day: %s', (date, name) => {
  expect(isBankDay(knownCalendar, day(date))).toBe(false);
  expect(nameOfDayOff(knownCalendar, day(date))).toBe(name);
});

// biome-ignore format: a table
test.each([
  ['2012-04-10', 'the day before an election'],
  ['2017-07-17', 'Constitution Day, when it was no day off'],
  ['2012-10-09', 'Hangul Day, when it was no day off'],
  ['2026-03-16', 'a Monday'],
] as const)('%s is a bank day: %s', (date, _) => {
  expect(isBankDay(knownCalendar, day(date))).toBe(true);
});

// biome-ignore format: a table
const counts = [
  // from         days  to            story
  ['2026-03-13', 1, '2026-03-16', 'over a weekend'],
  ['2026-03-14', 1, '2026-03-16', 'a Saturday counts from itself'],
  ['2012-04-10', 1, '2012-04-12', 'over an election day'],
  ['2015-04-30', 1, '2015-05-04', 'over the 1st of May and a weekend'],
  ['2017-09-29', 1, '2017-10-10', 'over the ten days of Chuseok'],
  ['2026-03-16', 0, '2026-03-16', 'nothing'],
] as const;

test.each(counts)('%s and %d bank days is %s: %s', (from, days, to) => {
  expect(addBankDays(knownCalendar, day(from), days)).toBe(to);
});

test('a day rolls forward, and the bank day before is found', () => {
  expect(rollForward(knownCalendar, day('2026-03-14'))).toBe('2026-03-16');
  expect(rollForward(knownCalendar, day('2026-03-16'))).toBe('2026-03-16');
  expect(bankDayBefore(knownCalendar, day('2026-03-16'))).toBe('2026-03-13');
  expect(bankDayBefore(knownCalendar, day('2015-05-04'))).toBe('2015-04-30');
});

describe('of a year that is not in the table', () => {
  test('nothing is guessed', () => {
    expect(isBankDay(knownCalendar, day('2031-03-03'))).toBeNull();
    expect(rollForward(knownCalendar, day('2031-03-01'))).toBeNull();
    expect(addBankDays(knownCalendar, day('2028-12-29'), 1)).toBeNull();
    expect(bankDayBefore(knownCalendar, day('2012-01-02'))).toBeNull();
  });

  test('only Saturdays and Sundays are known', () => {
    expect(isBankDay(knownCalendar, day('2031-03-01'))).toBe(false);
  });
});

describe('what an operator adds', () => {
  const declared = { date: day('2026-03-16'), name: '임시공휴일', isHoliday: true };
  const taken = { date: day('2026-05-01'), name: '', isHoliday: false };
  const calendar = withOverlay(knownCalendar, [declared, taken]);

  test('is a day off, or a bank day again', () => {
    expect(isBankDay(calendar, day('2026-03-16'))).toBe(false);
    expect(nameOfDayOff(calendar, day('2026-03-16'))).toBe('임시공휴일');
    expect(isBankDay(calendar, day('2026-05-01'))).toBe(true);
  });

  test('leaves the calendar of before as it was', () => {
    expect(isBankDay(knownCalendar, day('2026-03-16'))).toBe(true);
    expect(isBankDay(knownCalendar, day('2026-05-01'))).toBe(false);
  });
});

test('the table names each day once, in order, and only of its years', () => {
  const dates = knownHolidays().map(({ date }) => date);
  expect(dates).toEqual([...new Set(dates)].sort());
  expect(dates.every((date) => knownYears.includes(Number(date.slice(0, 4))))).toBe(true);
  expect(weekdayOf(day('2026-03-15'))).toBe(0);
});
