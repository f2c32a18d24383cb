// Charges a keyed-in card and says what came of it.
import { type Approved, houseOf, type Payment } from '../../core/payment/payment.ts';
import { SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { keyinAnswer, type keyinRequest } from '../../wire/cookiepay/keyin.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { approveCard, type CardPresented } from '../approval.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { Parts } from '../parts.ts';
import type { Asking, Handled, Means } from './handled.ts';

export async function keyin(
  { parts, caller }: Asking,
  asked: Means<typeof keyinRequest>,
): Promise<Handled> {
  const outcome = await approveCard(parts, {
    caller,
    card: new SensitiveCard({
      number: asked.cardNumber,
      expiry: asked.expiry,
      password: asked.cardPassword,
      holder: asked.cardHolder,
    }),
    purchase: purchaseOf(asked),
  });
  const { orderNumber, extra1, extra2, extra3, extra4, extra5 } = asked;
  const echo = { orderNumber, extra1, extra2, extra3, extra4, extra5 };
  if (outcome.ok) {
    const fields = approvedFields(parts, outcome.value);
    return { ok: true, body: keyinAnswer.render({ ...succeeded, ...echo, ...fields }) };
  }
  const { refusal, payment } = outcome;
  const known = payment === null ? echo : { ...echo, ...attempted(payment) };
  return { ok: false, refusal, known };
}

/** What is stored of the request: card numbers in text fields are masked, the echo stays exact. */
function purchaseOf(asked: Means<typeof keyinRequest>): CardPresented['purchase'] {
  const clean = withoutCardNumbers;
  return {
    method: 'card-key-in',
    orderNumber: asked.orderNumber,
    amount: asked.amount,
    tax: null,
    vatGiven: false,
    billing: null,
    instalment: asked.instalment,
    source: 'POST /keyin/payment',
    goods: { name: clean(asked.productName), code: clean(asked.productCode) },
    buyer: {
      name: clean(asked.buyerName),
      email: clean(asked.buyerEmail),
      id: clean(asked.buyerId),
      phone: clean(asked.buyerPhone),
      address: clean(asked.buyerAddress),
    },
    extras: [asked.extra1, asked.extra2, asked.extra3, asked.extra4, asked.extra5].map(clean),
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
    issuerName: houseOf(payment.instrument).name,
    temporaryOrderNumber: payment.orderNumber,
    receiptUrl: receiptUrl(parts, payment),
  };
}

/** The signature opens the whole slip; the bare TID shows it without buyer and goods. */
export function receiptUrl(parts: Parts, payment: Payment): string {
  const tid = encodeURIComponent(Buffer.from(payment.tid, 'utf8').toString('base64'));
  return `${parts.publicUrl()}/api/receipt?tid=${tid}&sig=${parts.keys.signReceipt(payment.tid)}`;
}
