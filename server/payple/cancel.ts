// Takes a payment back, whole or in part, for whoever shows the refund key as well.
import type { CancelId } from '../../core/payment/cancel-request.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { type Outcome, refused } from '../../core/refusal.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { cancelAnswer, type cancelRequest } from '../../wire/payple/cancel.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { cancelPayment } from '../cancellation.ts';
import { type ReceiptFields, receiptFields } from '../cash-receipts.ts';
import type { Parts } from '../parts.ts';
import { findOrder } from './find.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { paymentFields } from './paid.ts';

/** This dialect has no field for a reason. */
const reason = '환불';

export interface Refunding extends Asking {
  readonly address: string;
}

export async function cancel(
  asking: Refunding,
  asked: Means<typeof cancelRequest>,
): Promise<Handled> {
  const allowed = await proveRefundKey(asking, asked.refundKey);
  if (allowed !== null) return allowed;
  const { parts, caller, workId } = asking;
  const found = await findOrder(asking, asked);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' } };
  const { payment } = found;
  const { amount: _, vat: __, ...known } = paymentFields(parts, found);
  const before = await receiptFields(parts, payment);
  const done = await cancelPayment(parts, {
    merchantId: payment.merchantId,
    id: payment.id,
    cancelId: workId as CancelId,
    amount: asked.amount,
    vat: asked.vat,
    reason,
    askedBy: caller.credential.publicId,
  });
  if (!done.ok) return { ok: false, refusal: done.refusal, known };
  const { cancel: request } = done.value;
  const said = {
    ...successOf('cancel'),
    ...known,
    amount: request.amount,
    vat: request.tax.vat,
    cancelledAt: request.at,
    cancelNumber: request.id,
    ...(await receiptNews(parts, done.value.payment, before)),
  };
  const handedOver = (): void => parts.handOver.note(done.value.payment, request.id);
  return { ok: true, body: renderAnswer(cancelAnswer, said, asking.form), handedOver };
}

/** Whether the cash receipt that stood has gone back with the money. */
async function receiptNews(parts: Parts, payment: Payment, before: ReceiptFields) {
  const now = await receiptFields(parts, payment);
  if (before.cashReceiptDone !== true || now.receiptNumber === before.receiptNumber) return {};
  const receiptMessage = now.cashReceiptDone
    ? '현금영수증을 남은 금액으로 다시 발행했습니다.'
    : '현금영수증 발행취소 완료';
  return { receiptCode: '0000', receiptMessage };
}

/** Guessed at like any other secret, so it is throttled like one (T32). */
async function proveRefundKey(
  { parts, caller, address }: Refunding,
  refundKey: string,
): Promise<(Outcome<never> & { ok: false }) | null> {
  const { publicId } = caller.credential;
  if (parts.throttle.refuses(address, publicId)) return refused({ kind: 'too-many-tries' });
  if (await parts.callers.provesRefund(caller, refundKey)) return null;
  await parts.throttle.failed(address, publicId);
  return refused({ kind: 'wrong-refund-key' });
}
