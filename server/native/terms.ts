// The terms of a new contract as an operator gives them, over the usual ones.
import { type Gateway, takesDeposits, usualTermsOf } from '../../core/merchant/merchant.ts';
import type { InstalmentFee, Terms } from '../../core/merchant/terms.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import { type GivenRates, rateSchema, ratesOf, yearlySalesSchema } from './agreed-rates.ts';

export const termsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    feeRate: rateSchema,
    checkFeeRate: rateSchema,
    yearlySales: yearlySalesSchema,
    feeBasis: { type: 'string', enum: ['excluding-vat', 'including-vat'] },
    acquirerRate: rateSchema,
    transferFeeRate: rateSchema,
    virtualAccountWon: { type: 'integer', minimum: 0, maximum: 100_000 },
    feeOnCancel: { type: 'string', enum: ['refunded', 'kept'] },
    tax: { type: 'string', enum: ['taxable', 'tax-free', 'mixed'] },
    keyIn: { type: 'boolean' },
    partialCancel: { type: 'boolean' },
    afterPayout: { type: 'string', enum: ['deposit', 'offset', 'refuse'] },
    payoutDays: { type: 'integer', minimum: 1, maximum: 60 },
    accountPayoutDays: { type: 'integer', minimum: 2, maximum: 60 },
    payoutCounts: { type: 'string', enum: ['bank-days', 'calendar-days'] },
    payoutCycle: { type: 'string', enum: ['daily', 'weekly', 'monthly'] },
    payoutCut: { type: 'integer', minimum: 0, maximum: 31 },
    holdbackRate: rateSchema,
    holdbackDays: { type: 'integer', minimum: 0, maximum: 3_650 },
    depositBasis: { type: 'string', enum: ['gross', 'net'] },
    instalmentFees: {
      type: 'array',
      maxItems: 11,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['months', 'rate'],
        properties: {
          months: { type: 'integer', minimum: 2, maximum: 12 },
          rate: rateSchema,
          acquirerRate: rateSchema,
        },
      },
    },
  },
};

export type GivenTerms = Partial<Omit<Terms, 'instalmentFees'>> &
  GivenRates & {
    readonly instalmentFees?: readonly (Omit<InstalmentFee, 'acquirerRate'> &
      Partial<InstalmentFee>)[];
  };

/** Rates that go by yearly sales are those of the law on the first day of the contract. */
export function termsOf(gateway: Gateway, given: GivenTerms, from: BusinessDate): Outcome<Terms> {
  const usual = usualTermsOf(gateway);
  const { instalmentFees = [], yearlySales, ...named } = given;
  const { feeBasis = usual.feeBasis, checkFeeRate } = named;
  const rates = ratesOf({ given, from, feeBasis, field: 'terms.yearlySales' });
  if (!rates.ok) return rates;
  if (yearlySales !== undefined && checkFeeRate !== undefined) {
    const problem = { is: 'malformed', expected: 'no checkFeeRate beside it' } as const;
    return refused(unfit('terms.yearlySales', problem));
  }
  const { credit: feeRate = usual.feeRate, check = usual.checkFeeRate } = rates.value ?? {};
  const terms: Terms = {
    ...usual,
    ...named,
    ...{ feeRate, checkFeeRate: checkFeeRate ?? check, version: 1 },
    instalmentFees: instalmentFees.map((each) => ({ acquirerRate: 0, ...each })),
  };
  const refusal = refuseTerms(gateway, terms);
  return refusal === null ? accepted(terms) : refused(refusal);
}

/** What no schema can say: how terms fit each other, and the gateway. */
function refuseTerms(gateway: Gateway, terms: Terms): Refusal | null {
  if (terms.afterPayout === 'deposit' && !takesDeposits(gateway)) {
    const expected = `offset or refuse: ${gateway} has no way to pay in`;
    return unfit('terms.afterPayout', { is: 'out-of-range', expected });
  }
  const months = terms.instalmentFees.map((each) => each.months);
  if (new Set(months).size < months.length) {
    const problem = { is: 'malformed', expected: 'each number of months once' } as const;
    return unfit('terms.instalmentFees', problem);
  }
  const cut = cutExpected(terms);
  return cut === null ? null : unfit('terms.payoutCut', { is: 'out-of-range', expected: cut });
}

/** What the cut of a cycle has to be when it is not; a daily one has none. */
function cutExpected({ payoutCycle, payoutCut }: Terms): string | null {
  if (payoutCycle === 'daily') return null;
  const [least, most] = payoutCycle === 'weekly' ? [0, 6] : [1, 31];
  return payoutCut >= least && payoutCut <= most ? null : `${least} to ${most}`;
}
