// How long money may stand on an account before somebody has to ask why.
import { addBankDays, type BankCalendar, rollForward } from '../time/bank-day.ts';
import type { BusinessDate } from '../time/instant.ts';
import type { AccountName } from './chart.ts';

/** Bank days after the day it came; an account that is not named waits for an event of its own. */
// biome-ignore format: a table
export const terms = {
  'bank-clearing':             1,
  'transfers-in-transit':      1,
  'payout-due':                1,
  'buyer-refund-due':          1,
  'cancel-deposits':           1,
  'unmatched-deposits':        3,
  'acquirer-receivable':       4,
  'acquirer-refund-due':       4,
  'reconciliation-shortfall':  5,
  'reconciliation-surplus':    5,
  // A month of payouts that could have netted it.
  'merchant-recoverable':     20,
} as const satisfies Partial<Record<AccountName, number>>;

export type AgedAccount = keyof typeof terms;

export const agedAccounts = Object.keys(terms) as AgedAccount[];

/** What stands on one subject, since when something has stood there. */
export interface Standing {
  readonly account: AgedAccount;
  readonly since: BusinessDate;
}

/** The last day on which it may stand there; null where the calendar does not know the days. */
export function dueBy(calendar: BankCalendar, { account, since }: Standing): BusinessDate | null {
  const base = rollForward(calendar, since);
  return base === null ? null : addBankDays(calendar, base, terms[account]);
}
