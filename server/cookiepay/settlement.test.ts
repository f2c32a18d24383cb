// Which rate a row shows: percent without VAT, whatever the contract names.
import { expect, test } from 'vitest';
import { usualTerms } from '../../core/merchant/terms.ts';
import { shownRate } from './settlement.ts';

// biome-ignore format: a table
const rates = [
  // basis            agreed  paid by    shown
  ['excluding-vat',   2_500,  'card',    '2.50'],
  ['excluding-vat',   1_155,  'card',    '1.155'],
  ['excluding-vat',   1_050,  'card',    '1.05'],
  ['excluding-vat',   10_000, 'card',    '10.00'],
  ['excluding-vat',   5,      'card',    '0.005'],
  ['excluding-vat',   0,      'card',    '0.00'],
  ['excluding-vat',   2_500,  'account', '1.80'],
  ['including-vat',   2_750,  'card',    '2.50'],
  ['including-vat',   2_310,  'card',    '2.10'],
  ['including-vat',   2_500,  'card',    '2.273'],
] as const;

test.each(rates)('%s, %d by %s is shown as %s', (feeBasis, feeRate, paidBy, shown) => {
  expect(shownRate({ ...usualTerms, feeBasis, feeRate }, paidBy)).toBe(shown);
});
