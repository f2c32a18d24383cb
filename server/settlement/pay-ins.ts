// When an acquirer pays what it owes: two bank days after the capture, all slips of a day at once.
import type pg from 'pg';
import { negate, zeroWon } from '../../core/money/won.ts';
import type { Expected } from '../../core/reconciliation/break.ts';
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
import { expectedPayIns, slipsPaidIn } from '../../storage/slips.ts';
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

/** Of one acquirer, or of each that has anything to pay or to deduct on the day. */
export async function payInsOn(
  { db, calendar }: LookUp,
  date: BusinessDate,
  acquirer: string | null = null,
): Promise<Expected[]> {
  const days = daysPaidInOn(calendar, date);
  const found = await expectedPayIns(db, { acquirer, days });
  return found.map(({ acquirer: of, net }): Expected => {
    const reference = referenceOf({ acquirer: of, date });
    return {
      ...{ account: ownAccount, reference, secondReference: reference, date },
      ...{ kind: net < 0n ? 'out' : 'in', amount: net < 0n ? negate(net) : net, charge: zeroWon },
    };
  });
}

export function slipsOf(
  { db, calendar }: LookUp,
  { acquirer, date }: NamedPayIn,
): Promise<Slips[]> {
  const days = daysPaidInOn(calendar, date);
  return slipsPaidIn(db, { acquirer, days });
}
