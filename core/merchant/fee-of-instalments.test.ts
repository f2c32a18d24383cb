// Interest-free instalments of the shop: two components, one VAT.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, won } from '../money/won.ts';
import { feeOf, pricingOf, usualPricing } from './fee.ts';
import { usualTerms } from './terms.ts';

// biome-ignore format: a table
test.each([
  // basis            base    instalment amount    base    instalment VAT
  ['excluding-vat', 2_500, 2_000,  100_000,   2_500,  2_000,   450],
  ['excluding-vat', 2_500, 0,      50_000,    1_250,  0,       125],
  // 44 + 44: two roundings of VAT would have made 8, one makes 9.
  ['excluding-vat', 1_000, 1_000,  4_400,     44,     44,      9],
  // A row that a gateway showed: 859,950 in all.
  ['including-vat', 2_218, 24_000, 3_280_000, 66_136, 715_637, 78_177],
  ['including-vat', 2_500, 2_000,  1,         0,      0,       0],
] as const)('%s %d + %d of %d', (feeBasis, feeRate, rate, amount, base, instalment, vat) => {
  const pricing = { ...usualPricing, feeBasis, feeRate, instalmentRate: rate };
  const fee = feeOf(pricing, won(amount));
  expect(fee.parts).toEqual({ base: won(base), instalment: won(instalment) });
  expect([fee.supply, fee.vat]).toEqual([won(base + instalment), won(vat)]);
});

const terms = {
  ...usualTerms,
  instalmentFees: [
    { months: 6, rate: 4_000, acquirerRate: 3_600 },
    { months: 3, rate: 2_000, acquirerRate: 1_800 },
  ],
};

// biome-ignore format: a table
test.each([
  // paid by     months  base    instalment  acquirer
  ['card',       0,      2_500,  0,          2_000],
  ['card',       2,      2_500,  0,          2_000],
  ['card',       3,      2_500,  2_000,      3_800],
  ['card',       6,      2_500,  4_000,      5_600],
  ['card',       12,     2_500,  0,          2_000],
  ['account',    0,      1_800,  0,          0],
] as const)('%s, %d months: %d + %d, acquirer %d', (paidBy, instalment, base, more, acquirer) => {
  const paid = { paidBy, cardType: paidBy === 'card' ? 'credit' : null, instalment } as const;
  const { feeRate, instalmentRate, acquirerRate } = pricingOf(terms, paid);
  expect([feeRate, instalmentRate, acquirerRate]).toEqual([base, more, acquirer]);
});

test('parts sum to the supply', () => {
  const amount = fc.integer({ min: 0, max: 10_000_000 });
  const rate = fc.integer({ min: 0, max: 30_000 });
  const basis = fc.constantFrom('excluding-vat' as const, 'including-vat' as const);
  fc.assert(
    fc.property(amount, rate, rate, basis, (of, feeRate, instalment, feeBasis) => {
      const pricing = { ...usualPricing, feeRate, feeBasis, instalmentRate: instalment };
      const fee = feeOf(pricing, won(of));
      expect(add(fee.parts.base, fee.parts.instalment)).toBe(fee.supply);
      expect(fee.parts.base >= 0n && fee.parts.instalment >= 0n).toBe(true);
    }),
    { seed: 20_260_309 },
  );
});
