// In which payout a settlement row stands: its sale's while that is open, else the next open one.
import type { PaidBy } from '../merchant/fee.ts';
import type { Terms } from '../merchant/terms.ts';
import { type BankCalendar, rollForward } from '../time/bank-day.ts';
import { type BusinessDate, type Instant, nextDay } from '../time/instant.ts';
import { closingOf, type PayoutRule, payoutDate, payoutInstant } from './payout-date.ts';
import type { RowKind } from './row.ts';

export interface PlannedPayout {
  readonly date: BusinessDate;
  /** From here on nothing joins or leaves it. */
  readonly closesAt: Instant;
  readonly paysAt: Instant;
}

export interface RowToDate {
  readonly kind: RowKind;
  readonly date: BusinessDate;
  readonly askedAt: Instant;
  readonly paidBy: PaidBy;
}

export interface Dating {
  readonly calendar: BankCalendar;
  readonly terms: Terms;
}

export function payoutRuleOf(terms: Terms, paidBy: PaidBy): PayoutRule {
  const { payoutCycle: kind, payoutCut: cut } = terms;
  return {
    days: paidBy === 'card' ? terms.payoutDays : terms.accountPayoutDays,
    counts: terms.payoutCounts,
    cycle: kind === 'daily' ? { kind } : { kind, cut },
  };
}

/** As the terms say it, and from when on the money of this row is there. */
export function ruleOfRow(
  terms: Terms,
  row: Pick<RowToDate, 'kind' | 'askedAt' | 'paidBy'>,
): PayoutRule {
  const rule = payoutRuleOf(terms, row.paidBy);
  return isMoney(row) ? { ...rule, since: row.askedAt } : rule;
}

/** The day that the count starts from: capture for cards, the money itself for accounts. */
export function baseOf(row: Pick<RowToDate, 'kind' | 'date' | 'paidBy'>): BusinessDate {
  return isMoney(row) ? row.date : nextDay(row.date);
}

function isMoney({ kind, paidBy }: Pick<RowToDate, 'kind' | 'paidBy'>): boolean {
  return kind === '11' && paidBy !== 'card';
}

/**
 * Null when no bank day of that year is known: nothing is guessed. Work that runs late changes no
 * date, unless the payout is already fixed: then the row joins the first open one.
 */
export function dateRow(
  row: RowToDate,
  sale: { readonly date: BusinessDate; readonly closesAt: Instant } | null,
  dating: Dating,
): PlannedPayout | null {
  const { calendar, terms } = dating;
  const rides = row.kind === '21' || row.kind === '22';
  if (rides && sale !== null && row.askedAt < sale.closesAt) return planned(calendar, sale.date);
  const { date } = payoutDate(calendar, ruleOfRow(terms, row), baseOf(row));
  return date === null ? null : planned(calendar, date);
}

function planned(calendar: BankCalendar, date: BusinessDate): PlannedPayout | null {
  const closesAt = closingOf(calendar, date);
  return closesAt === null ? null : { date, closesAt, paysAt: payoutInstant(date) };
}

/** The first payout on or after a day that is not to close yet. */
export function firstOpen(
  calendar: BankCalendar,
  from: BusinessDate,
  now: Instant,
): PlannedPayout | null {
  let date = rollForward(calendar, from);
  while (date !== null) {
    const plan = planned(calendar, date);
    if (plan === null || plan.closesAt > now) return plan;
    date = rollForward(calendar, nextDay(date));
  }
  return null;
}
