// The life of payouts as due work: each is taken to its next state at its own instant.
import { claimPayouts, nextPayoutDue, type Payout } from '../../storage/payout.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { close, fixWhenQuiet } from './closing.ts';
import { dateRows } from './dating.ts';
import { order, pay } from './paying.ts';

const claimAtOnce = 16;

export function createPayoutWork(parts: Parts): DueWork {
  return {
    async runDue() {
      let done = await dateRows(parts, null);
      for (;;) {
        const claim = { now: parts.clock.now(), limit: claimAtOnce };
        const payouts = await claimPayouts(parts.store.work, claim);
        if (payouts.length === 0) return done;
        // One after another: payouts of a contract follow each other, and none is in a hurry.
        for (const payout of payouts) await advance(parts, payout);
        done += payouts.length;
      }
    },
    nextDue: () => nextPayoutDue(parts.store.work),
  };
}

/** A failure leaves the payout due and its lease running, so that the others go on. */
async function advance(parts: Parts, payout: Payout): Promise<void> {
  try {
    await step(parts, payout);
  } catch (error) {
    parts.log.trouble('payout not advanced', error);
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
