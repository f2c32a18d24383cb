// The life of payouts as due work: each is taken to its next state at its own instant.
import { countDueOf } from '../../storage/due-tables.ts';
import { claimPayouts, type Payout } from '../../storage/payout.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { close, fixWhenQuiet } from './closing.ts';
import { dateRows } from './dating.ts';
import { order, pay } from './paying.ts';

const claimAtOnce = 16;

export function createPayoutWork(parts: Parts): DueWork {
  return {
    async runDue(isDue) {
      let done = await dateRows(parts, null);
      // What was dated just now may close at once.
      if (done === 0 && !isDue('payouts')) return 0;
      for (;;) {
        const claim = { now: parts.clock.now(), limit: claimAtOnce };
        const payouts = await claimPayouts(parts.store.work, claim);
        if (payouts.length === 0) return done;
        // One after another: payouts of a contract follow each other, and none is in a hurry.
        for (const payout of payouts) if (await advance(parts, payout)) done += 1;
      }
    },
    nextDue: async (board) => board.next('payouts'),
    countDue: (until) => countDueOf(parts.store.work, 'payouts', until),
  };
}

/** A failure leaves the payout due and its lease running, so that the others go on. */
async function advance(parts: Parts, payout: Payout): Promise<boolean> {
  try {
    await step(parts, payout);
    return true;
  } catch (error) {
    parts.log.trouble('payout not advanced', error);
    return false;
  }
}

function step(parts: Parts, payout: Payout): Promise<void> {
  switch (payout.status) {
    case 'open':
      return close(parts, payout);
    case 'closing':
      return fixWhenQuiet(parts, payout);
    case 'fixed':
      return pay(parts, payout);
    case 'sending':
    case 'unknown':
      return order(parts, payout);
    case 'paid':
    case 'settled':
      return Promise.resolve();
  }
}
