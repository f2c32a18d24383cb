// The buyer's tax: supply, VAT and tax-free parts that always add up to the total.
import { invariant } from '../invariant.ts';
import { divide, type Rounding } from './rounding.ts';
import { add, subtract, type Won, won, zeroWon } from './won.ts';

/** Won. supply + vat + taxFree = total, each ≥ 0 (docs/concepts/money-and-tax.md). */
export interface TaxParts {
  readonly supply: Won;
  readonly vat: Won;
  readonly taxFree: Won;
}

export function taxTotal(parts: TaxParts): Won {
  return add(parts.supply, parts.vat, parts.taxFree);
}

/**
 * The VAT contained in a VAT-inclusive amount: an eleventh. Half-up is what Korean gateways show
 * (10,000 → 909, 15,000 → 1,364, 1,004 → 91); floor and ceiling each miss observed rows.
 */
export function containedVat(taxable: Won, rounding: Rounding = 'half-up'): Won {
  return divide(taxable, 11n, rounding);
}

export function splitTax(total: Won, taxFree: Won): TaxParts {
  invariant(taxFree >= 0n && taxFree <= total, 'the tax-free part lies within the total');
  const taxable = subtract(total, taxFree);
  const vat = containedVat(taxable);
  return { supply: subtract(taxable, vat), vat, taxFree };
}

/** A shop that names the VAT of a mixed order; supply is at most ten times that (manual 004). */
export function splitGivenVat(total: Won, vat: Won): TaxParts {
  invariant(vat >= 0n && vat <= containedVat(total), 'a given VAT is at most that of the whole');
  const left = subtract(total, vat);
  const supply = vat * 10n < left ? won(vat * 10n) : left;
  return { supply, vat, taxFree: subtract(left, supply) };
}

/**
 * As `taxAfterCancel` where a VAT figure was given once: what is left keeps the proportion that
 * the shop gave, or has exactly the VAT that the shop says is left.
 */
export function givenTaxAfterCancel(before: TaxParts, rest: Won, vatBack: Won | null): TaxParts {
  const total = taxTotal(before);
  invariant(rest >= 0n && rest <= total, 'what is left lies between nothing and the whole');
  if (rest === 0n) return { supply: zeroWon, vat: zeroWon, taxFree: zeroWon };
  const taxFree = restOfTaxFree(before, total, rest);
  const taxable = subtract(rest, taxFree);
  const taxableBefore = subtract(total, before.taxFree);
  const proportion =
    taxableBefore === 0n ? zeroWon : divide(before.vat * taxable, taxableBefore, 'half-up');
  const vat = vatBack === null ? proportion : subtract(before.vat, vatBack);
  invariant(vat >= 0n && vat <= taxable, 'the VAT of the rest lies within what is taxable of it');
  return { supply: subtract(taxable, vat), vat, taxFree };
}

/** Whether a shop may say that so much of the VAT goes back with a cancel that leaves `rest`. */
export function fitsVatBack(before: TaxParts, rest: Won, vatBack: Won): boolean {
  if (rest === 0n) return true;
  const taxFree = restOfTaxFree(before, taxTotal(before), rest);
  const vat = before.vat - vatBack;
  const taxableBack = taxTotal(before) - before.taxFree - (rest - taxFree);
  return vatBack >= 0n && vat >= 0n && vat <= rest - taxFree && vatBack <= taxableBack;
}

/**
 * The parts of what is left after a partial cancel: the rest is priced as a sale of that amount,
 * a mixed sale keeping its tax-free proportion half-up. Closes at zero; see
 * docs/concepts/money-and-tax.md.
 */
export function taxAfterCancel(before: TaxParts, rest: Won): TaxParts {
  const total = taxTotal(before);
  invariant(rest >= 0n && rest <= total, 'what is left lies between nothing and the whole');
  if (rest === 0n) return { supply: zeroWon, vat: zeroWon, taxFree: zeroWon };
  return splitTax(rest, restOfTaxFree(before, total, rest));
}

function restOfTaxFree(before: TaxParts, total: Won, rest: Won): Won {
  if (before.taxFree === 0n) return zeroWon;
  if (before.taxFree === total) return rest;
  return won(divide(before.taxFree * rest, total, 'half-up'));
}
