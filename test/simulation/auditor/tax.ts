// The auditor's own arithmetic of the buyer's tax: of a sale, and of each amount that goes back.
import type { SaidOfVat } from '../history.ts';
import type { TermsFact } from './facts.ts';
import { halfUp } from './model.ts';

export interface TaxParts {
  readonly supply: bigint;
  readonly vat: bigint;
  readonly taxFree: bigint;
}

const nothing: TaxParts = { supply: 0n, vat: 0n, taxFree: 0n };

/** Of what a tax-free contract sells no VAT can be named. */
export function isNamed({ tax }: TermsFact, said: SaidOfVat): boolean {
  return typeof said === 'bigint' && tax !== 'tax-free';
}

/** Who says nothing sells taxable goods, unless the contract is tax-free. */
export function taxOfSale({ tax }: TermsFact, amount: bigint, said: SaidOfVat): TaxParts {
  if (said === 'none' || tax === 'tax-free') return { ...nothing, taxFree: amount };
  if (said === null) {
    const vat = halfUp(amount, 11n);
    return { supply: amount - vat, vat, taxFree: 0n };
  }
  const rest = amount - said;
  const supply = said * 10n < rest ? said * 10n : rest;
  return { supply, vat: said, taxFree: rest - supply };
}

export interface Giving {
  readonly amount: bigint;
  /** The VAT that the shop says goes back; null where it says nothing. */
  readonly vat: bigint | null;
  /** Whether it ever named a VAT, of the sale or of a cancel: then its proportion is kept. */
  readonly named: boolean;
}

/** What is left of the parts once an amount went back. */
export function taxOfRest(before: TaxParts, { amount, vat, named }: Giving): TaxParts {
  const total = before.supply + before.vat + before.taxFree;
  const rest = total - amount;
  if (rest === 0n) return nothing;
  const taxFree = halfUp(before.taxFree * rest, total);
  const taxable = rest - taxFree;
  const left = vat === null ? usualVat(before, taxable, named) : before.vat - vat;
  return { supply: taxable - left, vat: left, taxFree };
}

function usualVat(before: TaxParts, taxable: bigint, named: boolean): bigint {
  if (!named) return halfUp(taxable, 11n);
  const taxableBefore = before.supply + before.vat;
  return taxableBefore === 0n ? 0n : halfUp(before.vat * taxable, taxableBefore);
}

/** Every part is something, and so is what goes back of each. */
export function isPossible(before: TaxParts, after: TaxParts): boolean {
  const parts = ['supply', 'vat', 'taxFree'] as const;
  return parts.every((part) => after[part] >= 0n && after[part] <= before[part]);
}
