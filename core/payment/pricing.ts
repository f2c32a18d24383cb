// By what a payment is priced: the terms of its contract as they fit what pays.
import { type PaidWith, type Pricing, pricingOf } from '../merchant/fee.ts';
import type { Terms } from '../merchant/terms.ts';
import type { Payment } from './payment.ts';

/** By the terms that the payment pins, unless others are to replace them. */
export function pricingOfPayment(
  payment: Pick<Payment, 'contract' | 'instrument' | 'instalment'>,
  terms: Terms = payment.contract.terms,
): Pricing {
  return pricingOf(terms, paidWith(payment));
}

function paidWith({
  instrument,
  instalment,
}: Pick<Payment, 'instrument' | 'instalment'>): PaidWith {
  const cardType = instrument.kind === 'card' ? instrument.type : null;
  return { paidBy: instrument.kind, cardType, instalment };
}
