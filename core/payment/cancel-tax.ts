// How the buyer's tax goes back with a cancel: the parts of the rest, subtracted from those before.
import { givenTaxAfterCancel, type TaxParts, taxAfterCancel, taxTotal } from '../money/tax.ts';
import { subtract, type Won } from '../money/won.ts';
import type { Approved } from './payment.ts';

export function taxLeft(payment: Approved): TaxParts {
  const given = payment.cancels.filter((cancel) => cancel.status === 'done');
  return given.reduce((left, cancel) => minus(left, cancel.tax), payment.tax);
}

/** Parts given back = parts before − parts of the rest, so that every split closes. */
export function taxOfCancel(payment: Approved, amount: Won, vat: Won | null): TaxParts {
  const before = taxLeft(payment);
  const rest = subtract(taxTotal(before), amount);
  const named = payment.vatGiven || payment.cancels.some((cancel) => cancel.vatGiven);
  const after =
    named || vat !== null ? givenTaxAfterCancel(before, rest, vat) : taxAfterCancel(before, rest);
  return minus(before, after);
}

function minus(left: TaxParts, right: TaxParts): TaxParts {
  return {
    supply: subtract(left.supply, right.supply),
    vat: subtract(left.vat, right.vat),
    taxFree: subtract(left.taxFree, right.taxFree),
  };
}
