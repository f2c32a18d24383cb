// The buyer's tax as this dialect says it: a flag, and a VAT that the shop may name (manual 004).
import type { Contract } from '../../core/merchant/merchant.ts';
import { containedVat, splitGivenVat, splitTax, type TaxParts } from '../../core/money/tax.ts';
import { type Won, zeroWon } from '../../core/money/won.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';

export interface TaxAsked {
  readonly amount: Won;
  /** Null is taxable. */
  readonly taxable: boolean | null;
  /** Null lets us reckon it. */
  readonly vat: Won | null;
}

export interface TaxMeant {
  readonly tax: TaxParts;
  readonly vatGiven: boolean;
}

/** A figure of zero is a figure; one above the eleventh of the whole is refused (T7). */
export function taxMeant(contract: Contract, asked: TaxAsked): Outcome<TaxMeant> {
  const { amount, taxable, vat } = asked;
  if (taxable === false || contract.terms.tax === 'tax-free') {
    return accepted({ tax: splitTax(amount, amount), vatGiven: false });
  }
  if (vat === null) return accepted({ tax: splitTax(amount, zeroWon), vatGiven: false });
  const most = containedVat(amount);
  if (vat > most) return refused(unfit('vat', { is: 'out-of-range', expected: `0~${most}` }));
  return accepted({ tax: splitGivenVat(amount, vat), vatGiven: true });
}
