// Agreed fees over time: which schedule of a contract stands on a day, by kind of card.
import type { BusinessDate } from '../time/instant.ts';
import type { Terms } from './terms.ts';

/** Rates in hundred-thousandths, in force from a day until the next schedule begins. */
export interface FeeSchedule {
  readonly from: BusinessDate;
  readonly basis: Terms['feeBasis'];
  readonly rates: Readonly<Record<'credit' | 'check', number>>;
}

/** In any order; of two that begin on one day the later one in the list stands. Null before all. */
export function feeScheduleOn(
  schedules: readonly FeeSchedule[],
  date: BusinessDate,
): FeeSchedule | null {
  let found: FeeSchedule | null = null;
  for (const schedule of schedules) {
    const isLater = found === null || schedule.from >= found.from;
    if (schedule.from <= date && isLater) found = schedule;
  }
  return found;
}

/** The terms as they price a card of that kind under a schedule. */
export function termsUnder(
  schedule: FeeSchedule,
  card: keyof FeeSchedule['rates'],
  terms: Terms,
): Terms {
  return { ...terms, feeRate: schedule.rates[card], feeBasis: schedule.basis };
}
