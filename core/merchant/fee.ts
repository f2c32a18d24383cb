// What a payment costs its shop: our fee by component, its VAT, and what the acquirer keeps.
import { allocate } from '../money/allocate.ts';
import { divide } from '../money/rounding.ts';
import { add, subtract, type Won, won, zeroWon } from '../money/won.ts';
import { type CardType, type InstalmentFee, type Terms, usualTerms } from './terms.ts';

/** By what one payment is priced: the terms of its contract as they fit it. */
export interface Pricing extends Terms {
  /** Of what pays, be it a card of either type or an account. */
  readonly feeRate: number;
  /** On top of feeRate, for an instalment that the shop pays for; else 0. */
  readonly instalmentRate: number;
  /** Won with VAT, in place of the rates, for each movement of money; 0 where rates hold. */
  readonly fixedFee: Won;
}

export type PaidBy = 'card' | 'account' | 'virtual-account';

/** What of a payment decides its price. */
export interface PaidWith {
  readonly paidBy: PaidBy;
  /** Null where no card pays. */
  readonly cardType: CardType | null;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
}

/** What most card payments are priced by: the usual terms, paid at once. */
export const usualPricing: Pricing = { ...usualTerms, instalmentRate: 0, fixedFee: zeroWon };

/** An account transfer has a fee of its own, and no acquirer keeps a part of it. */
export function pricingOf(terms: Terms, { paidBy, cardType, instalment }: PaidWith): Pricing {
  if (paidBy !== 'card') return pricingOfMoney(terms, paidBy);
  const paidFor = instalmentFeeOf(terms, instalment);
  return {
    ...terms,
    feeRate: cardType === 'check' ? terms.checkFeeRate : terms.feeRate,
    acquirerRate: terms.acquirerRate + (paidFor?.acquirerRate ?? 0),
    instalmentRate: paidFor?.rate ?? 0,
    fixedFee: zeroWon,
  };
}

/** What a refund out of a virtual account costs is no fee of the sale, so nothing of it is kept. */
function pricingOfMoney(terms: Terms, paidBy: 'account' | 'virtual-account'): Pricing {
  const common = { ...terms, acquirerRate: 0, instalmentRate: 0 };
  if (paidBy === 'account') return { ...common, feeRate: terms.transferFeeRate, fixedFee: zeroWon };
  return { ...common, feeRate: 0, fixedFee: won(terms.virtualAccountWon), feeOnCancel: 'refunded' };
}

/** Null where the buyer pays for his instalment himself, or there is none. */
export function instalmentFeeOf(terms: Terms, months: number): InstalmentFee | null {
  return terms.instalmentFees.find((each) => each.months === months) ?? null;
}

export interface FeeParts {
  readonly base: Won;
  /** What the shop pays for its buyer's interest-free instalment. */
  readonly instalment: Won;
}

export interface Fee {
  readonly supply: Won;
  readonly vat: Won;
  /** Without VAT; they sum to the supply. */
  readonly parts: FeeParts;
}

/**
 * Each component is rounded down, then VAT half-up once over both: a row has one VAT
 * (docs/concepts/money-and-tax.md).
 */
export function feeOf(pricing: Pricing, amount: Won): Fee {
  if (pricing.fixedFee > 0n) return fixedFeeOf(amount > 0n ? pricing.fixedFee : zeroWon);
  const { base, instalment } = chargedOf(pricing, amount);
  const charged = add(base, instalment);
  if (pricing.feeBasis === 'excluding-vat') {
    const parts = { base, instalment };
    return { supply: charged, vat: divide(charged, 10n, 'half-up'), parts };
  }
  const vat = divide(charged, 11n, 'half-up');
  const supply = subtract(charged, vat);
  const [first, second] = charged > 0n ? allocate(supply, [base, instalment]) : [];
  return { supply, vat, parts: { base: first ?? zeroWon, instalment: second ?? zeroWon } };
}

/** It is agreed with VAT, whatever the rates of the contract are. */
function fixedFeeOf(charged: Won): Fee {
  const vat = divide(charged, 11n, 'half-up');
  const supply = subtract(charged, vat);
  return { supply, vat, parts: { base: supply, instalment: zeroWon } };
}

/** As the rates name them: with VAT or without it. */
export function chargedOf(pricing: Pricing, amount: Won): FeeParts {
  return {
    base: share(amount, pricing.feeRate),
    instalment: share(amount, pricing.instalmentRate),
  };
}

export function acquirerChargeOf(pricing: Pricing, amount: Won): Won {
  return share(amount, pricing.acquirerRate);
}

/** Rates are whole hundred-thousandths. */
function share(amount: Won, rate: number): Won {
  return divide(amount * BigInt(rate), 100_000n, 'floor');
}
