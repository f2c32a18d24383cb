// Days of a rule: what a calendar on the wall says, and what holds for all of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weekdayOf } from '../time/bank-day.ts';
import { type BusinessDate, businessDate, instant, nextDay, wireTime } from '../time/instant.ts';
import { chargeInstant, firstOn, nextAfter, type Recurrence, weekdays } from './recurrence.ts';

const monthly = (day: number): Recurrence => ({ every: 'month', day });
const weekly = (weekday: (typeof weekdays)[number]): Recurrence => ({ every: 'week', weekday });

// biome-ignore format: a table
const next = [
  ['paid on 25 April with day 15',        monthly(15),      '2024-04-25', '2024-05-15'],
  ['on the day itself',                   monthly(15),      '2028-03-15', '2028-04-15'],
  ['before the day',                      monthly(15),      '2028-03-14', '2028-03-15'],
  ['31 after a January',                  monthly(31),      '2027-01-31', '2027-02-28'],
  ['31 after a February cut short',       monthly(31),      '2027-02-28', '2027-03-31'],
  ['31 into a month of thirty days',      monthly(31),      '2028-03-31', '2028-04-30'],
  ['29 into a leap February',             monthly(29),      '2028-01-29', '2028-02-29'],
  ['29 into another February',            monthly(29),      '2029-01-29', '2029-02-28'],
  ['29 in 2000, which leapt',             monthly(29),      '2000-01-29', '2000-02-29'],
  ['29 in 2100, which will not',          monthly(29),      '2100-01-29', '2100-02-28'],
  ['over a new year',                     monthly(5),       '2028-12-05', '2029-01-05'],
  ['weekly, on the day itself',           weekly('monday'), '2028-03-13', '2028-03-20'],
  ['weekly, the day before',              weekly('monday'), '2028-03-12', '2028-03-13'],
  ['weekly, over the end of a month',     weekly('friday'), '2028-03-31', '2028-04-07'],
] as const;

test.each(next)('the next day, %s', (_, rule, date, expected) => {
  expect(nextAfter(rule, date as BusinessDate)).toBe(expected);
});

test('the first day may be the day it begins with', () => {
  expect(firstOn(monthly(31), '2028-04-30' as BusinessDate)).toBe('2028-04-30');
  expect(firstOn(weekly('sunday'), '2028-03-12' as BusinessDate)).toBe('2028-03-12');
});

test('a round is charged at nine in the morning in Seoul', () => {
  expect(wireTime(chargeInstant('2028-03-15' as BusinessDate))).toBe('20280315090000');
});

const aDate = fc
  .date({ min: new Date('1999-01-01'), max: new Date('2101-12-31'), noInvalidDate: true })
  .map((date) => businessDate(instant(date.getTime())));
const aRule = fc.oneof(
  fc.integer({ min: 1, max: 31 }).map(monthly),
  fc.constantFrom(...weekdays).map(weekly),
);

/** By looking at each day, without any reckoning of months. */
function isOn(rule: Recurrence, date: BusinessDate): boolean {
  if (rule.every === 'week') return weekdays[weekdayOf(date)] === rule.weekday;
  const day = Number(date.slice(8));
  const isLast = nextDay(date).endsWith('-01');
  return day === rule.day || (isLast && day < rule.day);
}

describe('for every rule and date', () => {
  test('the next day is of the rule, and no day between is', () => {
    fc.assert(
      fc.property(aRule, aDate, (rule, date) => {
        const found = nextAfter(rule, date);
        let day = nextDay(date);
        while (!isOn(rule, day)) day = nextDay(day);
        expect(found).toBe(day);
      }),
    );
  });

  test('a year of a monthly rule has twelve days, one in each month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), aDate, (day, date) => {
        let at = date;
        const months = Array.from({ length: 12 }, () => {
          at = nextAfter(monthly(day), at);
          return at.slice(0, 7);
        });
        expect(new Set(months).size).toBe(12);
      }),
    );
  });
});
