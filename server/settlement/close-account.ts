// A shop gives up an account before its time: over only when the bank says that nothing came.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { loadPayment } from '../../storage/payment.ts';
import { findAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import { beginClosing } from './asking-bank.ts';
import { followSafely } from './follow-account.ts';

/** Asked for again, it is closed or was paid; while the bank is silent, its state is `closing`. */
export async function closeAccount(
  parts: Parts,
  key: { readonly merchantId: MerchantId; readonly id: string },
): Promise<Outcome<VirtualAccount>> {
  const { pool } = parts.store;
  const account = await findAccount(pool, key);
  if (account === null || account.purpose !== 'payment') return refused({ kind: 'no-rows' });
  if (account.state === 'closed') return accepted(account);
  const found = await loadPayment(pool, { merchantId: key.merchantId, id: account.paymentId });
  const status = found?.payment.status ?? 'expired';
  if (status !== 'awaiting-deposit' || account.state === 'paid') {
    return refused({ kind: 'not-cancellable', status });
  }
  const closing = await beginClosing(parts, account, true);
  if (closing === null) return refused({ kind: 'busy' });
  await followSafely(parts, closing);
  return accepted((await findAccount(pool, key)) ?? closing);
}
