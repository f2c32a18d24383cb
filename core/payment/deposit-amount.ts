// How much a shop pays in for a cancel after its payout: what the buyer gets, or what it was paid.
import { chargedOf, type Pricing } from '../merchant/fee.ts';
import { divide } from '../money/rounding.ts';
import { add, negate, subtract, type Won, zeroWon } from '../money/won.ts';
import { laterRowOf } from './capture.ts';
import { type Approved, remainderOf } from './payment.ts';
import { pricingOfPayment } from './pricing.ts';

/**
 * On a net basis it is enough for the cancel's row, whatever goes back before it. Of all that is
 * left the row is known. Of a part it is not: other accounts may be open, now or later, any of them
 * may be paid into first or never, and what rounding leaves of a fee depends on it.
 */
export function depositOf(payment: Approved, amount: Won): Won {
  if (payment.contract.terms.depositBasis === 'gross') return amount;
  const { approved, cancelled } = remainderOf(payment);
  const isRest = amount === subtract(approved, cancelled);
  const pricing = pricingOfPayment(payment);
  const paid = isRest
    ? negate(laterRowOf(payment, amount).net)
    : subtract(amount, leastFeeBack(pricing, amount));
  return paid > 0n ? paid : amount;
}

/** Won ≥ 0 with VAT: no cancel of so much gives back less of its fee. */
function leastFeeBack(pricing: Pricing, amount: Won): Won {
  if (pricing.feeOnCancel === 'kept') return zeroWon;
  const { base, instalment } = chargedOf(pricing, amount);
  const fee = add(base, instalment);
  return pricing.feeBasis === 'including-vat' ? fee : add(fee, divide(fee, 10n, 'floor'));
}
