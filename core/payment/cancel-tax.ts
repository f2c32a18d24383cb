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
  return minus(before, taxOfRest(payment, subtract(taxTotal(before), amount), vat));
}

/** The parts of an amount that is at most what is left, as if the rest of it had gone back. */
export function taxOfRest(payment: Approved, rest: Won, vat: Won | null): TaxParts {
  const before = taxLeft(payment);
  const named = payment.vatGiven || payment.cancels.some((cancel) => cancel.vatGiven);
  return named || vat !== null
    ? givenTaxAfterCancel(before, rest, vat)
    : taxAfterCancel(before, rest);
}

function minus(left: TaxParts, right: TaxParts): TaxParts {
  return {
    supply: subtract(left.supply, right.supply),
    vat: subtract(left.vat, right.vat),
    taxFree: subtract(left.taxFree, right.taxFree),
  };
}
