// Says what became of an order, as it was when it was paid.
import { isApproved } from '../../core/payment/payment.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { queryAnswer, type queryRequest } from '../../wire/payple/query.ts';
import { receiptFields } from '../cash-receipts.ts';
import { findOrder, notPaid } from './find.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { paymentFields } from './paid.ts';

export async function query(asking: Asking, asked: Means<typeof queryRequest>): Promise<Handled> {
  const found = await findOrder(asking, asked);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' } };
  const known = paymentFields(asking.parts, found);
  const { payment } = found;
  if (!isApproved(payment)) return { ok: false, refusal: notPaid(payment), known };
  const receipts = await receiptFields(asking.parts, payment);
  const said = { ...successOf('query'), ...known, ...receipts };
  return { ok: true, body: renderAnswer(queryAnswer, said, asking.form) };
}
