// Bank days: counting them over weekends and holidays, and nothing guessed of unknown years.
import { type Holiday, knownHolidays, knownYears } from './holidays.ts';
import { after, type BusinessDate, businessDate, dayMs, nextDay, startOfDay } from './instant.ts';

export interface BankCalendar {
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlyMap<BusinessDate, Holiday>;
}

export const knownCalendar: BankCalendar = {
  years: new Set(knownYears),
  holidays: new Map(knownHolidays().map((holiday) => [holiday.date, holiday])),
};

/** What an operator adds or takes away, such as a temporary holiday declared weeks before. */
export interface OverlayDay {
  readonly date: BusinessDate;
  readonly name: string;
  readonly isHoliday: boolean;
}

export function withOverlay(calendar: BankCalendar, days: readonly OverlayDay[]): BankCalendar {
  const holidays = new Map(calendar.holidays);
  for (const { date, name, isHoliday } of days) {
    if (isHoliday) holidays.set(date, { date, name, kind: 'temporary' });
    else holidays.delete(date);
  }
  return { years: calendar.years, holidays };
}

/** This year, or from December on the next, where nothing is known of it: sales get no date. */
export function missingYear({ years }: BankCalendar, today: BusinessDate): number | null {
  const year = Number(today.slice(0, 4));
  if (!years.has(year)) return year;
  return today.slice(5, 7) === '12' && !years.has(year + 1) ? year + 1 : null;
}

/** 0 is Sunday. */
export function weekdayOf(date: BusinessDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Null when nothing is known of the year, unless the day is a Saturday or Sunday anyway. */
export function isBankDay(calendar: BankCalendar, date: BusinessDate): boolean | null {
  const weekday = weekdayOf(date);
  if (weekday === 0 || weekday === 6) return false;
  if (!calendar.years.has(Number(date.slice(0, 4)))) return null;
  return !calendar.holidays.has(date);
}

/** Why a day is no bank day, in the words of the calendar. */
export function nameOfDayOff(calendar: BankCalendar, date: BusinessDate): string {
  const holiday = calendar.holidays.get(date);
  if (holiday !== undefined) return holiday.name;
  return weekdayOf(date) === 0 ? '일요일' : '토요일';
}

/** The day itself, or the first bank day after it. */
export function rollForward(calendar: BankCalendar, from: BusinessDate): BusinessDate | null {
  return walk(calendar, from, nextDay);
}

/** The last bank day before a day. */
export function bankDayBefore(calendar: BankCalendar, date: BusinessDate): BusinessDate | null {
  return walk(calendar, dayBefore(date), dayBefore);
}

export function addBankDays(
  calendar: BankCalendar,
  from: BusinessDate,
  days: number,
): BusinessDate | null {
  let date: BusinessDate | null = from;
  for (let left = days; left > 0 && date !== null; left -= 1) {
    date = rollForward(calendar, nextDay(date));
  }
  return date;
}

export function dayBefore(date: BusinessDate): BusinessDate {
  return businessDate(after(startOfDay(date), -dayMs));
}

function walk(
  calendar: BankCalendar,
  from: BusinessDate,
  step: (date: BusinessDate) => BusinessDate,
): BusinessDate | null {
  for (let date = from; ; date = step(date)) {
    const is = isBankDay(calendar, date);
    if (is === null) return null;
    if (is) return date;
  }
}
