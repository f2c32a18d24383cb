// An account whose purpose was never stored, or lost a race: closed, and what came in goes back.
import type { Instant } from '../../core/time/instant.ts';
import { changeAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import { askBank, beginClosing, lookAgain } from './asking-bank.ts';
import { giveBack, keepForSender } from './return-deposit.ts';

/** Null where it is over; else when to look again, because what it is for may be stored yet. */
export type Watch = (account: VirtualAccount) => Instant | null;

const isOver: Watch = () => null;

export async function closeOrphan(
  parts: Parts,
  account: VirtualAccount,
  watch: Watch = isOver,
): Promise<void> {
  if (account.state === 'returning') return giveBack(parts, account);
  const { pool } = parts.store;
  if (account.state === 'closed') {
    await changeAccount(pool, account, { dueAt: watch(account) });
    return;
  }
  const closing = await beginClosing(parts, account);
  if (closing === null) return;
  const said = await askBank(parts, 'closeAccount', { account: closing, payment: null });
  if (said === null) return lookAgain(parts, closing);
  if (said.state === 'paid') return keepForSender(parts, closing, said);
  await changeAccount(pool, closing, { on: 'end', dueAt: watch(account) });
}
