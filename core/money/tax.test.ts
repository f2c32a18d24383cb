// Supply, VAT and tax-free part: golden splits, and partial cancels that always close at zero.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containedVat, splitTax, type TaxParts, taxAfterCancel, taxTotal } from './tax.ts';
import { add, subtract, type Won, won, zeroWon } from './won.ts';

function parts(supply: number, vat: number, taxFree: number): TaxParts {
  return { supply: won(supply), vat: won(vat), taxFree: won(taxFree) };
}

function minus(left: TaxParts, right: TaxParts): TaxParts {
  return {
    supply: subtract(left.supply, right.supply),
    vat: subtract(left.vat, right.vat),
    taxFree: subtract(left.taxFree, right.taxFree),
  };
}

describe('what is not a split', () => {
  test.each([
    [1_000, -1],
    [1_000, 1_001],
  ])('%d won of which %d tax-free', (total, taxFree) => {
    expect(() => splitTax(won(total), won(taxFree))).toThrow('lies within the total');
  });

  test.each([-1, 1_001])('a rest of %d after a sale of 1,000', (rest) => {
    const sale = splitTax(won(1_000), zeroWon);
    expect(() => taxAfterCancel(sale, won(rest))).toThrow('between nothing and the whole');
  });
});

// biome-ignore format: a table
const splits = [
  // total   of it tax-free  supply   VAT
  [0,        0,              0,       0],
  [1,        0,              1,       0],
  [5,        0,              5,       0],
  [6,        0,              5,       1],
  [1_000,    0,              909,     91],
  [1_004,    0,              913,     91],
  [9_026,    0,              8_205,   821],
  [10_000,   0,              9_091,   909],
  [15_000,   0,              13_636,  1_364],
  [22_000,   0,              20_000,  2_000],
  [30_000,   0,              27_273,  2_727],
  [50_000,   0,              45_455,  4_545],
  [11_000,   11_000,         0,       0],
  [11_000,   10_000,         909,     91],
  [55_000,   33_000,         20_000,  2_000],
] as const;

test.each(splits)('%d of which %d tax-free: supply %d, VAT %d', (total, free, supply, vat) => {
  const split = splitTax(won(total), won(free));
  expect(split).toEqual(parts(supply, vat, free));
  expect(taxTotal(split)).toBe(won(total));
});

// biome-ignore format: a table
const cancels = [
  // story                              total   tax-free  rest    what is left of it
  ['taxable, a part',                   50_000, 0,        30_000, parts(27_273, 2_727, 0)],
  ['taxable, all',                      50_000, 0,        0,      parts(0, 0, 0)],
  ['taxable, nothing',                  50_000, 0,        50_000, parts(45_455, 4_545, 0)],
  ['tax-free, a part',                  50_000, 50_000,   30_000, parts(0, 0, 30_000)],
  ['mixed, a part',                     55_000, 33_000,   25_000, parts(9_091, 909, 15_000)],
  ['mixed, all',                        55_000, 33_000,   0,      parts(0, 0, 0)],
  ['mixed, the tax-free half rounds up', 1_000, 500,      1,      parts(0, 0, 1)],
  ['mixed, the tax-free rest rounds down', 1_000, 499,    1,      parts(1, 0, 0)],
] as const;

test.each(cancels)('after a cancel: %s', (_, total, taxFree, rest, left) => {
  expect(taxAfterCancel(splitTax(won(total), won(taxFree)), won(rest))).toEqual(left);
});

// Shares of a sale, an order in which they are taken back, and the tax-free thousandths of it.
const takenBack = fc
  .array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 8 })
  .chain((shares) =>
    fc.record({
      inOrder: fc.constant(shares),
      shuffled: fc.shuffledSubarray(shares, { minLength: shares.length }),
      freeThousandths: fc.constantFrom(0, 1_000, 1, 333, 500, 600, 999),
    }),
  );

function saleOf(shares: readonly number[], freeThousandths: number): TaxParts {
  const total = add(...shares.map(won));
  return splitTax(total, won((total * BigInt(freeThousandths)) / 1_000n));
}

/** What each cancel gives back, one after the other: the parts before less the parts after. */
function givenBack(sale: TaxParts, shares: readonly number[]): TaxParts[] {
  let left = sale;
  return shares.map((share) => {
    const before = left;
    left = taxAfterCancel(before, subtract(taxTotal(before), won(share)));
    return minus(before, left);
  });
}

function total(given: readonly TaxParts[]): TaxParts {
  const sum = (part: keyof TaxParts): Won => add(...given.map((each) => each[part]));
  return { supply: sum('supply'), vat: sum('vat'), taxFree: sum('taxFree') };
}

describe('partial cancels, however a sale is taken apart', () => {
  test('each gives back exactly its amount, and no part of it is negative', () => {
    fc.assert(
      fc.property(takenBack, ({ shuffled, freeThousandths }) => {
        const given = givenBack(saleOf(shuffled, freeThousandths), shuffled);
        expect(given.map(taxTotal)).toEqual(shuffled.map(won));
        const every = given.flatMap((each) => Object.values(each));
        expect(every.every((part) => part >= 0n)).toBe(true);
      }),
      { seed: 20_260_309 },
    );
  });

  test('all of them together give back the sale, in any order', () => {
    fc.assert(
      fc.property(takenBack, ({ inOrder, shuffled, freeThousandths }) => {
        const sale = saleOf(inOrder, freeThousandths);
        expect(total(givenBack(sale, inOrder))).toEqual(sale);
        expect(total(givenBack(sale, shuffled))).toEqual(sale);
      }),
      { seed: 20_260_309 },
    );
  });

  test('what is left of a taxable sale is what a sale of that amount would be', () => {
    const amounts = fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000));
    fc.assert(
      fc.property(amounts, ([rest, cancelled]) => {
        const sale = splitTax(won(rest + cancelled), zeroWon);
        expect(taxAfterCancel(sale, won(rest)).vat).toBe(containedVat(won(rest)));
      }),
      { seed: 20_260_309 },
    );
  });
});
