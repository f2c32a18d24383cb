// Notices in the words of CookiePay: approvals, and cancels whoever made them.
import { type Approved, houseOf, isApproved } from '../../core/payment/payment.ts';
import type { FullPayment } from '../../storage/payment.ts';
import { maskedCard } from '../../wire/cookiepay/mask.ts';
import { approvalNotice, cancelNotice, noticeMethods } from '../../wire/cookiepay/notice.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { accountFields } from '../cookiepay/account-fields.ts';
import type { Told } from './told.ts';

/** Null for what this dialect has no words for. */
export function cookiepayNotice(told: Told & { readonly full: FullPayment }): string | null {
  const { full, cancel } = told;
  const { payment } = full;
  if (!isApproved(payment)) return null;
  if (cancel === null) return JSON.stringify(approvalNotice.render(approvalFields(told, payment)));
  return JSON.stringify(
    cancelNotice.render({
      kind: cancel.deposit === null ? 'cancel' : 'deposit_cancel',
      method: noticeMethods[payment.instrument.kind],
      orderNumber: payment.orderNumber,
      amount: cancel.amount,
      tid: payment.tid,
      cancelledAt: cancel.at,
    }),
  );
}

function approvalFields({ full, due }: Told & { readonly full: FullPayment }, payment: Approved) {
  const { buyer, extras } = full;
  const { instrument, approval, goods } = payment;
  const [extra1, extra2, extra3, extra4, extra5] = extras;
  const house = houseOf(instrument);
  return {
    ...succeeded,
    method: noticeMethods[instrument.kind],
    publicId: due.publicId,
    orderNumber: payment.orderNumber,
    amount: payment.amount,
    tid: payment.tid,
    ...{ buyerEmail: buyer.email, buyerName: buyer.name, buyerId: buyer.id },
    ...{ buyerAddress: buyer.address, buyerPhone: buyer.phone },
    ...{ productCode: goods.code, productName: goods.name },
    ...{ approvedAt: approval.at, approvalNumber: approval.number },
    ...{ issuerCode: house.code, issuerName: house.name },
    cardNumber: instrument.kind === 'card' ? maskedCard(instrument) : '',
    instalment: payment.instalment,
    ...accountFields(payment),
    ...{ extra1, extra2, extra3, extra4, extra5 },
  };
}
