// The books by hand, as tables: what the auditor believes, written without a look at the code.
// The movements with one example: a sale of 50,000, fee 2.5% + VAT, acquirer 2%.
import { expect } from 'vitest';

export type HandSide = 'debit' | 'credit';
export type HandLine = readonly [HandSide, account: string, subject: string, won: number];

/** The normal side, and whether each subject must stand on it or only the account as a whole. */
// biome-ignore format: a table
const sides: Readonly<Record<string, readonly [HandSide, 'subject' | 'whole']>> = {
  'authorised-with-acquirers': ['debit',  'subject'],
  'authorised-for-merchants':  ['credit', 'subject'],
  'bank':                      ['debit',  'subject'],
  'acquirer-receivable':       ['debit',  'subject'],
  'acquirer-refund-due':       ['credit', 'subject'],
  'merchant-pending':          ['credit', 'subject'],
  'merchant-recoverable':      ['debit',  'subject'],
  'payout-due':                ['credit', 'subject'],
  'transfers-in-transit':      ['credit', 'subject'],
  'fee-revenue':               ['credit', 'whole'],
  'fee-vat':                   ['credit', 'whole'],
  'acquirer-cost':             ['debit',  'whole'],
};

// biome-ignore format: a table
export const handRows = {
  '2 approve': [
    ['debit',  'authorised-with-acquirers', 'payment', 50_000],
    ['credit', 'authorised-for-merchants',  'payment', 50_000],
  ],
  '3 void': [
    ['debit',  'authorised-for-merchants',  'payment', 50_000],
    ['credit', 'authorised-with-acquirers', 'payment', 50_000],
  ],
  '3 void of 20,000': [
    ['debit',  'authorised-for-merchants',  'payment', 20_000],
    ['credit', 'authorised-with-acquirers', 'payment', 20_000],
  ],
  '4 memo back': [
    ['debit',  'authorised-for-merchants',  'payment', 50_000],
    ['credit', 'authorised-with-acquirers', 'payment', 50_000],
  ],
  '4 memo back, 30,000': [
    ['debit',  'authorised-for-merchants',  'payment', 30_000],
    ['credit', 'authorised-with-acquirers', 'payment', 30_000],
  ],
  '5 sale': [
    ['debit',  'acquirer-receivable',       'sale',    49_000],
    ['debit',  'acquirer-cost',             'sale',    1_000],
    ['credit', 'merchant-pending',          'sale',    48_625],
    ['credit', 'fee-revenue',               'sale',    1_250],
    ['credit', 'fee-vat',                   'sale',    125],
  ],
  '6 same-day cancel of 20,000': [
    ['debit',  'merchant-recoverable',      'first',   19_450],
    ['debit',  'fee-revenue',               'first',   500],
    ['debit',  'fee-vat',                   'first',   50],
    ['credit', 'acquirer-refund-due',       'first',   19_600],
    ['credit', 'acquirer-cost',             'first',   400],
  ],
  '7 cancel': [
    ['debit',  'merchant-recoverable',      'first',   48_625],
    ['debit',  'fee-revenue',               'first',   1_250],
    ['debit',  'fee-vat',                   'first',   125],
    ['credit', 'acquirer-refund-due',       'first',   49_000],
    ['credit', 'acquirer-cost',             'first',   1_000],
  ],
  '7 cancel of 20,000': [
    ['debit',  'merchant-recoverable',      'first',   19_450],
    ['debit',  'fee-revenue',               'first',   500],
    ['debit',  'fee-vat',                   'first',   50],
    ['credit', 'acquirer-refund-due',       'first',   19_600],
    ['credit', 'acquirer-cost',             'first',   400],
  ],
  '7 cancel of the remaining 30,000': [
    ['debit',  'merchant-recoverable',      'second',  29_175],
    ['debit',  'fee-revenue',               'second',  750],
    ['debit',  'fee-vat',                   'second',  75],
    ['credit', 'acquirer-refund-due',       'second',  29_400],
    ['credit', 'acquirer-cost',             'second',  600],
  ],
  '8 cancel, fee kept': [
    ['debit',  'merchant-recoverable',      'first',   50_000],
    ['credit', 'acquirer-refund-due',       'first',   49_000],
    ['credit', 'acquirer-cost',             'first',   1_000],
  ],
  '9 rejected by the acquirer': [
    ['debit',  'merchant-recoverable',      'first',   48_625],
    ['debit',  'fee-revenue',               'first',   1_250],
    ['debit',  'fee-vat',                   'first',   125],
    ['credit', 'acquirer-receivable',       'sale',    49_000],
    ['credit', 'acquirer-cost',             'sale',    1_000],
  ],
  '10 paid in': [
    ['debit',  'bank',                      'bank',    49_000],
    ['credit', 'acquirer-receivable',       'sale',    49_000],
  ],
  '10 paid in less 20,000': [
    ['debit',  'bank',                      'bank',    29_400],
    ['debit',  'acquirer-refund-due',       'first',   19_600],
    ['credit', 'acquirer-receivable',       'sale',    49_000],
  ],
  '10 deducted whole': [
    ['debit',  'acquirer-refund-due',       'first',   49_000],
    ['credit', 'acquirer-receivable',       'sale',    49_000],
  ],
  '10 deducted in two': [
    ['debit',  'acquirer-refund-due',       'first',   19_600],
    ['debit',  'acquirer-refund-due',       'second',  29_400],
    ['credit', 'acquirer-receivable',       'sale',    49_000],
  ],
  '11 fixed': [
    ['debit',  'merchant-pending',          'sale',    48_625],
    ['credit', 'payout-due',                'payout',  48_625],
  ],
  '11 fixed less 20,000': [
    ['debit',  'merchant-pending',          'sale',    48_625],
    ['credit', 'merchant-recoverable',      'first',   19_450],
    ['credit', 'payout-due',                'payout',  29_175],
  ],
  '12 netted whole': [
    ['debit',  'merchant-pending',          'sale',    48_625],
    ['credit', 'merchant-recoverable',      'first',   48_625],
  ],
  '12 netted in two': [
    ['debit',  'merchant-pending',          'sale',    48_625],
    ['credit', 'merchant-recoverable',      'first',   19_450],
    ['credit', 'merchant-recoverable',      'second',  29_175],
  ],
  '13 sent': [
    ['debit',  'payout-due',                'payout',  48_625],
    ['credit', 'transfers-in-transit',      'payout',  48_625],
  ],
  '13 seen': [
    ['debit',  'transfers-in-transit',      'payout',  48_625],
    ['credit', 'bank',                      'bank',    48_625],
  ],
  '13 sent, 29,175': [
    ['debit',  'payout-due',                'payout',  29_175],
    ['credit', 'transfers-in-transit',      'payout',  29_175],
  ],
  '13 seen, 29,175': [
    ['debit',  'transfers-in-transit',      'payout',  29_175],
    ['credit', 'bank',                      'bank',    29_175],
  ],
} as const satisfies Record<string, readonly HandLine[]>;

