// The fact behind a notice, looked up when it is told.
import type { BillingKey } from '../../core/billing/billing-key.ts';
import type { CancelRequest } from '../../core/payment/cancel-request.ts';
import { isApproved, type PaymentId } from '../../core/payment/payment.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { findMerchant } from '../../storage/merchant.ts';
import type { DueDelivery } from '../../storage/notice-delivery.ts';
import { type FullPayment, loadPayment } from '../../storage/payment.ts';
import type { Parts } from '../parts.ts';

/** As it stands now. */
export interface Told {
  readonly due: DueDelivery;
  readonly full: FullPayment | null;
  readonly cancel: CancelRequest | null;
  readonly key: BillingKey | null;
}

export async function loadTold(parts: Parts, due: DueDelivery): Promise<Told> {
  const { merchantId } = due;
  const { pool } = parts.store;
  const full =
    due.paymentId === null
      ? null
      : await loadPayment(pool, { merchantId, id: due.paymentId as PaymentId });
  const key = due.billingKey === null ? null : await loadKey(parts, due, due.billingKey);
  const cancels = full !== null && isApproved(full.payment) ? full.payment.cancels : [];
  return { due, full, key, cancel: cancels.find(({ id }) => id === due.cancelId) ?? null };
}

async function loadKey(parts: Parts, { merchantId }: DueDelivery, id: string) {
  const { pool } = parts.store;
  const merchant = await findMerchant(pool, merchantId);
  if (merchant === null) return null;
  return findBillingKey(pool, { merchantId, generation: merchant.generation, id });
}
