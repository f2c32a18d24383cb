// Says what became of one payment, in the fields that paycert and paysearch share.
import { type Approved, isApproved, type Payment } from '../../core/payment/payment.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { FullPayment } from '../../storage/payment.ts';
import { methodNames, paycertAnswer, type paycertRequest } from '../../wire/cookiepay/paycert.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { accountFields } from './account-fields.ts';
import { type Asking, type Handled, type Means, ownPayment } from './handled.ts';

export async function paycert(
  asking: Asking,
  asked: Means<typeof paycertRequest>,
): Promise<Handled> {
  const found = await ownPayment(asking, asked.tid);
  if (found === null) {
    return { ok: false, refusal: { kind: 'payment-not-found' }, known: { tid: asked.tid } };
  }
  const { payment } = found;
  const fields = paymentFields(found);
  if (!isApproved(payment)) return { ok: false, refusal: notPaid(payment), known: fields };
  const approvedAt = payment.approval.at;
  return { ok: true, body: paycertAnswer.render({ ...succeeded, ...fields, approvedAt }) };
}

/** Clients read 0000 as paid, so everything that is not paid says something else. */
function notPaid(payment: Exclude<Payment, Approved>): Refusal {
  if (payment.status === 'intended' || payment.status === 'unknown') {
    return { kind: 'result-unknown', of: 'approval' };
  }
  if (payment.status === 'declined' && payment.decline.reason !== 'never-received') {
    return { kind: 'declined', reason: payment.decline.reason };
  }
  return { kind: 'payment-not-found' };
}

export function paymentFields({ payment, buyer }: FullPayment) {
  const approval = isApproved(payment) ? payment.approval : null;
  const cancels = isApproved(payment)
    ? payment.cancels.filter((each) => each.status === 'done')
    : [];
  const latest = cancels.reduce<(typeof cancels)[number] | null>(
    (last, each) => (last === null || each.sequence > last.sequence ? each : last),
    null,
  );
  return {
    orderNumber: payment.orderNumber,
    amount: payment.amount,
    buyerName: buyer.name,
    buyerEmail: buyer.email,
    buyerId: buyer.id,
    productName: payment.goods.name,
    productCode: payment.goods.code,
    method: methodNames[payment.method],
    tid: payment.tid,
    approvalNumber: approval?.number ?? '',
    approvedAt: approval?.at ?? null,
    cancelledAt: latest?.at ?? null,
    cancelReason: latest?.reason ?? '',
    ...accountFields(payment),
  };
}
