// On which days a schedule falls due: a day of the month or of the week, and nothing drifts.
import { weekdayOf } from '../time/bank-day.ts';
import {
  after,
  type BusinessDate,
  businessDate,
  dayMs,
  hourMs,
  type Instant,
  nextDay,
  startOfDay,
} from '../time/instant.ts';

// biome-ignore format: a table
export const weekdays = [
  'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

export type Recurrence =
  /** 1 to 31; a month that is too short has its last day instead. */
  | { readonly every: 'month'; readonly day: number }
  | { readonly every: 'week'; readonly weekday: Weekday };

/**
 * Nine in the morning in Seoul: no bank is in its maintenance of the night, and whoever is told of
 * a failure, shop or buyer, is awake to do something about it.
 */
const chargeHour = 9;

export function chargeInstant(date: BusinessDate): Instant {
  return after(startOfDay(date), chargeHour * hourMs);
}

/** The first day of the rule on or after another one. */
export function firstOn(rule: Recurrence, from: BusinessDate): BusinessDate {
  if (rule.every === 'week') {
    const wait = (weekdays.indexOf(rule.weekday) - weekdayOf(from) + 7) % 7;
    return daysAfter(from, wait);
  }
  const [year = 0, month = 0] = from.split('-').map(Number);
  const here = dayOfMonth(year, month, rule.day);
  if (here >= from) return here;
  return month === 12 ? dayOfMonth(year + 1, 1, rule.day) : dayOfMonth(year, month + 1, rule.day);
}

/** Reckoned from the rule and never from a day that was cut short: 31, 28, 31. */
export function nextAfter(rule: Recurrence, date: BusinessDate): BusinessDate {
  return firstOn(rule, nextDay(date));
}

export function daysAfter(date: BusinessDate, days: number): BusinessDate {
  return businessDate(after(startOfDay(date), days * dayMs));
}

function dayOfMonth(year: number, month: number, day: number): BusinessDate {
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(Math.min(day, lastDay))}` as BusinessDate;
}
