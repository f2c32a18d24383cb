// Rates of cards as an operator agrees them: by number, or what the law sets for small shops.
import { feeRateOn } from '../../core/merchant/fee-schedule.ts';
import { type CardType, cardTypes, type Terms } from '../../core/merchant/terms.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';

export const rateSchema = { type: 'integer', minimum: 0, maximum: 100_000 };
export const yearlySalesSchema = { type: 'integer', minimum: 0, maximum: 3_000_000_000 };

export interface GivenRates {
  /** Of all cards, in hundred-thousandths. */
  readonly feeRate?: number | undefined;
  /** Won that the shop sells for in a year, in place of a rate. */
  readonly yearlySales?: number | undefined;
}

export interface RatesAgreed {
  readonly given: GivenRates;
  /** The day whose table of the law holds. */
  readonly from: BusinessDate;
  readonly feeBasis: Terms['feeBasis'];
  /** What a refusal calls the yearly sales. */
  readonly field: string;
}

type Rates = Readonly<Record<CardType, number>>;

/** Null where nothing is given. */
export function ratesOf({ given, from, feeBasis, field }: RatesAgreed): Outcome<Rates | null> {
  const { feeRate, yearlySales } = given;
  if (yearlySales === undefined) {
    return accepted(feeRate === undefined ? null : { credit: feeRate, check: feeRate });
  }
  if (feeRate !== undefined) {
    return refused(unfit(field, { is: 'malformed', expected: 'no feeRate beside it' }));
  }
  const [credit, check] = cardTypes.map((card) => feeRateOn(from, { yearlySales, card }));
  if (typeof credit !== 'number' || typeof check !== 'number') {
    const expected = 'a day and sales for which the law sets a rate';
    return refused(unfit(field, { is: 'out-of-range', expected }));
  }
  const asAgreed = feeBasis === 'including-vat' ? withVat : (rate: number) => rate;
  return accepted({ credit: asAgreed(credit), check: asAgreed(check) });
}

/** The law names its rates without VAT; each of them is a multiple of ten. */
function withVat(rate: number): number {
  return (rate * 11) / 10;
}
