// The table of posting templates against the chart: each balances, each account is used.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Won, won } from '../money/won.ts';
import { accountNames, chart } from './chart.ts';
import { type Figure, type TemplateLine, type TemplateName, templates } from './templates.ts';

const names = Object.keys(templates) as TemplateName[];

function linesOf(name: TemplateName): readonly TemplateLine[] {
  return templates[name].lines;
}

/** Debits less credits of some lines of a template. */
function balance(lines: readonly TemplateLine[], figures: Record<Figure, Won>): bigint {
  return lines.reduce((sum, [side, , figure]) => {
    return side === 'debit' ? sum + figures[figure] : sum - figures[figure];
  }, 0n);
}

// Figures as rows give them: a charge within the amount, a fee that may exceed it by a won.
const figureSets = fc
  .record({ amount: fc.nat(10 ** 9), chargeShare: fc.nat(1_000), feeShare: fc.nat(1_000) })
  .chain(({ amount, chargeShare, feeShare }) => {
    const charge = Math.floor((amount * chargeShare) / 1_000);
    const fee = Math.floor((amount * feeShare) / 1_000);
    return fc.nat(amount - fee + 1).map((feeVat): Record<Figure, Won> => {
      const net = amount - fee - feeVat;
      return {
        amount: won(amount),
        charge: won(charge),
        claim: won(amount - charge),
        net: won(Math.max(net, 0)),
        gain: won(Math.max(-net, 0)),
        // A part of it is for an instalment.
        fee: won(fee - Math.floor(fee / 3)),
        instalmentFee: won(Math.floor(fee / 3)),
        feeVat: won(feeVat),
        // A payout: the charge stands for what other rows take back, the fee for what is held.
        positive: won(amount + charge),
        negative: won(charge),
        held: won(fee),
        payable: won(amount - fee),
      };
    });
  });

const refundsFee: readonly TemplateName[] = [
  ...(['capture-same-day-cancel', 'cancel-fee-refunded', 'capture-rejected'] as const),
  ...(['transfer-same-day-cancel', 'transfer-refund'] as const),
];

/** Whom the lines of an account may be about, where it is not the row alone. */
const subjectsOf: Readonly<Record<string, readonly string[]>> = {
  bank: ['statement'],
  'fee-revenue': ['row', 'instalment'],
  'bank-clearing': ['payment', 'deposit'],
  'buyer-refund-due': ['refund'],
  'transfers-in-transit': ['refund', 'payout', 'deposit', 'break', 'sweep'],
  'bank-operating': ['sweep'],
  'operator-funding': ['funds'],
  'merchant-pending': ['row', 'payout'],
  'merchant-recoverable': ['row', 'payout'],
  'payout-due': ['payout'],
  holdback: ['payout'],
  'cancel-deposits': ['refund'],
  'unmatched-deposits': ['deposit'],
  'reconciliation-shortfall': ['break'],
  'reconciliation-surplus': ['break'],
  'bank-cost': ['statement'],
  losses: ['break', 'payout'],
};

