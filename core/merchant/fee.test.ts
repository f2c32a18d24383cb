// Fees as real settlement rows show them, and why floor, its basis and one VAT per row are needed.
import { describe, expect, test } from 'vitest';
import { divide } from '../money/rounding.ts';
import { won, zeroWon } from '../money/won.ts';
import { acquirerChargeOf, type Fee, feeOf, type Pricing, usualPricing } from './fee.ts';

function terms(feeRate: number, feeBasis: Pricing['feeBasis']): Pricing {
  return { ...usualPricing, feeRate, feeBasis };
}

function fee(supply: number, vat: number) {
  return { supply: won(supply), vat: won(vat), parts: { base: won(supply), instalment: zeroWon } };
}

// Observed on a Korean gateway, and the examples of docs/reference/ledger.md.
// biome-ignore format: a table
const golden = [
  // story                       amount     rate    basis            supply   VAT
  ['5 months, without VAT',      64_601,    2_100,  'excluding-vat', 1_356,   136],
  ['5 months, with VAT',         64_601,    2_310,  'including-vat', 1_356,   136],
  ['3 months, without VAT',      99_800,    2_050,  'excluding-vat', 2_045,   205],
  ['3 months, with VAT',         99_800,    2_255,  'including-vat', 2_045,   205],
  ['24 months, interest-free',   3_280_000, 26_218, 'including-vat', 781_773, 78_177],
  ['the usual terms',            50_000,    2_500,  'excluding-vat', 1_250,   125],
  ['a transfer at 1.8% + VAT',   50_000,    1_800,  'excluding-vat', 900,     90],
  ['nothing at all',             0,         2_500,  'excluding-vat', 0,       0],
  ['too little for a fee',       39,        2_500,  'excluding-vat', 0,       0],
  ['enough for a won',           40,        2_500,  'excluding-vat', 1,       0],
  ['enough for VAT, a half',     200,       2_500,  'excluding-vat', 5,       1],
] as const;

test.each(golden)('%s: %d won at %d, %s: %d + %d', (_, amount, rate, basis, supply, vat) => {
  expect(feeOf(terms(rate, basis), won(amount))).toEqual(fee(supply, vat));
});

describe('the fee is rounded down', () => {
  test.each([
    [64_601n, 2_100n, 1_356n, 1_357n],
    [99_800n, 2_050n, 2_045n, 2_046n],
  ])('of %d at %d to %d; half-up would have said %d', (amount, rate, floor, halfUp) => {
    expect(divide(amount * rate, 100_000n, 'floor')).toBe(floor);
    expect(divide(amount * rate, 100_000n, 'half-up')).toBe(halfUp);
  });
});

// Pairs of fee with VAT and VAT alone, as shops of a Korean gateway saw them.
// biome-ignore format: a table
const vatPairs = [
  // total   VAT
  [1_492,   136],
  [2_250,   205],
  [859_950, 78_177],
  [30_000,  2_727],
  [9_026,   821],
  [1_000,   91],
] as const;

describe('VAT within a total is rounded half up', () => {
  test.each(vatPairs)('%d has %d', (total, vat) => {
    expect(divide(BigInt(total), 11n, 'half-up')).toBe(BigInt(vat));
  });

  test.each(['floor', 'ceiling'] as const)('%s fails on some of the six', (rounding) => {
    const right = vatPairs.filter(([total, vat]) => {
      return divide(BigInt(total), 11n, rounding) === BigInt(vat);
    });
    expect(right.length).toBeGreaterThan(0);
    expect(right.length).toBeLessThan(vatPairs.length);
  });
});

describe('the basis must be stored', () => {
  test('the row over 24 months fits no rate without VAT', () => {
    const supplies = [23_834, 23_835].map(
      (rate) => feeOf(terms(rate, 'excluding-vat'), won(3_280_000)).supply,
    );
    expect(supplies).toEqual([won(781_755), won(781_788)]);
  });

  test('2.5% + VAT and 2.75% with VAT differ by a won on 109 of any 400 amounts', () => {
    const total = ({ supply, vat }: Fee): bigint => supply + vat;
    const differences = Array.from({ length: 400 }, (_, index) => {
      const amount = won(index + 1);
      const without = total(feeOf(terms(2_500, 'excluding-vat'), amount));
      return total(feeOf(terms(2_750, 'including-vat'), amount)) - without;
    });
    expect(new Set(differences)).toEqual(new Set([0n, 1n, -1n]));
    expect(differences.filter((difference) => difference !== 0n)).toHaveLength(109);
  });
});

// Statutory preferential fees as of 2025-08-14 and 2026-02-14.
// biome-ignore format: a table
const tiers = [
  // annual sales, won     card      rate    supply on 50,000  VAT
  ['up to 300 million',    'credit', 400,    200,              20],
  ['up to 300 million',    'check',  150,    75,               8],
  ['up to 500 million',    'credit', 1_000,  500,              50],
  ['up to 500 million',    'check',  750,    375,              38],
  ['up to 1 billion',      'credit', 1_150,  575,              58],
  ['up to 1 billion',      'check',  900,    450,              45],
  ['up to 3 billion',      'credit', 1_450,  725,              73],
  ['up to 3 billion',      'check',  1_150,  575,              58],
] as const;

test.each(tiers)('%s, %s card: %d is %d + %d', (_, __, rate, supply, vat) => {
  expect(feeOf(terms(rate, 'excluding-vat'), won(50_000))).toEqual(fee(supply, vat));
});

// biome-ignore format: a table
test.each([
  // amount  rate   charge
  [50_000,   2_000, 1_000],
  [30_000,   2_000, 600],
  [20_000,   2_000, 400],
  [49,       2_000, 0],
  [99,       2_000, 1],
  [0,        2_000, 0],
] as const)('the acquirer keeps of %d at %d: %d', (amount, acquirerRate, charge) => {
  expect(acquirerChargeOf({ ...usualPricing, acquirerRate }, won(amount))).toBe(won(charge));
});
