// The fixed fee of virtual accounts: with VAT, whatever the amount, and again for a refund.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { cancelRow, saleRow } from '../settlement/row.ts';
import { businessDate, instant } from '../time/instant.ts';
import { feeOf, pricingOf } from './fee.ts';
import { usualTerms } from './terms.ts';

const date = businessDate(instant(Date.UTC(2026, 2, 9)));
const paidBy = { paidBy: 'virtual-account', cardType: null, instalment: 0 } as const;

// biome-ignore format: a table
const fees = [
  // won  supply vat
  [300,   273n,  27n],
  [330,   300n,  30n],
  [1,     1n,    0n],
  [5,     5n,    0n],
  [6,     5n,    1n],
  [0,     0n,    0n],
] as const;
test.each(fees)('%i won with VAT are %i and %i', (virtualAccountWon, supply, vat) => {
  const pricing = pricingOf({ ...usualTerms, virtualAccountWon }, paidBy);
  expect(feeOf(pricing, won(10_000))).toMatchObject({ supply, vat });
  expect(feeOf(pricing, won(9_000_000))).toMatchObject({ supply, vat });
  expect(feeOf(pricing, won(0))).toMatchObject({ supply: 0n, vat: 0n });
});

describe.each(['refunded', 'kept'] as const)('where fees on cancels are %s', (feeOnCancel) => {
  const pricing = pricingOf({ ...usualTerms, feeOnCancel }, paidBy);

  test('a sale gives 9,700, and its refund takes 10,300', () => {
    expect(saleRow(pricing, won(10_000), date).net).toBe(9_700n);
    const whole = { before: won(10_000), after: won(0), date, sequence: 2 };
    expect(cancelRow('22', pricing, whole).net).toBe(-10_300n);
    expect(cancelRow('21', pricing, whole).net).toBe(-10_300n);
  });

  test('each part of a refund costs as much', () => {
    const first = { before: won(10_000), after: won(6_000), date, sequence: 2 };
    const second = { before: won(6_000), after: won(0), date, sequence: 3 };
    const nets = [first, second].map((part) => cancelRow('22', pricing, part).net);
    expect(nets).toEqual([-4_300n, -6_300n]);
  });
});
