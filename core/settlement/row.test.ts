// The rows that a sale and its cancels leave, and that any split closes at zero.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Pricing, usualPricing } from '../merchant/fee.ts';
import { add, subtract, type Won, won, zeroWon } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import { cancelRow, figuresOf, type SettlementRow, saleRow } from './row.ts';

const usual = usualPricing;
const kept: Pricing = { ...usual, feeOnCancel: 'kept' };
const withVat: Pricing = { ...usual, feeRate: 2_750, feeBasis: 'including-vat' };
const day = (text: string) => text as BusinessDate;
const march9 = day('2026-03-09');

interface Cancel {
  readonly kind: '21' | '22';
  readonly terms: Pricing;
  readonly before: number;
  readonly after: number;
}

function cancelled({ kind, terms, before, after }: Cancel): SettlementRow {
  const cancel = { before: won(before), after: won(after), date: march9, sequence: 2 };
  return cancelRow(kind, terms, cancel);
}

function numbers(row: SettlementRow): number[] {
  return [row.gross, row.fee, row.feeVat, row.net, row.charge].map(Number);
}

// biome-ignore format: a table
const sales = [
  // terms  amount  gross   fee    VAT  net     acquirer's charge
  [usual,   50_000, 50_000, 1_250, 125, 48_625, 1_000],
  [kept,    50_000, 50_000, 1_250, 125, 48_625, 1_000],
  [usual,   30_000, 30_000, 750,   75,  29_175, 600],
  [withVat, 50_000, 50_000, 1_250, 125, 48_625, 1_000],
  [usual,   1,      1,      0,     0,   1,      0],
] as const;

test.each(sales)('11: %o %d', (terms, amount, ...expected) => {
  const row = saleRow(terms, won(amount), march9);
  expect(row).toMatchObject({ kind: '11', sequence: 1, date: '2026-03-09' });
  expect(numbers(row)).toEqual(expected);
});

// biome-ignore format: a table
const cancels = [
  // story                  kind  terms  before  after   gross    fee     VAT   net      charge
  ['full, same day',        '21', usual, 50_000, 0,      -50_000, -1_250, -125, -48_625, -1_000],
  ['20,000, same day',      '21', usual, 50_000, 30_000, -20_000, -500,   -50,  -19_450, -400],
  ['same day, fee kept',    '21', kept,  50_000, 30_000, -20_000, -500,   -50,  -19_450, -400],
  ['20,000, later',         '22', usual, 50_000, 30_000, -20_000, -500,   -50,  -19_450, -400],
  ['then the rest',         '22', usual, 30_000, 0,      -30_000, -750,   -75,  -29_175, -600],
  ['full, later',           '22', usual, 50_000, 0,      -50_000, -1_250, -125, -48_625, -1_000],
  ['full, later, fee kept', '22', kept,  50_000, 0,      -50_000, 0,      0,    -50_000, -1_000],
  ['part, later, fee kept', '22', kept,  50_000, 30_000, -20_000, 0,      0,    -20_000, -400],
  ['a won without fee',     '22', usual, 39,     38,     -1,      0,      0,    -1,      0],
  ['a won, all of it fee',  '22', usual, 40,     39,     -1,      -1,     0,    0,       0],
  ['a won below its fee',   '22', usual, 200,    199,    -1,      -1,     -1,   1,       -1],
] as const;

test.each(cancels)('cancel: %s', (_, kind, terms, before, after, ...expected) => {
  expect(numbers(cancelled({ kind, terms, before, after }))).toEqual(expected);
});

describe('the figures of a row', () => {
  test('stand without their sign', () => {
    const row = cancelled({ kind: '22', terms: usual, before: 50_000, after: 30_000 });
    expect(figuresOf(row)).toEqual({
      amount: won(20_000),
      claim: won(19_600),
      charge: won(400),
      net: won(19_450),
      gain: zeroWon,
      fee: won(500),
      instalmentFee: zeroWon,
      feeVat: won(50),
    });
  });

  test('owe the merchant the won by which his fee falls further than his sale', () => {
    const row = cancelled({ kind: '22', terms: usual, before: 200, after: 199 });
    expect(figuresOf(row)).toMatchObject({ amount: 1n, net: 0n, gain: 1n, fee: 1n, feeVat: 1n });
  });
});

