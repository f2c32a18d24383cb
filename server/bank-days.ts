// The calendar of bank days as this process knows it: the known one, with what operators declared.
import { type BankCalendar, knownCalendar, withOverlay } from '../core/time/bank-day.ts';
import { type DeclaredDay, declaredDays } from '../storage/bank-holidays.ts';
import type { Store } from './store.ts';

export interface BankDays {
  readonly calendar: () => BankCalendar;
  readonly readHolidays: () => Promise<readonly DeclaredDay[]>;
}

/** Read anew by settlement before its work, and at once where a day is declared. */
export function createBankDays({ work }: Pick<Store, 'work'>): BankDays {
  let calendar = knownCalendar;
  return {
    calendar: () => calendar,
    async readHolidays() {
      const days = await declaredDays(work);
      calendar = withOverlay(knownCalendar, days);
      return days;
    },
  };
}
