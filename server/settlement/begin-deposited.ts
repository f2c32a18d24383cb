// Puts a cancel on the rail whose deposit has come, as soon as no other one is there.
import { beginDeposited } from '../../core/payment/deposit-cancel.ts';
import { isApproved, type Payment } from '../../core/payment/payment.ts';
import { loadPayment } from '../../storage/payment.ts';
import type { Parts } from '../parts.ts';

/** False when nothing waits, or something else goes first. */
export async function beginNext(
  parts: Parts,
  key: Pick<Payment, 'merchantId' | 'id'>,
): Promise<boolean> {
  const found = await loadPayment(parts.store.pool, key);
  if (found === null || !isApproved(found.payment)) return false;
  const decision = beginDeposited(found.payment, parts.clock.now());
  return decision !== null && (await parts.store.decide(decision)) === 'stored';
}
