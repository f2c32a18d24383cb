// One synchronous cancel: reservation, rail, outcome; whoever comes second waits his turn.

import type { MerchantId } from '../core/merchant/merchant.ts';
import type { Won } from '../core/money/won.ts';
import { callClock } from '../core/payment/approve.ts';
import {
  type Asked,
  askCancel,
  type CancelAnswer,
  openCancel,
  recordCancelAnswer,
} from '../core/payment/cancel.ts';
import type { CancelId, CancelRequest, RefundTarget } from '../core/payment/cancel-request.ts';
import {
  type Approved,
  isApproved,
  type Payment,
  type PaymentId,
} from '../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../core/refusal.ts';
import { after, type Instant, secondMs } from '../core/time/instant.ts';
import { TooLate } from '../storage/group-commit.ts';
import { type FullPayment, loadPayment } from '../storage/payment.ts';
import { followCancel, watchForCancel } from './cash-receipts.ts';
import { hasPassed, within } from './clock.ts';
import { inquireCancel, orderCancel } from './order-cancel.ts';
import type { Parts } from './parts.ts';

export interface CancelOf {
  readonly merchantId: MerchantId;
  readonly id: PaymentId;
  /** Given where the caller may repeat: a request stored under this id is never made twice. */
  readonly cancelId?: CancelId;
  /** Null cancels what is left. */
  readonly amount: Won | null;
  /** Won of VAT that go back, where the shop says so. */
  readonly vat?: Won | null;
  /** Where the money goes that a buyer paid into an account of ours. */
  readonly refund?: RefundTarget | null;
  readonly reason: string;
  readonly askedBy: string;
  /** The rail has carried it out before; our books forgot it with an old backup. */
  readonly isAdopted?: true;
}

export interface Cancelled {
  readonly payment: Approved;
  readonly cancel: CancelRequest;
}

/** How long a second cancel waits for the first one of its payment (docs/concepts/cancels.md). */
const waitForOtherMs = 5 * secondMs;
const pollMs = 25;

/** A lost race is decided again on fresh state this often before the shop hears "busy". */
const decideAgain = 3;

export async function cancelPayment(parts: Parts, asked: CancelOf): Promise<Outcome<Cancelled>> {
  const held = asked.isAdopted !== true && (await parts.afterRestore.holdsCancels(asked.id));
  if (held) return refused({ kind: 'busy' });
  const begun = parts.clock.now();
  const id = asked.cancelId ?? (parts.newId() as CancelId);
  let lostRaces = 0;
  let mayBeStored = false;
  for (;;) {
    const found = await loadOr(parts, asked, mayBeStored ? 'unseen' : 'throw');
    if (found === 'unseen') {
      if (hasPassed(parts.clock, begun, waitForOtherMs)) return unseen;
      await pause();
      continue;
    }
    if (found === null) return refused({ kind: 'payment-not-found' });
    const begunBefore = ownCancel(found.payment, id);
    if (begunBefore !== null) return carryOut(parts, begunBefore, begun);
    const answer = askCancel(found.payment, { ...asked, id, at: parts.clock.now() }, parts.newId);
    if (answer.ok) {
      mayBeStored = true;
      const stored = await parts.store
        .decide(answer.value.decision, () => hasPassed(parts.clock, begun, waitForOtherMs))
        .catch((error: unknown) => notSeen(parts, error));
      const { does, cancel, decision } = answer.value;
      const reserved = { does, cancel, payment: decision.payment };
      if (stored === 'stored') return carryOut(parts, reserved, begun);
      if (stored === 'too-late') return busyUnlessStored(parts, { ...asked, cancelId: id }, begun);
      lostRaces += 1;
      if (lostRaces > decideAgain && hasPassed(parts.clock, begun, waitForOtherMs)) {
        return refused({ kind: 'busy' });
      }
    } else {
      const inProgress = answer.refusal.kind === 'cancel-in-progress';
      if (!inProgress || hasPassed(parts.clock, begun, waitForOtherMs)) return answer;
    }
    await pause();
  }
}

const unseen = refused({ kind: 'result-unknown', of: 'cancel' });

/** Once a reservation was sent off, "nothing was done" may be said only of what was read since. */
async function loadOr(
  parts: Parts,
  asked: CancelOf,
  otherwise: 'throw' | 'unseen',
): Promise<FullPayment | null | 'unseen'> {
  try {
    return await load(parts, asked);
  } catch (error) {
    if (otherwise === 'throw') throw error;
    parts.log.trouble('cancel not seen', error);
    return otherwise;
  }
}

/** Whatever broke, the reservation may have been stored before. */
function notSeen(parts: Parts, error: unknown): 'too-late' {
  if (!(error instanceof TooLate)) parts.log.trouble('cancel not reserved', error);
  return 'too-late';
}

/** "Busy" says that nothing was done, which is only true when no lost connection stored it. */
async function busyUnlessStored(
  parts: Parts,
  asked: CancelOf & { readonly cancelId: CancelId },
  begun: Instant,
): Promise<Outcome<Cancelled>> {
  const found = await loadOr(parts, asked, 'unseen');
  if (found === null || found === 'unseen') return unseen;
  const stored = ownCancel(found.payment, asked.cancelId);
  return stored === null ? refused({ kind: 'busy' }) : carryOut(parts, stored, begun);
}

function pause(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, pollMs * (0.5 + Math.random())));
}

function tooLateOr(error: unknown): 'too-late' {
  if (error instanceof TooLate) return 'too-late';
  throw error;
}

