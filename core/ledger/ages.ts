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

/**
 * Calendar days. What a shop owes us, the payouts of a month could have netted; what was approved
 * is captured at the next midnight, and stands here for longer only where the capture missed it.
 */
// biome-ignore format: a table
const calendarTerms = {
  'merchant-recoverable':     30,
  'authorised-for-merchants':  1,
} as const satisfies Partial<Record<AccountName, number>>;

export type AgedAccount = keyof typeof terms | keyof typeof calendarTerms;

export const agedAccounts = Object.keys({ ...terms, ...calendarTerms }) as readonly AgedAccount[];

function isByCalendar(account: AgedAccount): account is keyof typeof calendarTerms {
  return Object.hasOwn(calendarTerms, account);
}

/** What stands on one subject, and since when; a debt is as old as its first day. */
export interface Standing {
  readonly account: AgedAccount;
  readonly since: BusinessDate;
}

/** The last day on which it may stand there; null where the calendar does not know the days. */
export function dueBy(calendar: BankCalendar, { account, since }: Standing): BusinessDate | null {
  if (isByCalendar(account)) {
    return businessDate(after(startOfDay(since), calendarTerms[account] * dayMs));
  }
  const base = rollForward(calendar, since);
  return base === null ? null : addBankDays(calendar, base, terms[account]);
}
