// What must be kept safe for others: owed to sellers and to buyers, none reduced by another's debt.
import type { AccountName } from './chart.ts';

type Side = 'seller' | 'buyers' | 'recoverable' | 'bank';

/** To whom the credit of an account is owed; of transfers only those that are payouts. */
// biome-ignore format: a table
const sides: Readonly<Partial<Record<AccountName, Side>>> = {
  'merchant-pending':     'seller',
  'payout-due':           'seller',
  'holdback':             'seller',
  'transfers-in-transit': 'seller',
  'buyer-refund-due':     'buyers',
  'cancel-deposits':      'buyers',
  'unmatched-deposits':   'buyers',
  'merchant-recoverable': 'recoverable',
  'bank':                 'bank',
};

export const accountsOwed = Object.keys(sides) as AccountName[];

/** Won, credit less debit; no contract where the account belongs to a bank. */
export interface OwedBalance {
  readonly merchant: string;
  readonly contract: string | null;
  readonly account: AccountName;
  readonly amount: bigint;
}

/** Won, each as its name says: owed to others, or owed by the seller. */
export interface ContractOwed {
  readonly merchant: string;
  readonly contract: string;
  readonly seller: bigint;
  readonly buyers: bigint;
  readonly recoverable: bigint;
}

export interface Safeguarding {
  readonly sellers: bigint;
  readonly buyers: bigint;
  readonly bank: bigint;
  readonly contracts: readonly ContractOwed[];
}

/** What one seller owes stands beside, because it cannot pay another. */
export function safeguardingOf(balances: readonly OwedBalance[]): Safeguarding {
  const sum = (side: Side, of: readonly OwedBalance[]): bigint =>
    of
      .filter(({ account }) => sides[account] === side)
      .reduce((total, { amount }) => total + amount, 0n);
  const byContract = new Map<string, OwedBalance[]>();
  for (const balance of balances) {
    if (balance.contract === null) continue;
    const known = byContract.get(balance.contract);
    if (known === undefined) byContract.set(balance.contract, [balance]);
    else known.push(balance);
  }
  const contracts = [...byContract].map(([contract, own]) => ({
    ...{ merchant: own[0]?.merchant ?? '', contract },
    ...{ seller: sum('seller', own), buyers: sum('buyers', own) },
    // Both stand on the debit side.
    recoverable: -sum('recoverable', own),
  }));
  return {
    ...{ sellers: sum('seller', balances), buyers: sum('buyers', balances) },
    ...{ bank: -sum('bank', balances), contracts },
  };
}
