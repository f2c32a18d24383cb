// Fees changed afterwards: the difference to the won, and cancels after it close at zero.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertBalanced } from '../ledger/journal.ts';
import { type Pricing, usualPricing } from '../merchant/fee.ts';
import { add, type Won, won, zeroWon } from '../money/won.ts';
import { cancelRow, nothingTaken, type SettlementRow, saleRow } from '../settlement/row.ts';
import { type BusinessDate, instant } from '../time/instant.ts';
import type { CancelId } from './cancel-request.ts';
import { changeFee } from './change-fee.ts';
import { approved as payment } from './example.contract.ts';
import type { Approved } from './payment.ts';
import { rejectCapture } from './reject-capture.ts';

const date = '2026-03-09' as BusinessDate;
const cut: Pricing = { ...usualPricing, version: 2, feeRate: 1_150 };
const rise: Pricing = { ...usualPricing, version: 2, feeRate: 3_000 };

function change(terms: Pricing, rows: readonly SettlementRow[], of: Approved = payment) {
  let count = 0;
  const newId = (): string => `journal-${++count}`;
  return changeFee(of, { terms, rows, at: instant(0), newId });
}

const sale = saleRow(usualPricing, won(50_000), date);

test('2.5% that becomes 1.15% gives 742 won back', () => {
  const { rows, journals } = change(cut, [sale]);
  expect(rows).toMatchObject([
    { kind: 'adjustment', sequence: 1_001, gross: 0n, fee: -675n, feeVat: -67n, net: 742n },
  ]);
  expect(journals.map(({ template }) => template)).toEqual(['fee-lowered']);
});

test('a rise takes the difference', () => {
  const { rows, journals } = change(rise, [sale]);
  expect(rows).toMatchObject([{ fee: 250n, feeVat: 25n, net: -275n }]);
  expect(journals[0]?.postings.map(({ side, account }) => `${side} ${account}`)).toEqual([
    'debit merchant-recoverable',
    'credit fee-revenue',
    'credit fee-vat',
  ]);
});

test('nothing is booked for the same fee, or before capture', () => {
  expect(change(usualPricing, [sale])).toEqual({ rows: [], journals: [] });
  expect(change(cut, [])).toEqual({ rows: [], journals: [] });
});

test('a second change counts on, from what the first one left', () => {
  const first = change(cut, [sale]).rows;
  const second = change(usualPricing, [sale, ...first]).rows;
  expect(second).toMatchObject([{ sequence: 1_002, fee: 675n, feeVat: 67n, net: -742n }]);
});

test('counts among adjustments only: a deposit that was credited before does not push it on', () => {
  const cancelled = cancelRow('22', usualPricing, {
    ...{ before: won(50_000), after: won(30_000) },
    ...{ date, sequence: 2 },
  });
  const credited = { ...sale, kind: 'deposit', sequence: 2_002, ...nothingTaken } as const;
  const { rows } = change(cut, [sale, cancelled, credited]);
  expect(rows).toMatchObject([{ sequence: 1_001 }]);
});

describe('a claim that the acquirer sent back gave its fee back', () => {
  const kept: Pricing = { ...cut, feeOnCancel: 'kept' };
  const [rejection] = payment.cancels;
  const context = { claimSubject: 'slip', at: instant(0), newId: () => 'journal' };
  const decision = rejectCapture(
    { ...payment, capturedAt: instant(0) },
    { ...context, id: 'cancel-1' as CancelId },
  );

  test('so a change takes nothing for it, also where fees of cancels are kept', () => {
    expect(rejection).toBeUndefined();
    const { payment: rejected, rows } = decision ?? { payment, rows: [] };
    const before = [sale, ...rows];
    expect(change(kept, before, rejected)).toEqual({ rows: [], journals: [] });
    expect(change(kept, before).rows).toMatchObject([{ fee: 575n, feeVat: 58n, net: -633n }]);
  });
});

test('cancels before and after a change close at nothing', () => {
  const won1 = fc.integer({ min: 1, max: 10 ** 8 });
  const rates = fc.integer({ min: 0, max: 30_000 });
  const basis = fc.constantFrom('excluding-vat' as const, 'including-vat' as const);
  fc.assert(
    fc.property(
      fc.tuple(won1, won1, won1),
      rates,
      basis,
      ([one, two, three], feeRate, feeBasis) => {
        const old: Pricing = { ...usualPricing, feeBasis };
        const fresh: Pricing = { ...old, version: 2, feeRate };
        const [all, rest, last] = [won(one + two + three), won(two + three), won(three)];
        const rows: SettlementRow[] = [
          saleRow(old, all, date),
          cancelRow('22', old, { before: all, after: rest, date, sequence: 2 }),
        ];
        const { rows: changed, journals } = change(fresh, rows);
        for (const { postings } of journals) assertBalanced(postings);
        rows.push(
          ...changed,
          cancelRow('22', fresh, { before: rest, after: last, date, sequence: 3 }),
          cancelRow('22', fresh, { before: last, after: zeroWon, date, sequence: 4 }),
        );
        const sum = (pick: (row: SettlementRow) => Won): Won => add(...rows.map(pick));
        expect([sum((row) => row.fee), sum((row) => row.feeVat), sum((row) => row.net)]).toEqual([
          0n,
          0n,
          0n,
        ]);
      },
    ),
    { seed: 20_260_309 },
  );
});
