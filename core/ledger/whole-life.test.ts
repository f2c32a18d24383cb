// Whole lives of a sale of 50,000, as tables of journals: what each leaves in the books at its end.
import { describe, expect, test } from 'vitest';
import { usualPricing } from '../merchant/fee.ts';
import { type Won, won } from '../money/won.ts';
import { cancelRow, figuresOf, saleRow } from '../settlement/row.ts';
import { businessDate, instant } from '../time/instant.ts';
import { type HandLine, type HandRow, handRows, openBooks } from './by-hand.contract.ts';
import { type Fact, journal } from './journal.ts';
import type { Figure, TemplateName } from './templates.ts';

describe('the books by hand refuse', () => {
  // biome-ignore format: a table
  const wrong: readonly (readonly [string, readonly HandLine[]])[] = [
    ['what does not balance', [['debit', 'bank', 'b', 2],        ['credit', 'payout-due', 'p', 1]]],
    ['an unknown account',    [['debit', 'bank', 'b', 1],        ['credit', 'sundries', 's', 1]]],
    ['a turned side',         [['debit', 'payout-due', 'p', 1],  ['credit', 'bank', 'b', 1]]],
    ['fees below nothing',    [['debit', 'fee-revenue', 'r', 1], ['credit', 'payout-due', 'p', 1]]],
    ['a payout of no sale',   handRows['11 fixed']],
  ];

  test.each(wrong)('%s', (_, lines) => {
    expect(() => openBooks().post(lines)).toThrow();
  });
});

// biome-ignore format: a table
const lives: readonly (readonly [string, readonly HandRow[], Record<string, number>])[] = [
  ['a sale that was approved',
    ['2 approve'],
    { 'authorised-with-acquirers': 50_000, 'authorised-for-merchants': 50_000 }],
  ['a sale that was captured',
    ['2 approve', '4 memo back', '5 sale'],
    { 'acquirer-receivable': 49_000, 'merchant-pending': 48_625,
      'fee-revenue': 1_250, 'fee-vat': 125, 'acquirer-cost': 1_000 }],
  ['a sale that was paid out',
    ['2 approve', '4 memo back', '5 sale', '10 paid in', '11 fixed', '13 sent', '13 seen'],
    { 'bank': 375, 'fee-revenue': 1_250, 'fee-vat': 125, 'acquirer-cost': 1_000 }],
  ['a void',
    ['2 approve', '3 void'],
    {}],
  ['20,000 back the same day, the rest paid out',
    ['2 approve', '3 void of 20,000', '4 memo back, 30,000', '5 sale',
      '6 same-day cancel of 20,000', '10 paid in less 20,000', '11 fixed less 20,000',
      '13 sent, 29,175', '13 seen, 29,175'],
    { 'bank': 225, 'fee-revenue': 750, 'fee-vat': 75, 'acquirer-cost': 600 }],
  ['all back before the payout',
    ['2 approve', '4 memo back', '5 sale', '7 cancel', '10 deducted whole', '12 netted whole'],
    {}],
  ['all back in two parts',
    ['2 approve', '4 memo back', '5 sale', '7 cancel of 20,000', '7 cancel of the remaining 30,000',
      '10 deducted in two', '12 netted in two'],
    {}],
  ['all back, the fee kept: the merchant owes 1,375',
    ['2 approve', '4 memo back', '5 sale', '8 cancel, fee kept', '10 deducted whole',
      '12 netted whole'],
    { 'merchant-recoverable': 1_375, 'fee-revenue': 1_250, 'fee-vat': 125 }],
  ['a sale that the acquirer rejected',
    ['2 approve', '4 memo back', '5 sale', '9 rejected by the acquirer', '12 netted whole'],
    {}],
];

test.each(lives)('by hand: %s', (_, rows, left) => {
  const books = openBooks();
  for (const row of rows) books.post(handRows[row]);
  expect(books.left()).toEqual(left);
});

const date = businessDate(instant(Date.parse('2026-03-10T00:00:00+09:00')));
const sale = saleRow(usualPricing, won(50_000), date);
const kept = { ...usualPricing, feeOnCancel: 'kept' } as const;
const amount = (figure: number) => ({ amount: won(figure) });

function back(kind: '21' | '22', before: number, after: number) {
  const cancel = { before: won(before), after: won(after), date, sequence: 2 };
  return figuresOf(cancelRow(kind, usualPricing, cancel));
}

function backFeeKept() {
  const cancel = { before: won(50_000), after: won(0), date, sequence: 2 };
  return figuresOf(cancelRow('22', kept, cancel));
}

// biome-ignore format: a table
const made: readonly (readonly [HandRow, TemplateName, Partial<Record<Figure, Won>>])[] = [
  // by hand                            template                   figures
  ['2 approve',                         'approve',                 amount(50_000)],
  ['3 void',                            'cancel-same-day',         amount(50_000)],
  ['3 void of 20,000',                  'cancel-same-day',         amount(20_000)],
  ['4 memo back',                       'capture-memo',            amount(50_000)],
  ['4 memo back, 30,000',               'capture-memo',            amount(30_000)],
  ['5 sale',                            'capture-sale',            figuresOf(sale)],
  ['6 same-day cancel of 20,000',       'capture-same-day-cancel', back('21', 50_000, 30_000)],
  ['7 cancel',                          'cancel-fee-refunded',     back('22', 50_000, 0)],
  ['7 cancel of 20,000',                'cancel-fee-refunded',     back('22', 50_000, 30_000)],
  ['7 cancel of the remaining 30,000',  'cancel-fee-refunded',     back('22', 30_000, 0)],
  ['8 cancel, fee kept',                'cancel-fee-kept',         backFeeKept()],
];

test('every row that the code can post is compared', () => {
  const posted = Object.keys(handRows).filter((name) => /^[2-8] /.test(name));
  expect(made.map(([name]) => name)).toEqual(posted);
});

test.each(made)('the code posts %s', (name, template, figures) => {
  const subject = handRows[name][0][2];
  const fact: Fact = {
    template,
    figures,
    scopes: { contract: 'contract', acquirer: 'acquirer' },
    subjects: { payment: subject, slip: subject, row: subject, instalment: '' },
  };
  const { postings } = journal({ id: 'j', at: instant(0), date }, fact);
  const lines = postings.map((line): HandLine => {
    return [line.side, line.account, line.subject, Number(line.amount)];
  });
  expect(lines).toEqual(handRows[name]);
});
