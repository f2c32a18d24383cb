// Routes of the native API on payments: search, one with its timeline, cancel.

import { won } from '../../core/money/won.ts';
import type { CancelId, RefundTarget } from '../../core/payment/cancel-request.ts';
import type { PaymentId } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { type Instant, instant } from '../../core/time/instant.ts';
import { loadReceipts } from '../../storage/cash-receipt.ts';
import { paymentEvents, paymentJournals, paymentNotices } from '../../storage/ledger.ts';
import { type FullPayment, findByTid, loadPayment, searchPayments } from '../../storage/payment.ts';
import { rowsOfPayment } from '../../storage/settlement-list.ts';
import { cancelPayment } from '../cancellation.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { refundTarget } from '../refund-target.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import { cashReceiptJson, paymentJson, timelineJson } from './payment-json.ts';
import { fullPaymentSchema, paymentSchema, statuses } from './payment-schema.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { cursorQuery, isId, pageOf, textSchema } from './schema.ts';
import { rowOfPaymentJson } from './settlement-json.ts';

const page = 50;

export const paymentRoutes: readonly NativeRoute[] = [
  {
    name: 'payments.search',
    method: 'GET',
    path: '/v1/payments',
    summary: 'Payments of the merchant, newest first.',
    role: 'merchant',
    ids: ['orderNumber', 'cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        orderNumber: textSchema(255, 0),
        status: { type: 'string', enum: statuses },
        from: { type: 'string', format: 'date-time' },
        to: { type: 'string', format: 'date-time' },
        ...cursorQuery.properties,
      },
    },
    answer: pageOf(paymentSchema),
    handle: search,
  },
  {
    name: 'payments.one',
    method: 'GET',
    path: '/v1/payments/:id',
    summary: 'One payment by id or TID, with its timeline.',
    role: 'merchant',
    ids: ['id'],
    answer: fullPaymentSchema,
    handle: one,
  },
  {
    name: 'payments.cancel',
    method: 'POST',
    path: '/v1/payments/:id/cancel',
    summary:
      'Cancels a payment, all that is left or a part of it; a virtual account needs where to.',
    role: 'merchant',
    ids: ['id'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['reason'],
      properties: {
        amount: { type: 'integer', minimum: 1, maximum: 9_999_999_999 },
        reason: textSchema(50),
        refundBank: textSchema(3),
        refundAccount: textSchema(20),
        refundHolder: textSchema(20),
      },
    },
    answer: paymentSchema,
    handle: cancel,
  },
];

/** Cursors are signed for the merchant: another merchant's cursor is refused (T26). */
async function search({
  parts,
  merchant,
  query,
}: NativeRequest): ReturnType<NativeRoute['handle']> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const from = readInstant(query, 'from');
  const to = readInstant(query, 'to');
  if (!from.ok) return from;
  if (!to.ok) return to;
  const found = await searchPayments(parts.store.pool, {
    merchantId: merchant.id,
    generation: merchant.generation,
    orderKey: query.orderNumber?.normalize('NFC'),
    status: query.status,
    from: from.value,
    to: to.value,
    beforeId: cursor.value ?? undefined,
    limit: page + 1,
  });
  const data = found.slice(0, page).map(({ payment }) => paymentJson(payment));
  const last = found.length > page ? found[page - 1]?.payment.id : undefined;
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

/** The schema knows leap seconds; no clock of ours does. */
function readInstant(
  query: NativeRequest['query'],
  name: 'from' | 'to',
): Outcome<Instant | undefined> {
  const text = query[name];
  if (text === undefined) return accepted(undefined);
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return accepted(instant(ms));
  return refused(unfit(name, { is: 'malformed', expected: 'an instant, ISO 8601' }));
}

async function find({ parts, merchant, params }: NativeRequest): Promise<FullPayment | null> {
  const name = params.id ?? '';
  const found = isId(name)
    ? await loadPayment(parts.store.pool, { merchantId: merchant.id, id: name as PaymentId })
    : await findByTid(parts.store.pool, name);
  const own =
    found?.payment.merchantId === merchant.id && found.payment.generation === merchant.generation;
  return own ? found : null;
}

async function one(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'payment-not-found' });
  return accepted({ body: await withTimeline(request, found) });
}

async function withTimeline({ parts }: NativeRequest, found: FullPayment): Promise<unknown> {
  const { pool } = parts.store;
  const { merchantId, id } = found.payment;
  const [receipts, rows, events, journals, notices] = await Promise.all([
    loadReceipts(pool, found.payment),
    rowsOfPayment(pool, merchantId, id),
    paymentEvents(pool, merchantId, id),
    paymentJournals(pool, merchantId, id),
    paymentNotices(pool, merchantId, id),
  ]);
  return {
    ...paymentJson(found.payment),
    cashReceipts: receipts.map(cashReceiptJson),
    settlement: rows.map((row) => rowOfPaymentJson(parts.calendar(), row)),
    timeline: timelineJson({ events, journals, notices }),
  };
}

function refundOf({ parts, body }: NativeRequest): Outcome<RefundTarget | null> {
  const names = ['refundBank', 'refundAccount', 'refundHolder'] as const;
  if (names.every((name) => body[name] === undefined)) return accepted(null);
  const absent = names.find((name) => body[name] === undefined);
  if (absent !== undefined) return refused(unfit(absent, { is: 'missing' }));
  const [bank, number, holder] = [body.refundBank, body.refundAccount, body.refundHolder].map(
    String,
  );
  const data = { bank: bank ?? '', number: number ?? '', holderName: holder ?? '' };
  const target = refundTarget(parts, data);
  if (typeof target !== 'string') return accepted(target);
  const expected = target === 'account-number' ? 'an account that exists' : 'a test account';
  return refused(unfit('refundAccount', { is: 'malformed', expected }));
}

async function cancel(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'payment-not-found' });
  const { amount, reason } = request.body;
  const refund = refundOf(request);
  if (!refund.ok) return refund;
  const done = await cancelPayment(request.parts, {
    merchantId: found.payment.merchantId,
    id: found.payment.id,
    cancelId: request.workId as CancelId,
    amount: typeof amount === 'number' ? won(amount) : null,
    refund: refund.value,
    reason: withoutCardNumbers(String(reason)),
    askedBy: 'native API',
  });
  if (!done.ok) return done;
  const { payment, cancel: own } = done.value;
  const handedOver = (): void => request.parts.handOver.note(payment, own.id);
  return accepted({ body: paymentJson(payment), handedOver });
}
