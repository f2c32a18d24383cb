// Cash receipts by order number: issued for an account payment, or taken back.
import type { CashReceipt } from '../../core/cash-receipt/cash-receipt.ts';
import { type Outcome, refused } from '../../core/refusal.ts';
import type { FullPayment } from '../../storage/payment.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { cashReceiptAnswer, type cashReceiptRequest } from '../../wire/payple/cash-receipt.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { identityOf, issueReceipt, takeReceiptBack } from '../cash-receipts.ts';
import { payerPhone } from './billing-keys.ts';
import { findOrder } from './find.ts';
import type { Asking, Handled, Means } from './handled.ts';

type Asked = Means<typeof cashReceiptRequest>;

export async function issueCashReceipt(asking: Asking, asked: Asked): Promise<Handled> {
  const found = await findOwn(asking, asked);
  if (!found.ok) return found;
  const { payment } = found.value;
  const { amount, vat } = asked;
  const use = asked.receiptUse ?? 'personal';
  const identity = identityOf(
    asked.receiptIdentity || (await payerPhone(asking.parts, found.value)),
  );
  const issued = await issueReceipt(asking.parts, payment, { amount, vat, use, identity });
  return issued.ok ? tell(asking, found.value, issued.value) : issued;
}

export async function cancelCashReceipt(asking: Asking, asked: Asked): Promise<Handled> {
  const found = await findOwn(asking, asked);
  if (!found.ok) return found;
  const taken = await takeReceiptBack(asking.parts, found.value.payment, asked.amount);
  return taken.ok ? tell(asking, found.value, taken.value) : taken;
}

/** A billing key that is named must be the one that paid. */
async function findOwn(asking: Asking, asked: Asked): Promise<Outcome<FullPayment>> {
  const found = await findOrder(asking, { orderNumber: asked.orderNumber, paidOn: null });
  const billingKey = found?.payment.billing?.key ?? '';
  if (found === null || (asked.billingKey !== '' && asked.billingKey !== billingKey)) {
    return refused({ kind: 'payment-not-found' });
  }
  return { ok: true, value: found };
}

function tell(asking: Asking, { payment }: FullPayment, receipt: CashReceipt): Handled {
  const isIssue = receipt.status === 'issued';
  const said = {
    ...successOf(isIssue ? 'cash-receipt' : 'cancel-cash-receipt'),
    work: isIssue ? 'TSREG' : 'TSCANCEL',
    billingKey: payment.billing?.key ?? '',
    orderNumber: payment.orderNumber,
    monthly: payment.billing?.month != null,
    amount: receipt.amount,
    receiptNumber: receipt.number,
  };
  return { ok: true, body: renderAnswer(cashReceiptAnswer, said, asking.form) };
}
