// Holidays that are declared while payouts are planned: open plans are made anew, fixed ones stay.
import { closingOf } from '../../core/settlement/payout-date.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import {
  type DeclaredDay,
  dropEmptyPayouts,
  forgetPlans,
  markReplanned,
  moveClosing,
  openPayoutDays,
} from '../../storage/bank-holidays.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { dateRows } from './dating.ts';
import { planReleases } from './releases.ts';

/** Comes before all other work of settlement, so that it goes by the latest calendar. */
export function createHolidayWork(parts: Parts): DueWork {
  return {
    async runDue() {
      const fresh = (await parts.readHolidays()).filter(({ replanned }) => !replanned);
      const [first] = fresh;
      if (first === undefined) return 0;
      await replan(parts, fresh, first.date);
      const dated = await dateRows(parts, null);
      await inTransaction(parts.store.work, (client) => dropEmptyPayouts(client, first.date));
      await planReleases(parts);
      return dated;
    },
    nextDue: async () => null,
    countDue: async () => 0,
  };
}

function replan(parts: Parts, fresh: readonly DeclaredDay[], from: BusinessDate): Promise<void> {
  const calendar = parts.calendar();
  return inTransaction(parts.store.work, async (client) => {
    for (const date of await openPayoutDays(client, from)) {
      const closesAt = closingOf(calendar, date);
      const now = parts.clock.now();
      // What was asked for until now was asked for in time.
      if (closesAt !== null) await moveClosing(client, date, closesAt < now ? now : closesAt);
    }
    await forgetPlans(client, from);
    await markReplanned(client, fresh);
  });
}
