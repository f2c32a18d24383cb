// One try of a round: its key is charged like any other, under names that a crash cannot change.
import { createHash } from 'node:crypto';
import { type Miss, type TryEnd, tryEndOf } from '../../core/billing/round.ts';
import type { Caller, Purchase } from '../../core/payment/approve.ts';
import type { Instrument, RequestId, RoundTry } from '../../core/payment/payment.ts';
import type { RefusalKind } from '../../core/refusal.ts';
import { type Instant, wireTime } from '../../core/time/instant.ts';
import { loadPayment } from '../../storage/payment.ts';
import { holdRound } from '../../storage/restoration-hold.ts';
import type { ClaimedRound } from '../../storage/schedule-round.ts';
import { type ApprovalOutcome, approvePurchase } from '../approval.ts';
import { derivedId } from '../ids.ts';
import type { Parts } from '../parts.ts';

const nothing: TryEnd = { end: 'nothing' };

/**
 * A try that an earlier server began is followed; only where there is none one is begun. Null where
 * a slow database may yet store what was begun: who claims the round next finds it, or nothing.
 */
export async function tryRound(parts: Parts, claimed: ClaimedRound): Promise<TryEnd | null> {
  const { schedule, instrument, publicId, dialect, paymentId: id } = claimed;
  const now = parts.clock.now();
  if (id !== null) {
    const found = await loadPayment(parts.store.pool, { merchantId: schedule.merchantId, id });
    return found === null ? nothing : tryEndOf(found.payment, now);
  }
  // Whoever records this sees by the schedule itself whether its rounds are over.
  if (instrument === null || claimed.isOfOldWorld || schedule.status !== 'active') return nothing;
  if (await wasLost(parts, claimed)) return nothing;
  if (publicId === null) return missed('no-credential');
  for (let look = 0; look < 2; look += 1) {
    const caller = await parts.callers.find(dialect, publicId);
    if (caller === null) return missed('no-credential');
    // A fresh world may have begun since the round was claimed.
    if (caller.merchant.generation !== schedule.generation) return nothing;
    const outcome = await charge(parts, claimed, { caller, instrument });
    if (outcome.ok || outcome.payment !== null) return endOf(parts, outcome);
    const miss = missOf(outcome.refusal.kind);
    if (miss !== null) return missed(miss);
    if (outcome.refusal.kind !== 'token-refused') return null;
    // Its secret was rotated a moment ago, or the key removed: looked at again.
    parts.callers.forget();
  }
  return nothing;
}

/** Charged in the time that a backup lost: its sale is not booked without what followed it. */
async function wasLost(parts: Parts, claimed: ClaimedRound): Promise<boolean> {
  if (!(await parts.afterRestore.holdsRequest(requestOf(tryOf(claimed))))) return false;
  await holdRound(parts.store.pool, claimed);
  return true;
}

function missed(miss: Miss): TryEnd {
  return { end: 'missed', paymentId: null, miss };
}

function endOf(parts: Parts, outcome: ApprovalOutcome): TryEnd {
  const payment = outcome.ok ? outcome.value : outcome.payment;
  return payment === null ? nothing : tryEndOf(payment, parts.clock.now());
}

/** What the contract rules out is a try that failed; all else is tried again soon. */
function missOf(kind: RefusalKind): Miss | null {
  return kind === 'not-in-contract' || kind === 'unfit-field' ? kind : null;
}

function tryOf({ schedule, round }: ClaimedRound): RoundTry {
  return { schedule: schedule.id, round: round.number, nth: round.tries + 1 };
}

function requestOf({ schedule, round, nth }: RoundTry): RequestId {
  return derivedId('round', schedule, `${round}`, `${nth}`) as RequestId;
}

/** Of schedules that fall due in one second, some have the same six digits. */
const numberings = 8;

async function charge(
  parts: Parts,
  claimed: ClaimedRound,
  by: { readonly caller: Caller; readonly instrument: Instrument },
): Promise<ApprovalOutcome> {
  const of = tryOf(claimed);
  const requestId = requestOf(of);
  for (let numbering = 1; ; numbering += 1) {
    const orderNumber = roundOrderNumber(of, parts.clock.now(), numbering);
    const purchase = { ...purchaseOf(claimed, of, by.instrument), orderNumber };
    const { caller } = by;
    const outcome = await approvePurchase(parts, { caller, purchase, card: null, requestId });
    const isTaken = !outcome.ok && outcome.refusal.kind === 'order-number-used';
    if (!isTaken || numbering === numberings) return outcome;
  }
}

/** As shops know the rounds of a gateway: SRS, the time in fourteen digits, and six more. */
export function roundOrderNumber(of: RoundTry, at: Instant, numbering: number): string {
  const names = [of.schedule, of.round, of.nth, numbering].join(' ');
  const six = createHash('sha256').update(names).digest().readUInt32BE() % 1_000_000;
  return `SRS${wireTime(at)}${String(six).padStart(6, '0')}`;
}

function purchaseOf(
  { schedule }: ClaimedRound,
  of: RoundTry,
  instrument: Instrument,
): Omit<Purchase, 'orderNumber'> {
  const { goods, amount, tax, vatGiven, buyer, billingKey } = schedule;
  return {
    method: instrument.kind === 'card' ? 'card-billing' : 'transfer-billing',
    ...{ goods, amount, tax, vatGiven, instalment: 0, buyer, instrument },
    billing: { key: billingKey, month: null, round: of },
    extras: ['', '', '', '', ''],
    source: 'schedule',
  };
}
