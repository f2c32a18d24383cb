// On which day each row is paid out, by the auditor's own calendar; later only for a reason.
import type { Case, Difference, Evidence } from './evidence.ts';
import type { PayoutFact, PlanFact } from './facts.ts';
import { couldNotTake, type Held, plannedAfter, type Sightings } from './lateness.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** No holiday falls into the weeks of a simulated world. */
function isBankDay(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function rolled(day: string): string {
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

export function checkPlan(each: Case, { facts, sightings }: Evidence): Difference[] {
  const { payment, rows, cancels } = each;
  const plans = facts.plans.filter(({ paymentId }) => paymentId === payment.id);
  const payouts = facts.payouts.filter(({ contractId, generation }) => {
    return contractId === payment.contractId && generation === payment.generation;
  });
  const askedAt = (sequence: number): number =>
    plans.find((plan) => plan.sequence === sequence)?.askedAt ?? 0;
  return plans.flatMap((plan) => {
    const { sequence, payoutDate, askedAt: asked } = plan;
    const row = rows.find((one) => one.sequence === sequence);
    const sale = plans.findLast((other) => isSaleOf(other, { plan, rows }));
    if (sale === undefined || row === undefined) return [`${payment.mark} has no plan`];
    const isCancel = row.kind === '21' || row.kind === '22';
    const rides = isCancel && asked < closing(sale.payoutDate);
    const isMoney = row.kind === '11' && payment.instrument !== 'card';
    const own = counted(isMoney ? row.date : dayAfter(row.date), daysOf(each));
    const right = rides ? sale.payoutDate : own;
    const held = { paymentId: payment.id, sequence, cancels, rows, askedAt };
    const may = isRightOrLate(sightings, held, { payoutDate, right, payouts });
    return may ? [] : [`${payment.mark}/${sequence} is planned for ${payoutDate}, not ${right}`];
  });
}

/** The latest sale; of what the bank took back, and of a deposit that came then, the one before. */
function isSaleOf(
  { sequence }: PlanFact,
  { plan, rows }: { readonly plan: PlanFact; readonly rows: Case['rows'] },
): boolean {
  const isSale = rows.some((row) => row.sequence === sequence && row.kind === '11');
  return isSale && (plan.sequence < afterReversal || sequence <= plan.sequence);
}

/** Rows of a buyer's account that follow a reversal, and the reversal itself, count from here. */
const afterReversal = 3_000;

function daysOf({ payment }: Case): number {
  const { instrument, terms } = payment;
  return instrument === 'card' ? terms.payoutDays : terms.accountPayoutDays;
}

interface Planned {
  readonly payoutDate: string;
  readonly right: string;
  /** Of its contract. */
  readonly payouts: readonly Pick<PayoutFact, 'id' | 'date' | 'closesAt'>[];
}

/** Its own day, or the first one after it whose payout could still take it. */
export function isRightOrLate(
  sightings: Sightings,
  held: Held,
  { payoutDate, right, payouts }: Planned,
): boolean {
  if (payoutDate < right) return false;
  for (let day = right; day < payoutDate; day = bankDaysAfter(day, 1)) {
    const payout = payouts.find(({ date }) => date === day);
    const isMissed = payout !== undefined && couldNotTake(sightings, held, payout);
    const isOver = day > right && plannedAfter(sightings, held, { day, closesAt: closing(day) });
    if (!isMissed && !isOver) return false;
  }
  return true;
}
