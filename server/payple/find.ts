// The payment that an order number and a day name: the latest live one, else the latest of all; of
// the credential that asks, where it has one.
import type { Approved, Payment } from '../../core/payment/payment.ts';
import { isApproved } from '../../core/payment/payment.ts';
import type { Refusal } from '../../core/refusal.ts';
import { type BusinessDate, businessDate } from '../../core/time/instant.ts';
import { type FullPayment, searchPayments } from '../../storage/payment.ts';
import type { Asking } from './handled.ts';

/** A shop that retries one order number this often in a day finds its latest tries. */
const looksAt = 50;

export async function findOrder(
  { parts, caller }: Pick<Asking, 'parts' | 'caller'>,
  { orderNumber, paidOn }: { readonly orderNumber: string; readonly paidOn: BusinessDate | null },
): Promise<FullPayment | null> {
  const { id: merchantId, generation } = caller.merchant;
  const orderKey = orderNumber.normalize('NFC');
  const found = await searchPayments(parts.store.pool, {
    ...{ merchantId, generation, orderKey },
    limit: looksAt,
  });
  const ofDay = found.filter(({ payment }) => paidOn === null || isOf(payment, paidOn));
  // Two shops of one merchant may count their orders alike: each means its own.
  const own = ofDay.filter(({ payment }) => payment.credentialId === caller.credential.id);
  const among = own.length > 0 ? own : ofDay;
  return among.find(({ payment }) => isLive(payment)) ?? among[0] ?? null;
}

/** Begun before midnight and approved after it is of both days: shops know the one or the other. */
function isOf(payment: Payment, day: BusinessDate): boolean {
  const begun = businessDate(payment.attempt.startedAt);
  return begun === day || (isApproved(payment) && businessDate(payment.approval.at) === day);
}

function isLive({ status }: Payment): boolean {
  return status !== 'declined' && status !== 'net-cancelled';
}

/** What a shop hears of a payment that is not paid; everything else would be read as paid. */
export function notPaid(payment: Exclude<Payment, Approved>): Refusal {
  if (payment.status === 'intended' || payment.status === 'unknown') {
    return { kind: 'result-unknown', of: 'approval' };
  }
  if (payment.status === 'declined' && payment.decline.reason !== 'never-received') {
    return { kind: 'declined', reason: payment.decline.reason };
  }
  return { kind: 'payment-not-found' };
}
