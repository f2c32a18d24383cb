// What is written in a notice: the same fact in the words of a dialect, or in our own.
import type { BillingKey } from '../../core/billing/billing-key.ts';
import type { CancelRequest } from '../../core/payment/cancel-request.ts';
import { isApproved, type PaymentId } from '../../core/payment/payment.ts';
import { isoTime } from '../../core/time/instant.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { findMerchant } from '../../storage/merchant.ts';
import type { DueDelivery } from '../../storage/notice-delivery.ts';
import { type FullPayment, loadPayment } from '../../storage/payment.ts';
import { billingKeyJson } from '../native/billing-key-json.ts';
import { paymentJson } from '../native/payment-json.ts';
import type { Parts } from '../parts.ts';
import { cookiepayNotice } from './cookiepay.ts';
import { paypleKeyNotice, payplePaymentNotice } from './payple.ts';

/** The fact behind a notice, as it stands now. */
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

/** Versioned; numbers are won, times ISO 8601. */
export function standardNotice({ due, full, cancel, key }: Told): string {
  return JSON.stringify({
    id: due.eventId,
    type: due.kind,
    version: 1,
    at: isoTime(due.at),
    data: due.data ?? {
      ...(full === null ? {} : { payment: paymentJson(full.payment) }),
      ...(cancel === null ? {} : { cancel: cancel.id }),
      ...(key === null ? {} : { billingKey: billingKeyJson(key) }),
    },
  });
}

/** Null where the dialect has no words for it; such a delivery is never made. */
export function dialectNotice(parts: Parts, told: Told): string | null {
  const { full } = told;
  if (full !== null) {
    const isCookiepay = full.payment.contract.dialect === 'cookiepay';
    return isCookiepay
      ? cookiepayNotice({ ...told, full })
      : payplePaymentNotice(parts, { ...told, full });
  }
  return told.key === null ? null : paypleKeyNotice({ ...told, key: told.key });
}
