// Notices in the words of Payple: results, cancels, registered and removed billing keys.

import type { BillingKey } from '../../core/billing/billing-key.ts';
import { isApproved } from '../../core/payment/payment.ts';
import type { FullPayment } from '../../storage/payment.ts';
import { noFields } from '../../wire/fields.ts';
import { type Form, renderAnswer } from '../../wire/payple/answer.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { resultOf } from '../../wire/payple/results.ts';
import { cancelNotice, removalNotice, resultNotice } from '../../wire/payple/webhook.ts';
import type { Parts } from '../parts.ts';
import { notPaid } from '../payple/find.ts';
import { chargedOf, instrumentFields, paymentFields } from '../payple/paid.ts';
import type { Told } from './told.ts';

/** Handlers of shops expect text everywhere. */
const asText: Form = { numbers: 'text', asked: noFields };

export function payplePaymentNotice(
  parts: Parts,
  told: Told & { readonly full: FullPayment },
): string {
  const { full, cancel, due } = told;
  const fields = { ...paymentFields(parts, full), clientId: due.publicId };
  if (cancel !== null) {
    const said = {
      ...successOf('cancel'),
      ...fields,
      cancelling: true,
      refund: cancel.amount,
      refundVat: cancel.tax.vat,
      cancelledAt: cancel.at,
    };
    return JSON.stringify(renderAnswer(cancelNotice, said, asText));
  }
  return JSON.stringify(renderAnswer(resultNotice, { ...outcomeOf(full), ...fields }, asText));
}

/** What a shop would have heard of this payment in its own answer. */
function outcomeOf({ payment }: FullPayment) {
  const isCharge = payment.billing !== null && payment.method.endsWith('billing');
  const by = chargedOf(payment).kind;
  if (isApproved(payment)) return successOf(isCharge ? 'charge' : `pay-${by}`);
  const guarded = payment.billing?.month !== null;
  const family = isCharge
    ? (`${guarded ? 'monthly' : 'charge'}-${by}` as const)
    : (`window-${by}` as const);
  const { code, message } = resultOf(notPaid(payment), family);
  return { result: 'error', code, message };
}

export function paypleKeyNotice({ due, key }: Told & { readonly key: BillingKey }): string {
  const { payer, instrument } = key;
  const common = {
    ...{ clientId: due.publicId, paidBy: instrument.kind, billingKey: key.id },
    ...{ payerNumber: payer.number, buyerName: payer.name, buyerPhone: payer.phone },
  };
  if (due.kind === 'billing-key.removed') {
    const { result, code, message } = successOf('remove-key');
    // The institution's code in front is how shops tell a removal on our side.
    const said = { result, code, message: `[2008] ${message}`, work: 'PUSERDEL', ...common };
    return JSON.stringify(renderAnswer(removalNotice, said, asText));
  }
  const said = {
    ...successOf(`register-${instrument.kind}`),
    ...common,
    ...instrumentFields(instrument),
    buyerEmail: payer.email,
    work: 'register' as const,
    monthly: false,
  };
  return JSON.stringify(renderAnswer(resultNotice, said, asText));
}
