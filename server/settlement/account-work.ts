// Accounts as due work: the bank is asked, accounts that have ended are closed, money is returned.
import { countDueOf } from '../../storage/due-tables.ts';
import { forgetStrayLeases } from '../../storage/stray-deposit.ts';
import { claimAccounts, forgetAccountLeases } from '../../storage/virtual-account.ts';
import { inOrder } from '../in-order.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { followSafely } from './follow-account.ts';
import { createStrayWork } from './stray-deposits.ts';

const claimAtOnce = 32;

export interface AccountWork extends DueWork {
  /** A single server that starts can only find leases of one that is gone. */
  begin(): Promise<void>;
}

export function createAccountWork(parts: Parts): AccountWork {
  return {
    async begin() {
      await forgetAccountLeases(parts.store.pool);
      await forgetStrayLeases(parts.store.pool);
    },
    ...inOrder([createFollowing(parts), createStrayWork(parts)]),
  };
}

function createFollowing(parts: Parts): DueWork {
  return {
    async runDue(isDue) {
      if (!isDue('accounts')) return 0;
      let done = 0;
      for (;;) {
        const claim = { now: parts.clock.now(), limit: claimAtOnce };
        const accounts = await claimAccounts(parts.store.pool, claim);
        if (accounts.length === 0) return done;
        for (const account of accounts) if (await followSafely(parts, account)) done += 1;
      }
    },
    nextDue: async (board) => board.next('accounts'),
    countDue: (until) => countDueOf(parts.store.pool, 'accounts', until),
  };
}
