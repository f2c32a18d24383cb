// What the bank says of an account, in its message or when it is asked, whatever it was issued for.
import { findAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import { followBuyer } from './buyer-account.ts';
import { followCancelAccount } from './deposit-cancel.ts';
import { keepStrays } from './stray-deposits.ts';

/** What the bank took for nobody is kept in any case, also from an account that has ended. */
export async function followAccount(parts: Parts, account: VirtualAccount): Promise<void> {
  if (account.purpose === 'cancel') await followCancelAccount(parts, account);
  else await followBuyer(parts, account);
  await keepStrays(parts, account);
}

/** The bank says that money came into an account; a message that is lost is asked for later. */
export async function hearOfDeposit(
  parts: Parts,
  key: Parameters<typeof findAccount>[1],
): Promise<void> {
  const account = await findAccount(parts.store.pool, key);
  if (account !== null) await followSafely(parts, account);
}

/** A failure leaves the account due and its lease running, so that the others go on. */
export async function followSafely(parts: Parts, account: VirtualAccount): Promise<boolean> {
  try {
    await followAccount(parts, account);
    return true;
  } catch (error) {
    parts.log.trouble('account not followed', error);
    return false;
  }
}
