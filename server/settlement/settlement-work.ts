// Settlement on its own timer: a long day of captures must not keep payments from their end.
import { forgetPayoutLeases } from '../../storage/payout.ts';
import { forgetUndatable } from '../../storage/row-dates.ts';
import { inOrder } from '../in-order.ts';
import type { Parts } from '../parts.ts';
import { anythingMayBe, type DueWork, type IsDue } from '../sweeper.ts';
import { createAccountWork } from './account-work.ts';
import { createCapture } from './capture.ts';
import { createHolidayWork } from './holidays.ts';
import { createPayoutWork } from './payout-work.ts';
import { createFeeWork } from './planned-fees.ts';
import { planReleases } from './releases.ts';

export interface Settlement extends DueWork {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 1_000;

export function createSettlement(parts: Parts, exclusive: boolean): Settlement {
  // In this order where several are due at one instant: what the bank says comes first, and what is
  // captured may be paid out.
  const capture = createCapture(parts);
  const accounts = createAccountWork(parts);
  const fees = createFeeWork(parts);
  const payouts = createPayoutWork(parts);
  const works = inOrder([createHolidayWork(parts), accounts, fees, capture, payouts]);
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<number> = Promise.resolve(0);
  let stopped = false;

  /** One at a time in this process, so that whoever moves the clock waits for work under way. */
  function runDue(isDue: IsDue): Promise<number> {
    working = working.catch(() => 0).then(() => (stopped ? 0 : works.runDue(isDue)));
    return working;
  }

  function pollLater(): void {
    timer = setTimeout(() => {
      runDue(anythingMayBe)
        .catch((error) => parts.log.trouble('settlement failed', error))
        .finally(() => {
          if (!stopped) pollLater();
        });
    }, pollMs);
  }

  return {
    runDue,
    nextDue: (board) => works.nextDue(board),
    countDue: (until) => works.countDue(until),
    async start() {
      await parts.readHolidays();
      await capture.begin();
      if (exclusive) await accounts.begin();
      if (exclusive) await forgetPayoutLeases(parts.store.work);
      await forgetUndatable(parts.store.work);
      await planReleases(parts);
      pollLater();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await working.catch(() => {});
    },
  };
}
