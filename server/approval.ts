// One synchronous approval: intent, rail, outcome, and an answer inside fourteen seconds.
import {
  approve,
  type Caller,
  callClock,
  type Declining,
  decline,
  intend,
  loseSight,
  type Purchase,
  refusePurchase,
} from '../core/payment/approve.ts';
import type { Decision } from '../core/payment/decision.ts';
import {
  type Approved,
  type Intended,
  mayBeAdopted,
  type Payment,
  type PaymentId,
  type RequestId,
} from '../core/payment/payment.ts';
import { forgetCard, type SensitiveCard } from '../core/payment/sensitive-card.ts';
import {
  accepted,
  type DeclineReason,
  type Outcome,
  type Refusal,
  refused,
} from '../core/refusal.ts';
import { after, type Instant } from '../core/time/instant.ts';
import type { AuthoriseAnswer } from '../rails/rail.ts';
import { TooLate } from '../storage/group-commit.ts';
import type { IntentResult } from '../storage/intent.ts';
import { loadPayment } from '../storage/payment.ts';
import { hasPassed, within } from './clock.ts';
import { newTid } from './ids.ts';
import type { Parts } from './parts.ts';
import { recogniseCard } from './recognise.ts';

export interface CardPresented {
  readonly caller: Caller;
  readonly purchase: Omit<Purchase, 'instrument'>;
  readonly card: SensitiveCard;
}

export interface Presented {
  readonly caller: Caller;
  readonly purchase: Purchase;
  /** Null where the instrument's token is charged and nobody typed a card. */
  readonly card: SensitiveCard | null;
  /** A decline is heard by the buyer alone: the window is still open. */
  readonly quietly?: true;
  /** Chosen by who has to find the payment again after a crash. */
  readonly id?: PaymentId;
  /** Chosen by who asks the rail again after an old backup was put back here. */
  readonly requestId?: RequestId;
}

/** A refusal may still name the TID under which the shop can look the payment up. */
export type ApprovalOutcome =
  | { readonly ok: true; readonly value: Approved }
  | { readonly ok: false; readonly refusal: Refusal; readonly payment: Payment | null };

/** A card that was typed: recognised first, because a mistyped one takes no order number. */
export async function approveCard(
  parts: Parts,
  { caller, purchase, card }: CardPresented,
): Promise<ApprovalOutcome> {
  const refusal = refusePurchase(caller.contract, purchase);
  const instrument = refusal === null ? recogniseCard(parts, card) : refused(refusal);
  if (instrument.ok) {
    return approvePurchase(parts, {
      caller,
      card,
      purchase: { ...purchase, instrument: instrument.value },
    });
  }
  forgetCard(card);
  return { ...instrument, payment: null };
}

export async function approvePurchase(
  parts: Parts,
  presented: Presented,
): Promise<ApprovalOutcome> {
  const begun = parts.clock.now();
  const { card, caller, purchase } = presented;
  // Limits are for guessers: rounds come all at once, at an hour that nobody outside has chosen.
  const isOver = !mayBeAdopted(purchase) && parts.limits.refuses(caller.credential.id);
  const intent = isOver
    ? refused({ kind: 'limit-reached' })
    : await storeIntent(parts, presented, begun);
  if (!intent.ok) {
    if (card !== null) forgetCard(card);
    return { ...intent, payment: null };
  }
  const payment = intent.value;
  // An intent that took so long that the rail's time is over is not sent to the rail any more.
  const inTime = !hasPassed(parts.clock, begun, callClock.railAnswersWithinMs);
  const answer = inTime ? (locked(parts, payment) ?? (await askRail(parts, payment, card))) : null;
  if (card !== null) forgetCard(card);
  const finished = finish(parts, payment, { answer, quietly: presented.quietly === true });
  return Promise.race([finished, tellInTime(parts, payment, finished)]);
}

