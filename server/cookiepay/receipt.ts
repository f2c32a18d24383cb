// The card slip as a page: whole by our signed link, without buyer and goods by a bare TID.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { subtract } from '../../core/money/won.ts';
import { isApproved, type PaymentInstrument, remainderOf } from '../../core/payment/payment.ts';
import { findMerchant } from '../../storage/merchant.ts';
import { type FullPayment, findByTid } from '../../storage/payment.ts';
import { receiptRequest } from '../../wire/cookiepay/receipt.ts';
import {
  receiptNotFoundPage,
  receiptPage,
  type ShownInstrument,
} from '../../wire/cookiepay/receipt-page.ts';
import { receiptStyle } from '../../wire/cookiepay/receipt-style.ts';
import { noFields } from '../../wire/fields.ts';
import type { Parts } from '../parts.ts';
import { queryFields } from './query.ts';

/** Nothing runs and nothing loads on this page but its own style element, known by its hash. */
const styleHash = createHash('sha256').update(receiptStyle, 'utf8').digest('base64');
const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export async function receipt(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const query = queryFields(request);
  const asked = query.ok
    ? receiptRequest.decode({ body: noFields, query: query.value }, { gateway: 'kiwoom' })
    : query;
  const found = asked.ok ? await findByTid(parts.store.pool, asked.value.tid) : null;
  const signature = asked.ok ? asked.value.signature : '';
  const page = found === null ? null : await slipOf(parts, found, signature);
  reply
    .code(page === null ? 404 : 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .header('x-frame-options', 'DENY')
    .header('referrer-policy', 'no-referrer');
  request.resultCode = page === null ? 'not-found' : '0000';
  return reply.send(page ?? receiptNotFoundPage());
}

async function slipOf(parts: Parts, found: FullPayment, signature: string): Promise<string | null> {
  const { payment, buyer } = found;
  if (!isApproved(payment)) return null;
  const merchant = await findMerchant(parts.store.pool, payment.merchantId);
  // After a reset the payments of the old world are unknown, here as everywhere.
  if (merchant?.generation !== payment.generation) return null;
  const whole = parts.keys.receiptMatches(payment.tid, signature);
  const done = payment.cancels.filter((cancel) => cancel.status === 'done');
  const { approved, cancelled } = remainderOf(payment);
  return receiptPage({
    merchant: merchant.name,
    tid: payment.tid,
    orderNumber: payment.orderNumber,
    approvalNumber: payment.approval.number,
    approvedAt: payment.approval.at,
    paidWith: shownOf(payment.instrument),
    instalment: payment.instalment,
    amounts: { ...payment.tax, total: payment.amount },
    cancels: done.map(({ at, amount }) => ({ at, amount })),
    remaining: subtract(approved, cancelled),
    personal: whole ? { buyer: buyer.name, goods: payment.goods.name } : null,
    isTest: true,
  });
}

function shownOf(instrument: PaymentInstrument): ShownInstrument {
  if (instrument.kind === 'card') {
    const { kind, lastFour, length, issuer, acquirer } = instrument;
    return { kind, lastFour, length, issuer: issuer.name, acquirer: acquirer.name };
  }
  if (instrument.kind === 'virtual-account') {
    const { bank, number } = instrument;
    return { kind: 'account', bank: bank.name, masked: number ?? '' };
  }
  const { kind, firstThree, lastThree, length, bank } = instrument;
  const masked = `${firstThree}${'*'.repeat(length - 6)}${lastThree}`;
  return { kind, bank: bank.name, masked };
}
