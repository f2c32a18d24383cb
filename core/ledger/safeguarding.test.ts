// What is owed to sellers and buyers: gross by contract, never less for another's debt.
import { expect, test } from 'vitest';
import { accountNames } from './chart.ts';
import { accountsOwed, type OwedBalance, safeguardingOf } from './safeguarding.ts';

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
    ...{ sellers: 141_287n, buyers: 55_700n, bank: 90_000n },
    contracts: [
      { merchant: 'of a', contract: 'a', seller: 141_287n, buyers: 0n, recoverable: 0n },
      { merchant: 'of b', contract: 'b', seller: 0n, buyers: 55_000n, recoverable: 100_000n },
    ],
  });
});

test('nothing is owed where nothing was sold', () => {
  expect(safeguardingOf([])).toEqual({ sellers: 0n, buyers: 0n, bank: 0n, contracts: [] });
});

test('fees, claims and what was only promised are nobody else’s money', () => {
  const others = accountNames.filter((name) => !accountsOwed.includes(name));
  expect(others).toEqual(expect.arrayContaining(['fee-revenue', 'acquirer-receivable']));
  expect(others).toEqual(expect.arrayContaining(['authorised-for-merchants', 'bank-clearing']));
});
