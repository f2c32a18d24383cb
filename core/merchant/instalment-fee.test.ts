// Interest-free instalments of the shop: two components, one VAT.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, won } from '../money/won.ts';
import { feeWithInstalment, instalmentRateOf } from './instalment-fee.ts';
import { feeOf, usualTerms } from './terms.ts';

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
  const fee = feeWithInstalment({ ...usualTerms, feeBasis, feeRate }, won(amount), rate);
  expect(fee.parts).toEqual({ base: won(base), instalment: won(instalment) });
  expect([fee.supply, fee.vat]).toEqual([won(base + instalment), won(vat)]);
});

const rates = [
  { monthsUpTo: 6, rate: 4_000 },
  { monthsUpTo: 3, rate: 2_000 },
];

// biome-ignore format: a table
test.each([[0, 0], [1, 0], [2, 2_000], [3, 2_000], [4, 4_000], [6, 4_000], [7, null]] as const)(
  '%d months: %s', (months, rate) => expect(instalmentRateOf(rates, months)).toBe(rate),
);

test('parts sum to the supply; without an instalment it is the fee of any sale', () => {
  const amount = fc.integer({ min: 0, max: 10_000_000 });
  const rate = fc.integer({ min: 0, max: 30_000 });
  const basis = fc.constantFrom('excluding-vat' as const, 'including-vat' as const);
  fc.assert(
    fc.property(amount, rate, rate, basis, (of, feeRate, instalment, feeBasis) => {
      const terms = { ...usualTerms, feeRate, feeBasis };
      const fee = feeWithInstalment(terms, won(of), instalment);
      expect(add(fee.parts.base, fee.parts.instalment)).toBe(fee.supply);
      expect(fee.parts.base >= 0n && fee.parts.instalment >= 0n).toBe(true);
      const { supply, vat } = feeWithInstalment(terms, won(of), 0);
      expect({ supply, vat }).toEqual(feeOf(terms, won(of)));
    }),
    { seed: 20_260_309 },
  );
});
