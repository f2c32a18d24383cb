// An account whose purpose was never stored, or lost a race: closed, and what came in goes back.
import { changeAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import { askBank, beginClosing, lookAgain } from './asking-bank.ts';
import { giveBack, keepForSender } from './return-deposit.ts';

export async function closeOrphan(parts: Parts, account: VirtualAccount): Promise<void> {
  if (account.state === 'returning') return giveBack(parts, account);
  const closing = await beginClosing(parts, account);
  if (closing === null) return;
  const said = await askBank(parts, 'closeAccount', { account: closing, payment: null });
  if (said === null) return lookAgain(parts, closing);
  if (said.state === 'paid') return keepForSender(parts, closing, said);
  await changeAccount(parts.store.pool, closing, { on: 'end', dueAt: null });
}
