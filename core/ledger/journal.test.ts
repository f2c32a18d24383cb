// From a fact to its posting lines: what stops it, what is left out, whose each line is.
import { describe, expect, test } from 'vitest';
import { BrokenInvariant } from '../invariant.ts';
import { won, zeroWon } from '../money/won.ts';
import { businessDate, instant } from '../time/instant.ts';
import { assertBalanced, type Fact, journal, type Posting } from './journal.ts';

const at = instant(Date.parse('2026-03-10T00:00:00+09:00'));
const entry = { id: 'journal-1', at, date: businessDate(at) };

const sale: Fact = {
  template: 'capture-sale',
  figures: {
    claim: won(49_000),
    charge: won(1_000),
    net: won(48_625),
    fee: won(1_250),
    instalmentFee: zeroWon,
    feeVat: won(125),
  },
  scopes: { contract: 'contract-1', acquirer: '01' },
  subjects: { slip: 'slip-1', row: 'row-1', instalment: 'row-1/instalment' },
};

function line(side: 'debit' | 'credit', amount: number): Posting {
  return { account: 'fee-vat', side, scope: 'contract-1', subject: 'row-1', amount: won(amount) };
}

describe('no journal', () => {
  const { feeVat: _, ...withoutVat } = sale.figures;
  // biome-ignore format: a table
  const wrong: readonly (readonly [string, Fact])[] = [
    ['without one of its figures',  { ...sale, figures: withoutVat }],
    ['with figures below zero',     { ...sale, template: 'approve', figures: { amount: won(-1) },
                                      subjects: { payment: 'payment-1' } }],
    ['a won too much on one side',  { ...sale, figures: { ...sale.figures, net: won(48_626) } }],
    ['without one of its subjects', { ...sale, subjects: { slip: 'slip-1' } }],
    ['about nothing at all',        { ...sale, template: 'approve', figures: { amount: zeroWon },
                                      subjects: { payment: 'payment-1' } }],
  ];

  test.each(wrong)('%s', (_, fact) => {
    expect(() => journal(entry, fact)).toThrow(BrokenInvariant);
  });
});

describe('lines that do not balance', () => {
  // biome-ignore format: a table
  test.each([
    ['none at all',       []],
    ['one side only',     [line('debit', 1)]],
    ['different amounts', [line('debit', 2), line('credit', 1)]],
  ])('%s', (_, postings) => {
    expect(() => assertBalanced(postings)).toThrow(BrokenInvariant);
  });

  test('two against one are fine when the sums agree', () => {
    assertBalanced([line('debit', 2), line('credit', 1), line('credit', 1)]);
  });
});

test('a line belongs to the contract or to the acquirer, and to a slip or a row', () => {
  const { postings, ...head } = journal(entry, sale);
  expect(head).toEqual({ ...entry, template: 'capture-sale' });
  // biome-ignore format: a table
  expect(postings.map((line) => Object.values(line))).toEqual([
    // account               side      scope         subject   amount
    ['acquirer-receivable', 'debit',  '01',         'slip-1', 49_000n],
    ['acquirer-cost',       'debit',  '01',         'slip-1', 1_000n],
    ['merchant-pending',    'credit', 'contract-1', 'row-1',  48_625n],
    ['fee-revenue',         'credit', 'contract-1', 'row-1',  1_250n],
    ['fee-vat',             'credit', 'contract-1', 'row-1',  125n],
  ]);
});

test('a component of a fee that rounding turned stands on the other side', () => {
  const figures = { ...sale.figures, fee: won(1_251), instalmentFee: won(-1) };
  const { postings } = journal(entry, { ...sale, figures });
  const fees = postings.filter(({ account }) => account === 'fee-revenue');
  expect(fees.map(({ side, subject, amount }) => [side, subject, amount])).toEqual([
    ['credit', 'row-1', 1_251n],
    ['debit', 'row-1/instalment', 1n],
  ]);
});

test('a line of zero won is left out', () => {
  const figures = { ...sale.figures, claim: won(50_000), charge: zeroWon };
  const { postings } = journal(entry, { ...sale, figures });
  expect(postings.map((line) => line.account)).not.toContain('acquirer-cost');
});
