// Accounts as due work: the bank is asked, accounts that have ended are closed, money is returned.
import {
  claimAccounts,
  findAccount,
  forgetAccountLeases,
  nextAccountDue,
} from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { followAccount } from './deposit-cancel.ts';

const claimAtOnce = 32;

export interface AccountWork extends DueWork {
  /** A single server that starts can only find leases of one that is gone. */
  begin(): Promise<void>;
}

export function createAccountWork(parts: Parts): AccountWork {
  return {
    begin: () => forgetAccountLeases(parts.store.pool),
    async runDue() {
      let done = 0;
      for (;;) {
        const claim = { now: parts.clock.now(), limit: claimAtOnce };
        const accounts = await claimAccounts(parts.store.pool, claim);
        if (accounts.length === 0) return done;
        for (const account of accounts) await followOne(parts, account);
        done += accounts.length;
      }
    },
    nextDue: () => nextAccountDue(parts.store.pool),
  };
}

/** A failure leaves the account due and its lease running, so that the others go on. */
async function followOne(
  parts: Parts,
  account: Parameters<typeof followAccount>[1],
): Promise<void> {
  try {
    await followAccount(parts, account);
  } catch (error) {
    parts.log.trouble('account not followed', error);
  }
}

/** The bank says that money came into an account; a message that is lost is asked for later. */
export async function hearOfDeposit(
  parts: Parts,
  key: Parameters<typeof findAccount>[1],
): Promise<void> {
  const account = await findAccount(parts.store.pool, key);
  if (account !== null) await followOne(parts, account);
}
