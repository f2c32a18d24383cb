// Interest-free instalments that the shop pays for: a second component of the fee, by months.
import { invariant } from '../invariant.ts';
import { allocate } from '../money/allocate.ts';
import { divide } from '../money/rounding.ts';
import { add, subtract, type Won, zeroWon } from '../money/won.ts';
import type { Fee, Terms } from './terms.ts';

/** The rate, in hundred-thousandths, for plans of up to so many months. */
export interface InstalmentRate {
  readonly monthsUpTo: number;
  readonly rate: number;
}

export type FeeComponent = 'base' | 'instalment';

export interface FeeOfParts extends Fee {
  /** Without VAT; they sum to the supply. */
  readonly parts: Readonly<Record<FeeComponent, Won>>;
}

/** 0 for a lump sum; null when the contract names no rate for so many months. */
export function instalmentRateOf(rates: readonly InstalmentRate[], months: number): number | null {
  if (months <= 1) return 0;
  const fitting = rates.filter(({ monthsUpTo }) => months <= monthsUpTo);
  if (fitting.length === 0) return null;
  return fitting.reduce((best, each) => (each.monthsUpTo < best.monthsUpTo ? each : best)).rate;
}

/** Each component is rounded down, VAT is rounded once over both: a row has one VAT. */
export function feeWithInstalment(terms: Terms, amount: Won, instalmentRate: number): FeeOfParts {
  invariant(instalmentRate >= 0, 'a fee is not negative');
  const base = share(amount, terms.feeRate);
  const instalment = share(amount, instalmentRate);
  const charged = add(base, instalment);
  if (terms.feeBasis === 'excluding-vat') {
    return {
      supply: charged,
      vat: divide(charged, 10n, 'half-up'),
      parts: { base, instalment },
    };
  }
  const vat = divide(charged, 11n, 'half-up');
  const supply = subtract(charged, vat);
  const [first, second] = charged > 0n ? allocate(supply, [base, instalment]) : [];
  return { supply, vat, parts: { base: first ?? zeroWon, instalment: second ?? zeroWon } };
}

function share(amount: Won, rate: number): Won {
  return divide(amount * BigInt(rate), 100_000n, 'floor');
}
