// Which rate and which cycle a row shows, whatever the contract names.
import { expect, test } from 'vitest';
import { pricingOf } from '../../core/merchant/fee.ts';
import { usualTerms } from '../../core/merchant/terms.ts';
import { cycleOf, shownRate } from './settlement.ts';

// biome-ignore format: a table
const rates = [
  // basis            agreed  paid by    months  shown
  ['excluding-vat',   2_500,  'card',    0,      '2.50'],
  ['excluding-vat',   1_155,  'card',    0,      '1.155'],
  ['excluding-vat',   1_050,  'card',    0,      '1.05'],
  ['excluding-vat',   10_000, 'card',    0,      '10.00'],
  ['excluding-vat',   5,      'card',    0,      '0.005'],
  ['excluding-vat',   0,      'card',    0,      '0.00'],
  ['excluding-vat',   2_500,  'account', 0,      '1.80'],
  ['excluding-vat',   2_500,  'card',    3,      '4.50'],
  ['including-vat',   2_750,  'card',    0,      '2.50'],
  ['including-vat',   2_310,  'card',    0,      '2.10'],
  ['including-vat',   2_500,  'card',    0,      '2.273'],
  ['including-vat',   2_750,  'card',    3,      '4.318'],
] as const;

const instalmentFees = [{ months: 3, rate: 2_000, acquirerRate: 1_800 }];

test.each(rates)('%s, %d by %s over %d: %s', (feeBasis, feeRate, paidBy, instalment, shown) => {
  const terms = { ...usualTerms, feeBasis, feeRate, instalmentFees };
  expect(shownRate(pricingOf(terms, { paidBy, cardType: null, instalment }))).toBe(shown);
});

// biome-ignore format: a table
test.each([
  // cycle      paid by     shown
  ['daily',     'card',     'D+6'],
  ['daily',     'account',  'D+3'],
  ['weekly',    'card',     'W+6'],
  ['monthly',   'card',     'M+6'],
  ['monthly',   'account',  'M+3'],
] as const)('%s by %s is %s', (payoutCycle, paidBy, shown) => {
  expect(cycleOf({ ...usualTerms, payoutCycle }, paidBy)).toBe(shown);
});
