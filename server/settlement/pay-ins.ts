// When an acquirer pays what it owes: two bank days after the capture, all slips of a day at once.
import type pg from 'pg';
import type { Part } from '../../core/ledger/journal.ts';
import { add, negate, zeroWon } from '../../core/money/won.ts';
import type { Expected } from '../../core/reconciliation/break.ts';
import { groups } from '../../core/reconciliation/groups.ts';
import type { Slips } from '../../core/reconciliation/statement.ts';
import {
  addBankDays,
  type BankCalendar,
  dayBefore,
  rollForward,
} from '../../core/time/bank-day.ts';
import {
  after,
  type BusinessDate,
  hourMs,
  type Instant,
  nextDay,
  startOfDay,
} from '../../core/time/instant.ts';
import { type SlipSum, slipSums } from '../../storage/slips.ts';
import { settledBefore } from '../../storage/statement.ts';
import { dayOf } from '../native/day.ts';
import type { Parts } from '../parts.ts';

/** The one account that payouts are made from, and that deposits and pay-ins come into. */
export const ownAccount = 'settlement';

/** Bank days between capture and the acquirer's money. */
export const payInDays = 2;

/** A pay-in is of captures at most so long before, over any run of holidays. */
const farthestDays = 30;

/** Before the payouts of the same day. */
const payInHour = 9;

export function payInInstant(date: BusinessDate): Instant {
  return after(startOfDay(date), payInHour * hourMs);
}

/** Days of rows whose slips, captured the day after, are paid in on a date. */
export function daysPaidInOn(calendar: BankCalendar, date: BusinessDate): BusinessDate[] {
  const days: BusinessDate[] = [];
  let day = date;
  for (let back = 0; back < farthestDays; back += 1) {
    day = dayBefore(day);
    const base = rollForward(calendar, nextDay(day));
    if (base !== null && addBankDays(calendar, base, payInDays) === date) days.push(day);
  }
  return days;
}

/** Where it is looked up; inside a transaction by its own connection, and by no second one. */
export interface LookUp {
  readonly db: pg.Pool | pg.ClientBase;
  readonly calendar: BankCalendar;
  readonly now: Instant;
}

export function lookUp(parts: Parts, db: LookUp['db'] = parts.store.reports): LookUp {
  return { db, calendar: parts.calendar(), now: parts.clock.now() };
}

interface NamedPayIn {
  readonly acquirer: string;
  readonly date: BusinessDate;
}

export function referenceOf({ acquirer, date }: NamedPayIn): string {
  return `pay-in/${acquirer}/${date}`;
}

export function payInNamed(reference: string): NamedPayIn | null {
  const [, acquirer, day] = /^pay-in\/([^/]{1,50})\/([^/]{10})$/.exec(reference) ?? [];
  const date = dayOf(day ?? '');
  return acquirer === undefined || date === null ? null : { acquirer, date };
}

export interface PayIn {
  readonly expected: Expected;
  /** What it closes. */
  readonly slips: readonly Slips[];
}

/**
 * Of one acquirer, or of each that has anything to pay or to deduct on the day. A slip is paid for
 * once: what another pay-in has closed is not of this one, whatever became a holiday meanwhile, and
 * what was captured after its pay-in had come is of none.
 */
export async function payInsOn(
  { db, calendar }: LookUp,
  date: BusinessDate,
  acquirer: string | null = null,
): Promise<PayIn[]> {
  const sums = await slipSums(db, { acquirer, days: daysPaidInOn(calendar, date) });
  const byReference = groups(sums, (sum) => referenceOf({ acquirer: sum.acquirer, date }));
  const settled = await settledBefore(db, [...byReference.keys()]);
  return [...byReference].flatMap(([reference, of]) => {
    const own = of.filter(({ isPaidFor }) => isPaidFor === settled.has(reference));
    return own.length === 0 ? [] : [payInOf(reference, date, own)];
  });
}

function payInOf(reference: string, date: BusinessDate, sums: readonly SlipSum[]): PayIn {
  const deducted = sums.map(({ refunds }) => negate(refunds));
  const net = add(...sums.map(({ claims }) => claims), ...deducted);
  const byMerchant = groups(sums, ({ merchant }) => merchant);
  return {
    expected: {
      ...{ account: ownAccount, reference, secondReference: reference, date },
      ...{ kind: net < 0n ? 'out' : 'in', amount: net < 0n ? negate(net) : net, charge: zeroWon },
    },
    slips: [...byMerchant].map(([merchant, of]) => ({
      ...{ merchant, acquirer: of[0]?.acquirer ?? '' },
      ...{ claims: partsOf(of, 'claims'), refunds: partsOf(of, 'refunds') },
    })),
  };
}

function partsOf(sums: readonly SlipSum[], side: 'claims' | 'refunds'): Part[] {
  return sums
    .filter((sum) => sum[side] > 0n)
    .map((sum) => ({ subject: sum.subject, amount: sum[side] }));
}