async function storeIntent(
  parts: Parts,
  { caller, purchase, id, requestId }: Presented,
  begun: Instant,
): Promise<Outcome<Intended>> {
  const intent = intend(caller, purchase, {
    at: begun,
    id: id ?? (parts.newId() as PaymentId),
    tid: newTid(begun),
    requestId: requestId ?? (parts.newId() as RequestId),
  });
  if (!intent.ok) return intent;
  const { payment } = intent.value;
  parts.inFlight.begin(payment);
  const stored = await parts.store
    .intend(intent.value, () => hasPassed(parts.clock, begun, callClock.admitWithinMs))
    .then((result) => (result === 'stored' ? result : unlessStored(parts, payment, result)))
    .catch((error: unknown) => asBusy(parts, payment, error));
  if (stored === 'stored') return accepted(payment);
  if (stored !== 'busy') parts.inFlight.finish(payment);
  if (stored === 'used') return refused({ kind: 'order-number-used' });
  if (stored === 'month-paid') return refused({ kind: 'month-already-paid' });
  return refused(stored === 'stale' ? { kind: 'token-refused' } : { kind: 'busy' });
}

/**
 * An earlier try of this very intent, whose answer was lost, may be what took the number; and what
 * it stored stands, also when the credential or the billing key has changed since.
 */
async function unlessStored(
  parts: Parts,
  payment: Intended,
  result: IntentResult,
): Promise<IntentResult> {
  const found = await loadPayment(parts.store.pool, payment);
  return found === null ? result : 'stored';
}

/**
 * The rail was not called, so nothing was done. Whether a lost connection stored the intent all
 * the same is for the sweeper to find out: such an attempt may not hold its order number for ever.
 */
function asBusy(parts: Parts, payment: Intended, error: unknown): 'busy' {
  if (!(error instanceof TooLate)) parts.log.trouble('intent not stored', error);
  parts.inFlight.abandon(payment);
  return 'busy';
}

/** A card that was guessed at too often hears what it heard last; a round is nobody's guess. */
function locked(parts: Parts, payment: Intended): AuthoriseAnswer | null {
  const reason = parts.limits.lockedBy(payment.merchantId, fingerprintOf(payment));
  return reason === null || mayBeAdopted(payment) ? null : { answered: 'declined', reason };
}

/** The rail's answer within eight seconds, or what one inquiry says until the eleventh. */
async function askRail(
  parts: Parts,
  payment: Intended,
  card: SensitiveCard | null,
): Promise<AuthoriseAnswer | null> {
  const { rail, clock } = parts;
  const { startedAt, requestId } = payment.attempt;
  const reference = referenceOf(payment);
  const asked = await within(clock, after(startedAt, callClock.railAnswersWithinMs), () =>
    rail.authorise({
      requestId,
      card,
      token: payment.instrument.token,
      amount: payment.amount,
      instalment: payment.instalment,
      reference,
    }),
  );
  if (asked.answered) return asked.answer;
  const inquired = await within(clock, after(startedAt, callClock.inquiryEndsMs), () =>
    rail.inquire(requestId, reference),
  );
  if (!inquired.answered) return null;
  const { answer } = inquired;
  // "Not found" proves nothing yet: the request may still be on its way.
  return answer.answered === 'approved' || answer.answered === 'declined' ? answer : null;
}

export function referenceOf(payment: Payment) {
  return { merchant: payment.merchantId, orderNumber: payment.orderNumber, tid: payment.tid };
}

async function finish(
  parts: Parts,
  payment: Intended,
  { answer, quietly }: { readonly answer: AuthoriseAnswer | null; readonly quietly: boolean },
): Promise<ApprovalOutcome> {
  try {
    if (answer !== null) {
      const decision =
        answer.answered === 'approved'
          ? approve(payment, answer, parts.newId)
          : decline(payment, declining(parts, answer.reason, quietly), parts.newId);
      const stored = await storeInTime(parts, payment, decision);
      if (answer.answered === 'declined') await noteDecline(parts, payment, answer.reason);
      if (stored !== null) return stored;
    }
    const lost = loseSight(payment, parts.clock.now(), parts.newId);
    return (await storeInTime(parts, payment, lost)) ?? abandoned(parts, payment);
  } catch (error) {
    parts.log.trouble('outcome not stored', error);
    return abandoned(parts, payment);
  }
}

