// What is owed to sellers and buyers: gross by contract, never less for another's debt.
import { expect, test } from 'vitest';
import { accountNames } from './chart.ts';
import { accountsOwed, freeOf, type OwedBalance, safeguardingOf } from './safeguarding.ts';

const balance = (
  contract: string | null,
  account: OwedBalance['account'],
  amount: bigint,
): OwedBalance => ({ merchant: `of ${contract}`, contract, account, amount });

test('sellers and buyers are summed by contract, and debts stand beside', () => {
  const found = safeguardingOf([
    balance('a', 'merchant-pending', 48_625n),
    balance('a', 'payout-due', 10_000n),
    balance('a', 'holdback', 4_862n),
    balance('a', 'transfers-in-transit', 77_800n),
    balance('b', 'merchant-recoverable', -100_000n),
    balance('b', 'buyer-refund-due', 5_000n),
    balance('b', 'cancel-deposits', 50_000n),
    balance(null, 'unmatched-deposits', 700n),
    balance(null, 'bank', -90_000n),
  ]);
  expect(found).toEqual({
    ...{ sellers: 141_287n, buyers: 55_700n, bank: 90_000n, leaving: 0n, unknown: 0n, funds: 0n },
    deducted: 0n,
    contracts: [
      { merchant: 'of a', contract: 'a', seller: 141_287n, buyers: 0n, recoverable: 0n },
      { merchant: 'of b', contract: 'b', seller: 0n, buyers: 55_000n, recoverable: 100_000n },
    ],
  });
});

test('nothing is owed where nothing was sold', () => {
  const nothing = { sellers: 0n, buyers: 0n, bank: 0n, leaving: 0n, unknown: 0n, funds: 0n };
  expect(safeguardingOf([])).toEqual({ ...nothing, deducted: 0n, contracts: [] });
});

test('fees, claims and what was only promised are nobody else’s money', () => {
  const others = accountNames.filter((name) => !accountsOwed.includes(name));
  expect(others).toEqual(expect.arrayContaining(['fee-revenue', 'acquirer-receivable']));
  expect(others).toEqual(expect.arrayContaining(['authorised-for-merchants', 'bank-operating']));
});

const house = (account: OwedBalance['account'], amount: bigint) => balance(null, account, amount);
const earned = [house('bank', -49_000n), balance('a', 'payout-due', 48_625n)];

// biome-ignore format: a table
const free: readonly (readonly [what: string, balances: readonly OwedBalance[], margin: bigint, funds: bigint])[] = [
  ['nothing, where nothing is',         [],                                                      0n,   0n],
  ['what is left of a sale',            earned,                                                  375n, 0n],
  ['less what is on its way out',       [...earned, house('transfers-in-transit', 300n)],        75n,  0n],
  ['less than a payout on its way',     [...earned, balance('a', 'transfers-in-transit', 300n)], 75n,  0n],
  ['less what is of nobody',            [...earned, house('reconciliation-surplus', 374n)],      1n,   0n],
  ['less what an acquirer will deduct',  [...earned, house('acquirer-refund-due', 300n)],         75n,  0n],
  ['nothing of a sale given back',
    [house('bank', -49_000n), house('acquirer-refund-due', 49_000n)],                           0n,   0n],
  ['nothing, where more is owed',       [...earned, balance('b', 'holdback', 376n)],             0n,   0n],
  ['no debt of another seller',         [...earned, balance('b', 'merchant-recoverable', -9n)],  375n, 0n],
  ['funds, once a statement shows them',
    [house('bank', -1_000n), house('operator-funding', 1_000n)],                                 0n,   1_000n],
  ['funds, not before',
    [house('operator-funding', 1_000n), house('bank-clearing', -1_000n)],                        0n,   0n],
  ['funds, as far as payouts have left them',
    [house('bank', -400n), house('operator-funding', 1_000n)],                                   0n,   400n],
  ['both',
    [...earned, house('bank', -1_000n), house('operator-funding', 1_000n)],                      375n, 1_000n],
];

test.each(free)('free is %s', (_, balances, margin, funds) => {
  expect(freeOf(safeguardingOf(balances))).toEqual({ margin, funds });
});
