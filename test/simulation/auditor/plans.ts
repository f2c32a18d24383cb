// On which day each row is paid out, by the auditor's own calendar; later only for a reason.
import type { Case, Difference, Evidence } from './evidence.ts';
import type { PayoutFact, PlanFact } from './facts.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** No holiday falls into the weeks of a simulated world. */
function isBankDay(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function rolled(day: string): string {
  return isBankDay(day) ? day : rolled(dayAfter(day));
}

function counted(base: string, days: number): string {
  return bankDaysAfter(rolled(base), days);
}

export function bankDaysAfter(from: string, days: number): string {
  let day = from;
  for (let left = days; left > 0; left -= 1) day = rolled(dayAfter(day));
  return day;
}

/** Five in the afternoon of the bank day before, in Seoul. */
function closing(day: string): number {
  let before = dayAfter(day, -1);
  while (!isBankDay(before)) before = dayAfter(before, -1);
  return Date.parse(`${before}T00:00:00Z`) + 8 * hourMs;
}

export function checkPlan(each: Case, { facts }: Evidence): Difference[] {
  const { payment, rows } = each;
  const plans = facts.plans.filter(({ paymentId }) => paymentId === payment.id);
  const payouts = facts.payouts.filter(({ contractId }) => contractId === payment.contractId);
  const sale = plans.find(({ sequence }) => sequence === 1);
  const saleRow = rows.find(({ sequence }) => sequence === 1);
  if (sale === undefined || saleRow === undefined) return [`${payment.mark} has no plan`];
  const base = payment.instrument === 'card' ? dayAfter(saleRow.date) : saleRow.date;
  return plans.flatMap((plan) => {
    const row = rows.find(({ sequence }) => sequence === plan.sequence);
    const isCancel = row?.kind === '21' || row?.kind === '22';
    const rides = isCancel && plan.askedAt < closing(sale.payoutDate);
    const own = counted(plan.sequence === 1 ? base : dayAfter(row?.date ?? ''), daysOf(each));
    const right = rides ? sale.payoutDate : own;
    const may = plan.payoutDate === right || isHeldUp(each, { plan, right, payouts });
    return may
      ? []
      : [`${payment.mark}/${plan.sequence} is planned for ${plan.payoutDate}, not ${right}`];
  });
}

function daysOf({ payment }: Case): number {
  const { instrument, terms } = payment;
  return instrument === 'card' ? terms.payoutDays : terms.accountPayoutDays;
}

interface Late {
  readonly plan: PlanFact;
  readonly right: string;
  /** Of its contract. */
  readonly payouts: readonly PayoutFact[];
}

/** Every payout that it missed was fixed while a cancel of its payment, asked for in time, was open. */
function isHeldUp(each: Case, { plan, right, payouts }: Late): boolean {
  const missed = payouts.filter(({ date }) => date >= right && date < plan.payoutDate);
  return missed.length > 0 && missed.every((payout) => wasOpen(each, payout));
}

function wasOpen({ cancels, turns }: Case, { date, fixedBy }: PayoutFact): boolean {
  return cancels.some(({ sequence, askedAt, at }) => {
    const end = turns.find(({ what, cancel }) => {
      return cancel === sequence && (what === 'cancelled' || what === 'cancel-refused');
    });
    if (end === undefined || askedAt >= closing(date)) return false;
    // Nothing was booked by a payout without rows; then only the clock is left to tell.
    return fixedBy === null ? at >= closing(date) : end.storedBy > fixedBy;
  });
}