/** An account that we issued ourselves is nobody's to guess at. */
function fingerprintOf({ instrument }: Payment): string {
  return instrument.kind === 'virtual-account' ? instrument.token : instrument.fingerprint;
}

async function noteDecline(parts: Parts, payment: Payment, reason: DeclineReason): Promise<void> {
  const { merchantId, credentialId } = payment;
  if (mayBeAdopted(payment)) return;
  await parts.limits
    .note({ merchantId, credentialId, fingerprint: fingerprintOf(payment), reason })
    .catch((error: unknown) => parts.log.trouble('decline not counted', error));
}

function declining(parts: Parts, reason: DeclineReason, quietly: boolean): Declining {
  const at = parts.clock.now();
  return quietly ? { reason, at, quietly } : { reason, at };
}

/** Null when the instant to commit has passed and nothing was stored. */
async function storeInTime(
  parts: Parts,
  payment: Intended,
  decision: Decision,
): Promise<ApprovalOutcome | null> {
  const limit = decision.commitBefore ?? after(payment.attempt.startedAt, callClock.answerWithinMs);
  try {
    const stored = await parts.store.decide(decision, () => parts.clock.now() >= limit);
    const next = stored === 'stored' ? decision.payment : await reload(parts, payment);
    if (next.status === 'intended') return null;
    parts.inFlight.finish(payment);
    parts.metrics.approvals.inc({ outcome: next.status });
    return outcomeOf(next);
  } catch (error) {
    if (error instanceof TooLate) return null;
    throw error;
  }
}

/** Another process or the resolver decided first, or our own commit's answer was lost. */
async function reload(parts: Parts, payment: Intended): Promise<Payment> {
  const found = await loadPayment(parts.store.pool, payment);
  return found?.payment ?? payment;
}

function outcomeOf(payment: Payment): ApprovalOutcome {
  if (payment.status === 'approved') return { ok: true, value: payment };
  if (payment.status === 'declined' && payment.decline.reason !== 'never-received') {
    return { ok: false, refusal: { kind: 'declined', reason: payment.decline.reason }, payment };
  }
  return { ok: false, refusal: { kind: 'result-unknown', of: 'approval' }, payment };
}

function abandoned(parts: Parts, payment: Intended): ApprovalOutcome {
  noteOwed(parts, payment);
  parts.inFlight.abandon(payment);
  return { ok: false, refusal: { kind: 'result-unknown', of: 'approval' }, payment };
}

/** A round has no caller who would hear that nothing was charged. */
function noteOwed(parts: Parts, payment: Intended): void {
  if (!mayBeAdopted(payment)) parts.owed.note(payment);
}

/**
 * The caller hears from us by the fourteenth second whatever the database does. What was told
 * then decides: if the outcome is stored as approved after that, it is cancelled again.
 */
async function tellInTime(
  parts: Parts,
  payment: Intended,
  finished: Promise<ApprovalOutcome>,
): Promise<ApprovalOutcome> {
  const limit = after(payment.attempt.startedAt, callClock.answerWithinMs);
  return new Promise((resolve) => {
    const cancelTimer = parts.clock.wakeAt(limit, () => {
      noteOwed(parts, payment);
      void finished.then((late) => {
        if (late.ok && !mayBeAdopted(payment)) parts.inFlight.abandon(payment);
        else parts.owed.settle(payment);
      });
      resolve({ ok: false, refusal: { kind: 'result-unknown', of: 'approval' }, payment });
    });
    void finished.then(cancelTimer);
  });
}
