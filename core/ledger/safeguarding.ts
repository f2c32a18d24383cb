// What must be kept safe for others: owed to sellers and to buyers, none reduced by another's debt.
import type { AccountName } from './chart.ts';

type Side =
  | 'seller'
  | 'buyers'
  | 'recoverable'
  | 'bank'
  | 'deducted' // of pay-ins to come, by the acquirers
  | 'unknown' // money that came, and nobody knows whose it is
  | 'funds' // the operator's own
  | 'awaited'; // of it, what no statement has shown yet

/** To whom the credit of an account is owed; of transfers only those that are payouts. */
// biome-ignore format: a table
const sides: Readonly<Partial<Record<AccountName, Side>>> = {
  'merchant-pending':       'seller',
  'payout-due':             'seller',
  'holdback':               'seller',
  'transfers-in-transit':   'seller',
  'buyer-refund-due':       'buyers',
  'cancel-deposits':        'buyers',
  'unmatched-deposits':     'buyers',
  'merchant-recoverable':   'recoverable',
  'bank':                   'bank',
  'acquirer-refund-due':    'deducted',
  'reconciliation-surplus': 'unknown',
  'operator-funding':       'funds',
  'bank-clearing':          'awaited',
};

export const accountsOwed = Object.keys(sides) as AccountName[];

/** Won, credit less debit; no contract where the account belongs to a bank, or is no payout. */
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
  /** Ordered out of the bank and on no statement yet: refunds, sweeps. */
  readonly leaving: bigint;
  readonly unknown: bigint;
  /** What acquirers will keep of pay-ins to come, for sales that were given back. */
  readonly deducted: bigint;
  /** What an operator has put in and not taken out, as far as statements have shown it. */
  readonly funds: bigint;
  readonly contracts: readonly ContractOwed[];
}

/** What one seller owes stands beside, because it cannot pay another. */
export function safeguardingOf(balances: readonly OwedBalance[]): Safeguarding {
  const sum = (side: Side, of: readonly OwedBalance[]): bigint =>
    of.filter((each) => sideOf(each) === side).reduce((total, { amount }) => total + amount, 0n);
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
  const leaving = balances.filter(isLeaving).reduce((total, { amount }) => total + amount, 0n);
  return {
    ...{ sellers: sum('seller', balances), buyers: sum('buyers', balances) },
    ...{ bank: -sum('bank', balances), leaving, unknown: sum('unknown', balances) },
    deducted: sum('deducted', balances),
    // What is awaited stands on the debit side.
    ...{ funds: sum('funds', balances) + sum('awaited', balances), contracts },
  };
}

function sideOf(balance: OwedBalance): Side | null {
  return isLeaving(balance) ? null : (sides[balance.account] ?? null);
}

function isLeaving({ account, contract }: OwedBalance): boolean {
  return account === 'transfers-in-transit' && contract === null;
}

/** Won that nobody else needs, now: ours by our fees, or lent to the bank by the operator. */
export interface Free {
  readonly margin: bigint;
  readonly funds: bigint;
}

/**
 * Nothing that is owed, on its way out, of nobody, or to be deducted is free; nor is, as margin,
 * what was lent. What is claimed makes up for no deduction: it is not in the bank yet.
 */
export function freeOf(safe: Safeguarding): Free {
  const { sellers, buyers, bank, leaving, unknown, deducted, funds } = safe;
  const free = bank - sellers - buyers - leaving - unknown - deducted;
  const margin = free - funds;
  const most = free < funds ? free : funds;
  return { margin: margin > 0n ? margin : 0n, funds: most > 0n ? most : 0n };
}