interface Reserved {
  readonly does: Asked['does'];
  readonly payment: Approved;
  readonly cancel: CancelRequest;
}

/** Stored although its commit was not seen, or by an earlier call under one Idempotency-Key. */
function ownCancel(payment: Payment, cancelId: CancelId): Reserved | null {
  if (!isApproved(payment)) return null;
  const cancel = payment.cancels.find(
    ({ id, joinedBy }) => id === cancelId || joinedBy === cancelId,
  );
  if (cancel === undefined) return null;
  return { does: cancel.status === 'requested' ? 'reserve' : 'join', payment, cancel };
}

/** Answers handed over in this process count at once, before the database has heard of them. */
async function load(parts: Parts, asked: CancelOf): Promise<FullPayment | null> {
  const found = await loadPayment(parts.store.pool, asked);
  if (found === null || !isApproved(found.payment)) return found;
  const cancels = found.payment.cancels.map((cancel) =>
    parts.handOver.has(cancel.id) ? { ...cancel, handedOver: true } : cancel,
  );
  return { ...found, payment: { ...found.payment, cancels } };
}

/** From here on the amount is reserved: whatever breaks, the resolver finishes what was begun. */
async function carryOut(
  parts: Parts,
  reserved: Reserved,
  begun: Instant,
): Promise<Outcome<Cancelled>> {
  try {
    return await finish(parts, reserved, begun);
  } catch (error) {
    parts.log.trouble('cancel not finished', error);
    return refused({ kind: 'result-unknown', of: 'cancel' });
  }
}

async function finish(
  parts: Parts,
  { does, payment, cancel }: Reserved,
  begun: Instant,
): Promise<Outcome<Cancelled>> {
  if (does === 'join') return waitForJoined(parts, { payment, cancelId: cancel.id, begun });
  const answer = await askRail(parts, payment, cancel);
  return recordAnswer(parts, { payment, cancelId: cancel.id, answer });
}

async function askRail(
  parts: Parts,
  payment: Approved,
  cancel: CancelRequest,
): Promise<CancelAnswer> {
  const { clock } = parts;
  const sent = await within(clock, after(cancel.askedAt, callClock.railAnswersWithinMs), () =>
    orderCancel(parts, payment, cancel),
  );
  if (sent.answered) return answerOf(sent.answer);
  const inquired = await within(clock, after(cancel.askedAt, callClock.inquiryEndsMs), () =>
    inquireCancel(parts, payment, cancel),
  );
  return inquired.answered ? answerOf(inquired.answer) : { answered: 'nothing' };
}

export function answerOf(
  answer: Awaited<ReturnType<Parts['rail']['inquireCancel']>>,
): CancelAnswer {
  if (answer.answered === 'done') return { answered: 'done' };
  if (answer.answered === 'refused') return { answered: 'refused', reason: answer.reason };
  return { answered: 'nothing' };
}

interface Answered {
  readonly payment: Approved;
  readonly cancelId: CancelId;
  readonly answer: CancelAnswer;
}

/** Stores what the rail said; if somebody stored it first, what stands is the answer. */
export async function recordAnswer(parts: Parts, answered: Answered): Promise<Outcome<Cancelled>> {
  let { payment } = answered;
  for (;;) {
    if (openCancel(payment)?.id !== answered.cancelId) return verdict(payment, answered.cancelId);
    if (answered.answer.answered === 'done') await watchForCancel(parts, payment);
    const context = { at: parts.clock.now(), newId: parts.newId };
    const decision = recordCancelAnswer(payment, answered.answer, context);
    const stored = await parts.store
      .decide(decision, () => hasPassed(parts.clock, context.at, callClock.railAnswersWithinMs))
      .catch((error: unknown) => tooLateOr(error));
    if (stored === 'too-late') return refused({ kind: 'result-unknown', of: 'cancel' });
    if (stored === 'stored') {
      parts.metrics.cancels.inc({ outcome: answered.answer.answered });
      if (answered.answer.answered === 'done') await followCancel(parts, decision.payment);
      return verdict(decision.payment, answered.cancelId);
    }
    payment = await reload(parts, payment);
  }
}

async function reload(parts: Parts, payment: Payment): Promise<Approved> {
  const found = await loadPayment(parts.store.pool, payment);
  if (found === null || !isApproved(found.payment)) throw new Error('an approved payment vanished');
  return found.payment;
}

function verdict(payment: Approved, cancelId: CancelId): Outcome<Cancelled> {
  const cancel = payment.cancels.find((each) => each.id === cancelId);
  if (cancel === undefined) throw new Error('a stored cancel request vanished');
  if (cancel.status === 'done') return accepted({ payment, cancel });
  if (cancel.status === 'refused') {
    return refused({ kind: 'declined', reason: cancel.decline ?? 'other' });
  }
  return refused({ kind: 'result-unknown', of: 'cancel' });
}

async function waitForJoined(
  parts: Parts,
  joined: { readonly payment: Approved; readonly cancelId: CancelId; readonly begun: Instant },
): Promise<Outcome<Cancelled>> {
  let { payment } = joined;
  for (;;) {
    const open = openCancel(payment);
    const waits = open?.id === joined.cancelId && open.status === 'requested';
    if (!waits || hasPassed(parts.clock, joined.begun, callClock.commitBeforeMs)) {
      return verdict(payment, joined.cancelId);
    }
    await pause();
    payment = await reload(parts, payment);
  }
}
