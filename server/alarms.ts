// What an operator is told before somebody asks: money that stands too long, years that lack.
import { agedAccounts, dueBy } from '../core/ledger/ages.ts';
import { missingYear } from '../core/time/bank-day.ts';
import { after, businessDate, type Instant, minuteMs } from '../core/time/instant.ts';
import { type AgedSubject, standingSince } from '../storage/ages.ts';
import { unplannedReleases } from '../storage/unplanned-releases.ts';
import type { Parts } from './parts.ts';

/** The question reads the books whole, so nobody may make us ask it all the time. */
const askedEveryMs = 10 * minuteMs;

export interface Overdue extends AgedSubject {
  readonly due: string;
}

export async function overdueNow({ store, clock, calendar }: Parts): Promise<Overdue[]> {
  const today = businessDate(clock.now());
  const days = calendar();
  const standing = await standingSince(store.reports, agedAccounts, today);
  return standing.flatMap((each) => {
    const due = dueBy(days, each);
    return due !== null && due < today ? [{ ...each, due }] : [];
  });
}

export interface Alarms {
  /** Brings the gauges up to date, and the log where something is new. */
  refresh(): Promise<void>;
}

export function createAlarms(parts: Parts): Alarms {
  let again: Instant | null = null;
  let toldYear: number | null = null;
  return {
    async refresh() {
      const now = parts.clock.now();
      const year = missingYear(parts.calendar(), businessDate(now));
      parts.metrics.calendarMissing.set(year === null ? 0 : 1);
      if (year !== null && year !== toldYear) parts.log.info('bank holidays missing', { year });
      toldYear = year;
      if (again !== null && now < again) return;
      again = after(now, askedEveryMs);
      parts.metrics.holdbacksUndated.set((await unplannedReleases(parts.store.reports)).length);
      const overdue = await overdueNow(parts);
      for (const account of agedAccounts) {
        const count = overdue.filter((each) => each.account === account).length;
        parts.metrics.overdue.set({ account }, count);
      }
    },
  };
}