describe.each(names)('%s', (name) => {
  // A sale never costs more than it brings; only what is taken back can leave a gain.
  const usual = refundsFee.includes(name)
    ? figureSets
    : figureSets.filter((set) => set.gain === 0n);
  // Of a changed fee nothing but the fee moves.
  const feeAlone = (set: Record<Figure, Won>) => ({
    ...set,
    net: won(set.fee + set.instalmentFee + set.feeVat),
  });
  // An account is never paid from by instalments.
  const atOnce = (set: Record<Figure, Won>) => ({
    ...set,
    ...{ fee: won(set.fee + set.instalmentFee), instalmentFee: won(0) },
  });
  // A refund out of a virtual account takes a fee while it gives money back.
  const withOwnFee = (set: Record<Figure, Won>) => ({
    ...set,
    net: won(set.amount + set.fee + set.feeVat),
  });
  const { row } = templates[name];
  const fitting = row >= 20 && row <= 23 ? usual.map(atOnce) : usual;
  const refunded = row === 21 ? fitting.map(withOwnFee) : fitting;
  const sets = row === 28 ? refunded.map(feeAlone) : refunded;

  test('balances whatever its figures are, in the memo block and in the books', () => {
    fc.assert(
      fc.property(sets, (figures) => {
        const inMemo = ([, account]: TemplateLine): boolean => chart[account].memo;
        expect(balance(linesOf(name).filter(inMemo), figures)).toBe(0n);
        expect(
          balance(
            linesOf(name).filter((line) => !inMemo(line)),
            figures,
          ),
        ).toBe(0n);
      }),
      { seed: 20_260_309 },
    );
  });

  test('names an account once per side and subject', () => {
    const sides = linesOf(name).map(([side, account, , kind]) => `${side} ${account} ${kind}`);
    expect(new Set(sides).size).toBe(sides.length);
  });

  test('has the subject of each account', () => {
    for (const [, account, , subject] of linesOf(name)) {
      const { memo, scope } = chart[account];
      const usual = memo ? 'payment' : scope === 'acquirer' ? 'slip' : 'row';
      expect(subjectsOf[account] ?? [usual]).toContain(subject);
    }
  });
});

test('every account is used by some template', () => {
  const used = new Set(names.flatMap((name) => linesOf(name).map(([, account]) => account)));
  expect([...used].sort()).toEqual([...accountNames].sort());
});

test('the templates are these rows of the list of facts', () => {
  const rows = new Set(names.map((name) => templates[name].row));
  expect([...rows].sort((left, right) => left - right)).toEqual([
    ...[
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 19, 20, 21, 22, 23, 28, 29, 30, 31, 32,
      33,
    ],
  ]);
});

// The chart once more, copied by hand.
// biome-ignore format: a table
const accounts = [
  // account                    side      memo   side per   scope
  ['authorised-with-acquirers', 'debit',  true,  'subject', 'acquirer'],
  ['authorised-for-merchants',  'credit', true,  'subject', 'contract'],
  ['bank',                      'debit',  false, 'year',    'account'],
  ['bank-operating',            'debit',  false, 'subject', 'account'],
  ['acquirer-receivable',       'debit',  false, 'subject', 'acquirer'],
  ['acquirer-refund-due',       'credit', false, 'subject', 'acquirer'],
  ['bank-clearing',             'debit',  false, 'subject', 'bank'],
  ['transfers-in-transit',      'credit', false, 'subject', 'bank'],
  ['buyer-refund-due',          'credit', false, 'subject', 'contract'],
  ['merchant-pending',          'credit', false, 'subject', 'contract'],
  ['merchant-recoverable',      'debit',  false, 'subject', 'contract'],
  ['payout-due',                'credit', false, 'subject', 'contract'],
  ['holdback',                  'credit', false, 'subject', 'contract'],
  ['cancel-deposits',           'credit', false, 'subject', 'contract'],
  ['unmatched-deposits',        'credit', false, 'subject', 'bank'],
  ['operator-funding',          'credit', false, 'subject', 'account'],
  ['reconciliation-shortfall',  'debit',  false, 'subject', 'account'],
  ['reconciliation-surplus',    'credit', false, 'subject', 'account'],
  ['fee-revenue',               'credit', false, 'year',    'contract'],
  ['fee-vat',                   'credit', false, 'year',    'contract'],
  ['acquirer-cost',             'debit',  false, 'year',    'acquirer'],
  ['bank-cost',                 'debit',  false, 'year',    'account'],
  ['losses',                    'debit',  false, 'year',    'account'],
] as const;

test('the chart has no other accounts', () => {
  expect(accountNames).toEqual(accounts.map(([name]) => name));
});

test.each(accounts)('%s stands in %s', (name, side, memo, sidePer, scope) => {
  expect(chart[name]).toMatchObject({ side, memo, sidePer, scope });
  expect([chart[name].korean, chart[name].meaning, chart[name].zeroBy]).not.toContain('');
});
