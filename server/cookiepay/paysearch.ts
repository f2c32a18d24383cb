// Lists the approved payments of a contract, by days or one by its TID.
import { type Approved, isApproved, remainderOf } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { type BusinessDate, nextDay, startOfDay } from '../../core/time/instant.ts';
import { type FullPayment, searchPayments } from '../../storage/payment.ts';
import { paysearchElement, type paysearchRequest } from '../../wire/cookiepay/paysearch.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { type Asking, type Handled, type Means, ownPayment } from './handled.ts';
import { paymentFields } from './paycert.ts';

/** The most that one answer holds; a longer period is asked for in parts. */
const mostRows = 1_000;

export async function paysearch(
  asking: Asking,
  asked: Means<typeof paysearchRequest>,
): Promise<Handled> {
  const found =
    asked.tid === '' ? await searchPeriod(asking, asked) : await searchOne(asking, asked.tid);
  if (!found.ok) return { ok: false, refusal: found.refusal };
  const rows = found.value.flatMap((each) =>
    isApproved(each.payment) ? [rowOf(each, each.payment)] : [],
  );
  if (rows.length === 0) return { ok: false, refusal: { kind: 'no-rows' } };
  return { ok: true, body: rows };
}

async function searchOne(asking: Asking, tid: string): Promise<Outcome<FullPayment[]>> {
  const found = await ownPayment(asking, tid);
  const ofContract = found !== null && found.payment.contract.id === asking.caller.contract.id;
  return accepted(ofContract ? [found] : []);
}

async function searchPeriod(
  { parts, caller }: Asking,
  asked: Means<typeof paysearchRequest>,
): Promise<Outcome<FullPayment[]>> {
  if (asked.to < asked.from) {
    return refused(unfit('to', { is: 'out-of-range', expected: 'STD_DT 이후' }));
  }
  const found = await searchPayments(parts.store.pool, {
    merchantId: caller.merchant.id,
    generation: caller.merchant.generation,
    contractId: caller.contract.id,
    from: startOfDay(asked.from as BusinessDate),
    to: startOfDay(nextDay(asked.to as BusinessDate)),
    limit: mostRows + 1,
  });
  if (found.length > mostRows) {
    return refused(unfit('to', { is: 'out-of-range', expected: `${mostRows}건 이하가 되는 기간` }));
  }
  return accepted(found);
}

function rowOf(found: FullPayment, payment: Approved) {
  return paysearchElement.render({
    ...succeeded,
    ...paymentFields(found),
    approvedAt: payment.approval.at,
    cancelledAmount: remainderOf(payment).cancelled,
  });
}
