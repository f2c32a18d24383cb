// When money is paid out: the base day rolls forward to a bank day, then the days are counted.
import {
  type BankCalendar,
  bankDayBefore,
  isBankDay,
  nameOfDayOff,
  weekdayOf,
} from '../time/bank-day.ts';
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

/** A cut is a weekday (0 is Sunday) or a day of the month. */
export type PayoutCycle =
  | { readonly kind: 'daily' }
  | { readonly kind: 'weekly'; readonly cut: number }
  | { readonly kind: 'monthly'; readonly cut: number };

export interface PayoutRule {
  readonly days: number;
  readonly counts: 'bank-days' | 'calendar-days';
  readonly cycle: PayoutCycle;
  /** When the money came; by default as the base day begins. Its payout closes after that. */
  readonly since?: Instant;
}

/** One step of the way from the base day to the payout; a name where a day was passed over. */
export interface DateStep {
  readonly rule: 'base' | 'cut' | 'roll' | 'skip' | 'count' | 'closed' | 'unknown-year';
  readonly date: BusinessDate;
  readonly name: string | null;
}

export interface PayoutDate {
  /** Null when the way leads into a year of which no holidays are known. */
  readonly date: BusinessDate | null;
  readonly steps: readonly DateStep[];
}

/**
 * Weekends roll first and are counted from there: so all three days of one make one payout.
 * Calendar days are counted over days on which nothing is paid, so a payout may have closed before.
 */
export function payoutDate(
  calendar: BankCalendar,
  rule: PayoutRule,
  base: BusinessDate,
): PayoutDate {
  const steps: DateStep[] = [{ rule: 'base', date: base, name: null }];
  const cut = cutOf(rule.cycle, base);
  if (rule.cycle.kind !== 'daily') steps.push({ rule: 'cut', date: cut, name: null });
  const walk = { calendar, steps };
  if (rule.counts === 'calendar-days') {
    const counted = businessDate(after(startOfDay(cut), rule.days * dayMs));
    steps.push({ rule: 'count', date: counted, name: null });
    const since = rule.since ?? startOfDay(base);
    return { date: openOnce(walk, roll(walk, counted), since), steps };
  }
  let date = roll(walk, cut);
  for (let left = rule.days; left > 0 && date !== null; left -= 1) {
    date = toBankDay(walk, nextDay(date));
    if (date !== null) steps.push({ rule: 'count', date, name: null });
  }
  return { date, steps };
}

interface Walk {
  readonly calendar: BankCalendar;
  readonly steps: DateStep[];
}

function roll(walk: Walk, from: BusinessDate): BusinessDate | null {
  const date = toBankDay(walk, from);
  if (date !== null && date !== from) walk.steps.push({ rule: 'roll', date, name: null });
  return date;
}

/** The first payout from a day on that had not closed when the money came. */
function openOnce(walk: Walk, first: BusinessDate | null, since: Instant): BusinessDate | null {
  let date = first;
  while (date !== null) {
    const closesAt = closingOf(walk.calendar, date);
    if (closesAt === null || closesAt > since) return date;
    walk.steps.push({ rule: 'closed', date, name: null });
    date = toBankDay(walk, nextDay(date));
  }
  return null;
}

function toBankDay({ calendar, steps }: Walk, from: BusinessDate): BusinessDate | null {
  for (let date = from; ; date = nextDay(date)) {
    const is = isBankDay(calendar, date);
    if (is === true) return date;
    if (is === null) {
      steps.push({ rule: 'unknown-year', date, name: null });
      return null;
    }
    steps.push({ rule: 'skip', date, name: nameOfDayOff(calendar, date) });
  }
}

/** The last day that is paid out together with the base day. */
function cutOf(cycle: PayoutCycle, base: BusinessDate): BusinessDate {
  if (cycle.kind === 'daily') return base;
  for (let date = base; ; date = nextDay(date)) {
    const isCut =
      cycle.kind === 'weekly' ? weekdayOf(date) === cycle.cut : isMonthCut(date, cycle.cut);
    if (isCut) return date;
  }
}

/** A cut on the 31st is the last day of any month. */
function isMonthCut(date: BusinessDate, cut: number): boolean {
  const day = Number(date.slice(8));
  if (day === cut) return true;
  const isLast = nextDay(date).slice(8) === '01';
  return isLast && cut > day;
}

/** 17:00 on the bank day before; what is asked for from then on is after the payout was fixed. */
export function closingOf(calendar: BankCalendar, payout: BusinessDate): Instant | null {
  const day = bankDayBefore(calendar, payout);
  return day === null ? null : after(startOfDay(day), 17 * hourMs);
}

/** 10:00 on the day itself. */
export function payoutInstant(payout: BusinessDate): Instant {
  return after(startOfDay(payout), 10 * hourMs);
}
