// A fee that falls or rises afterwards, and cancels before and after it that close at zero.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Pricing, usualPricing } from '../merchant/fee.ts';
import { add, subtract, type Won, won, zeroWon } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import { adjustmentOf, type RowSoFar } from './adjustment.ts';
import { cancelRow, nothingTaken, saleRow } from './row.ts';

const date = '2026-03-09' as BusinessDate;
const cheaper: Pricing = { ...usualPricing, feeRate: 1_150 };
const sale = saleRow(usualPricing, won(50_000), date);

function cancelled(terms: Pricing, before: Won, after: Won): RowSoFar {
  return cancelRow('22', terms, { before, after, date, sequence: 2 });
}

function numbers({ fee, feeVat, net }: ReturnType<typeof adjustmentOf>): number[] {
  return [fee, feeVat, net].map(Number);
}

describe('the difference', () => {
  const part = cancelled(usualPricing, won(50_000), won(30_000));
  const kept = { ...usualPricing, feeOnCancel: 'kept' } as const;
  const keptPart = cancelled(kept, won(50_000), won(30_000));
  const deposit = { kind: 'deposit', gross: won(20_000), ...nothingTaken } as const;
  const dearer: Pricing = { ...usualPricing, feeRate: 3_000 };
  const keptCheaper: Pricing = { ...kept, feeRate: 1_150 };
  type Case = readonly [string, readonly RowSoFar[], Pricing, number, number, number];
  // biome-ignore format: a table
  const cases: readonly Case[] = [
    // story                        rows                   new terms    fee   VAT  net
    ['of a cut to 1.15%',           [sale],                cheaper,     -675, -67, 742],
    ['of a rise to 3%',             [sale],                dearer,      250,  25,  -275],
    ['of nothing changed',          [sale],                usualPricing, 0,    0,   0],
    ['after a partial cancel',      [sale, part],          cheaper,     -405, -40, 445],
    ['leaves deposits alone',       [sale, part, deposit], cheaper,     -405, -40, 445],
    ['of a kept fee: of the whole', [sale, keptPart],      keptCheaper, -675, -67, 742],
  ];

  test.each(cases)('%s', (_, rows, terms, ...expected) => {
    expect(numbers(adjustmentOf(rows, terms))).toEqual(expected);
  });
});

test('done twice it is nothing the second time', () => {
  const change = adjustmentOf([sale], cheaper);
  const adjusted: RowSoFar = { kind: 'adjustment', gross: zeroWon, ...change };
  expect(numbers(adjustmentOf([sale, adjusted], cheaper))).toEqual([0, 0, 0]);
});

test('sale, cancel, adjustment and the last cancel close at zero', () => {
  const rate = fc.integer({ min: 0, max: 30_000 });
  const basis = fc.constantFrom('excluding-vat' as const, 'including-vat' as const);
  const terms = fc
    .record({ feeRate: rate, feeBasis: basis, instalmentRate: rate })
    .map((set) => ({ ...usualPricing, ...set }));
  const split = fc.tuple(
    fc.integer({ min: 0, max: 5_000_000 }),
    fc.integer({ min: 0, max: 5_000_000 }),
  );
  fc.assert(
    fc.property(terms, terms, split, (old, fresh, [rest, back]) => {
      const [whole, left] = [won(rest + back), won(rest)];
      const before = [saleRow(old, whole, date), cancelled(old, whole, left)];
      const change = adjustmentOf(before, fresh);
      const { fee, feeVat, net } = change;
      const rows: RowSoFar[] = [
        ...before,
        { kind: 'adjustment', gross: zeroWon, ...change },
        cancelled(fresh, left, zeroWon),
      ];
      const figures = ['gross', 'fee', 'instalmentFee', 'feeVat'] as const;
      const sums = figures.map((of) => add(zeroWon, ...rows.map((row) => row[of])));
      expect(sums).toEqual([0n, 0n, 0n, 0n]);
      expect(net).toBe(subtract(subtract(zeroWon, fee), feeVat));
    }),
    { seed: 20_260_309 },
  );
});
