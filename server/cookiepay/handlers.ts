// What each CookiePay route does with a decoded request, and how the outcome is said.
import type { Caller } from '../../core/payment/approve.ts';
import {
  type Approved,
  isApproved,
  type Payment,
  remainderOf,
} from '../../core/payment/payment.ts';
import { SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../../core/refusal.ts';
import { type BusinessDate, nextDay, startOfDay } from '../../core/time/instant.ts';
import { type FullPayment, findByTid, searchPayments } from '../../storage/payment.ts';
import { cancelAnswer, type cancelRequest } from '../../wire/cookiepay/cancel.ts';
import { keyinAnswer, type keyinRequest } from '../../wire/cookiepay/keyin.ts';
import { keyinMethod, paycertAnswer, type paycertRequest } from '../../wire/cookiepay/paycert.ts';
import { paysearchElement, type paysearchRequest } from '../../wire/cookiepay/paysearch.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { tokenAnswer, type tokenRequest } from '../../wire/cookiepay/token.ts';
import type { Decoded, Message } from '../../wire/message.ts';
import { approveKeyIn } from '../approval.ts';
import { cancelPayment } from '../cancellation.ts';
import type { Parts } from '../parts.ts';
import { withoutCardNumbers } from './card-text.ts';

export type Means<M> = M extends Message<infer Rows> ? Decoded<Rows> : never;

/** A refusal may come with what is known of the payment, for the fields of a failed answer. */
export type Handled =
  | { readonly ok: true; readonly body: unknown; readonly handedOver?: () => void }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly known?: Readonly<Record<string, unknown>>;
    };

export interface Asking {
  readonly parts: Parts;
  readonly caller: Caller;
}

export async function token(
  parts: Parts,
  asked: Means<typeof tokenRequest>,
  address: string,
): Promise<Handled> {
  const { clientId, clientKey } = asked;
  if (parts.throttle.refuses(address, clientId))
    return { ok: false, refusal: { kind: 'too-many-tries' } };
  const caller = await parts.callers.prove('cookiepay', clientId, clientKey);
  if (caller === null) {
    await parts.throttle.failed(address, clientId);
    return { ok: false, refusal: { kind: 'wrong-credentials' } };
  }
  const issued = await parts.tokens.issue(caller);
  return { ok: true, body: tokenAnswer.render({ ...succeeded, token: issued }) };
}

export async function keyin(
  { parts, caller }: Asking,
  asked: Means<typeof keyinRequest>,
): Promise<Handled> {
  const extras = [asked.extra1, asked.extra2, asked.extra3, asked.extra4, asked.extra5];
  const echo = {
    extra1: asked.extra1,
    extra2: asked.extra2,
    extra3: asked.extra3,
    extra4: asked.extra4,
    extra5: asked.extra5,
  };
  const outcome = await approveKeyIn(parts, {
    caller,
    card: new SensitiveCard({
      number: asked.cardNumber,
      expiry: asked.expiry,
      password: asked.cardPassword,
      holder: asked.cardHolder,
    }),
    keyIn: {
      orderNumber: asked.orderNumber,
      amount: asked.amount,
      instalment: asked.instalment,
      source: 'POST /keyin/payment',
      goods: {
        name: withoutCardNumbers(asked.productName),
        code: withoutCardNumbers(asked.productCode),
      },
      buyer: {
        name: withoutCardNumbers(asked.buyerName),
        email: withoutCardNumbers(asked.buyerEmail),
        id: withoutCardNumbers(asked.buyerId),
        phone: withoutCardNumbers(asked.buyerPhone),
        address: withoutCardNumbers(asked.buyerAddress),
      },
      extras: extras.map(withoutCardNumbers),
    },
  });
  const known = { orderNumber: asked.orderNumber, ...echo };
  if (!outcome.ok) {
    const { refusal, payment } = outcome;
    return {
      ok: false,
      refusal,
      known: { ...known, ...(payment === null ? {} : attempted(payment)) },
    };
  }
  return {
    ok: true,
    body: keyinAnswer.render({ ...succeeded, ...known, ...approvedFields(parts, outcome.value) }),
  };
}

function attempted(payment: Payment) {
  return { tid: payment.tid, amount: payment.amount, instalment: payment.instalment };
}

function approvedFields(parts: Parts, payment: Approved) {
  return {
    ...attempted(payment),
    approvedAt: payment.approval.at,
    approvalNumber: payment.approval.number,
    issuerName: payment.card.issuer.name,
    temporaryOrderNumber: payment.orderNumber,
    receiptUrl: receiptUrl(parts, payment),
  };
}

/** The signature opens the whole slip; the bare TID shows it without buyer and goods. */
function receiptUrl(parts: Parts, payment: Payment): string {
  const tid = encodeURIComponent(Buffer.from(payment.tid, 'utf8').toString('base64'));
  return `${parts.publicUrl()}/api/receipt?tid=${tid}&sig=${parts.keys.signReceipt(payment.tid)}`;
}

/** Another merchant's payment is answered exactly like one that never was (T25). */
async function ownPayment({ parts, caller }: Asking, tid: string): Promise<FullPayment | null> {
  const found = await findByTid(parts.store.pool, tid);
  const own =
    found?.payment.merchantId === caller.merchant.id &&
    found.payment.generation === caller.merchant.generation;
  return own ? found : null;
}

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

function paymentFields({ payment, buyer }: FullPayment) {
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
    method: keyinMethod,
    tid: payment.tid,
    approvalNumber: approval?.number ?? '',
    approvedAt: approval?.at ?? null,
    cancelledAt: latest?.at ?? null,
    cancelReason: latest?.reason ?? '',
  };
}

export async function cancel(asking: Asking, asked: Means<typeof cancelRequest>): Promise<Handled> {
  const { parts, caller } = asking;
  const found = await ownPayment(asking, asked.tid);
  const known = { tid: asked.tid };
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' }, known };
  const done = await cancelPayment(parts, {
    merchantId: found.payment.merchantId,
    id: found.payment.id,
    amount: asked.amount,
    reason: withoutCardNumbers(asked.reason),
    askedBy: caller.credential.publicId,
  });
  if (!done.ok) return { ok: false, refusal: done.refusal, known };
  const { cancel: request } = done.value;
  const body = cancelAnswer.render({
    ...succeeded,
    ...known,
    cancelledAt: request.at,
    amount: request.amount,
  });
  const handedOver = (): void => parts.handOver.note(done.value.payment, request.id);
  return { ok: true, body, handedOver };
}

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