export type HandRow = keyof typeof handRows;

export interface HandBooks {
  /** Refuses what does not balance and what leaves a subject or an account on the wrong side. */
  post(lines: readonly HandLine[]): void;
  /** Won on the normal side of each account that is not zero. */
  left(): Record<string, number>;
}

export function openBooks(): HandBooks {
  const standing = new Map<string, number>();
  const accounts = (): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const [key, won] of standing) {
      const [account = ''] = key.split(' ');
      sums[account] = (sums[account] ?? 0) + won;
    }
    return sums;
  };
  const checkSides = (): void => {
    for (const [key, won] of standing) {
      const [account = ''] = key.split(' ');
      if (sides[account]?.[1] === 'subject') expect(won, key).toBeGreaterThanOrEqual(0);
    }
    for (const [account, won] of Object.entries(accounts())) {
      expect(won, account).toBeGreaterThanOrEqual(0);
    }
  };
  return {
    post(lines) {
      expect(
        lines.reduce((sum, line) => sum + debit(line), 0),
        'debits less credits',
      ).toBe(0);
      for (const line of lines) {
        const [side, account, subject, won] = line;
        const key = `${account} ${subject}`;
        expect(Object.keys(sides)).toContain(account);
        const signed = side === sides[account]?.[0] ? won : -won;
        standing.set(key, (standing.get(key) ?? 0) + signed);
      }
      checkSides();
    },
    left: () => Object.fromEntries(Object.entries(accounts()).filter(([, won]) => won !== 0)),
  };
}

function debit([side, , , won]: HandLine): number {
  return side === 'debit' ? won : -won;
}
