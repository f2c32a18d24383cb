// How long money may stand on an account before somebody has to ask why.
import { addBankDays, type BankCalendar, rollForward } from '../time/bank-day.ts';
import { after, type BusinessDate, businessDate, dayMs, startOfDay } from '../time/instant.ts';
import type { AccountName } from './chart.ts';

/** Bank days after the day it came; an account that is not named waits for an event of its own. */
// biome-ignore format: a table
const terms = {
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
} as const satisfies Partial<Record<AccountName, number>>;

/** Calendar days that a shop may owe us: payouts of a month could have netted it. */
const debtDays = 30;

export type AgedAccount = keyof typeof terms | 'merchant-recoverable';

export const agedAccounts: readonly AgedAccount[] = [
  ...(Object.keys(terms) as (keyof typeof terms)[]),
  'merchant-recoverable',
];

/** What stands on one subject, and since when; a debt is as old as its first day. */
export interface Standing {
  readonly account: AgedAccount;
  readonly since: BusinessDate;
}

/** The last day on which it may stand there; null where the calendar does not know the days. */
export function dueBy(calendar: BankCalendar, { account, since }: Standing): BusinessDate | null {
  if (account === 'merchant-recoverable')
    return businessDate(after(startOfDay(since), debtDays * dayMs));
  const base = rollForward(calendar, since);
  return base === null ? null : addBankDays(calendar, base, terms[account]);
}