const someTerms = fc.constantFrom(
  usual,
  kept,
  withVat,
  { ...usual, feeRate: 26_218, acquirerRate: 3_800 },
  { ...withVat, feeRate: 400, acquirerRate: 0 },
  { ...usual, instalmentRate: 2_000, acquirerRate: 3_800 },
  { ...kept, instalmentRate: 24_000 },
  { ...withVat, instalmentRate: 1_999 },
  { ...withVat, feeRate: 2_218, instalmentRate: 24_000 },
);
const rate = fc.integer({ min: 0, max: 30_000 });
const drawnTerms = fc
  .record({
    feeRate: rate,
    instalmentRate: rate,
    acquirerRate: rate,
    feeBasis: fc.constantFrom('excluding-vat' as const, 'including-vat' as const),
    feeOnCancel: fc.constantFrom('refunded' as const, 'kept' as const),
  })
  .map((drawn): Pricing => ({ ...usual, ...drawn }));
const anyTerms = fc.oneof(someTerms, drawnTerms);
const seeded = { seed: 20_260_309, numRuns: 300 };
const shares = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 10 ** 7 })),
  {
    minLength: 1,
    maxLength: 8,
  },
);

/** The sale and one row per share, taken back in the order given. */
function rowsOf(terms: Pricing, kind: '21' | '22', taken: readonly number[]): SettlementRow[] {
  let left = add(...taken.map(won));
  const rows = [saleRow(terms, left, march9)];
  for (const share of taken) {
    const after = subtract(left, won(share));
    rows.push(
      cancelRow(kind, terms, { before: left, after, date: march9, sequence: rows.length + 1 }),
    );
    left = after;
  }
  return rows;
}

describe('however a sale is cancelled in parts', () => {
  const histories = fc.tuple(anyTerms, fc.constantFrom('21' as const, '22' as const), shares);

  test('gross less fee less VAT is net on every row', () => {
    fc.assert(
      fc.property(histories, ([terms, kind, taken]) => {
        for (const { gross, fee, feeVat, net } of rowsOf(terms, kind, taken)) {
          expect(net).toBe(gross - fee - feeVat);
        }
      }),
      seeded,
    );
  });

  test('no figure is negative, and both sides of a journal agree', () => {
    fc.assert(
      fc.property(histories, ([terms, kind, taken]) => {
        for (const row of rowsOf(terms, kind, taken)) {
          const { amount, claim, charge, net, gain, feeVat, ...parts } = figuresOf(row);
          const fee = parts.fee + parts.instalmentFee;
          expect([amount, claim, charge, net, gain, fee, feeVat].every((won) => won >= 0n)).toBe(
            true,
          );
          // Rounding moves at most a won between the components, against the way of the row.
          expect(parts.fee >= -1n && parts.instalmentFee >= -1n).toBe(true);
          expect(claim + charge).toBe(amount);
          expect(net + fee + feeVat).toBe(amount + gain);
        }
      }),
      seeded,
    );
  });

  test('the rows add up to nothing, or to the fee that the contract keeps', () => {
    fc.assert(
      fc.property(histories, ([terms, kind, taken]) => {
        const rows = rowsOf(terms, kind, taken);
        const sum = (pick: (row: SettlementRow) => Won): Won => add(...rows.map(pick));
        const fee = terms.feeOnCancel === 'kept' && kind === '22' ? (rows[0]?.fee ?? zeroWon) : 0n;
        expect(sum((row) => row.gross)).toBe(zeroWon);
        expect(sum((row) => row.charge)).toBe(zeroWon);
        expect(sum((row) => row.fee)).toBe(fee);
        if (fee === 0n) expect(sum((row) => row.instalmentFee)).toBe(zeroWon);
        expect(sum((row) => row.net)).toBe(-sum((row) => row.fee) - sum((row) => row.feeVat));
      }),
      seeded,
    );
  });
});
