// Cancelling: reserve the amount, then record what the rail answered; finished forwards, always.

import { invariant } from '../invariant.ts';
import { type TaxParts, taxAfterCancel, taxTotal } from '../money/tax.ts';
import { add, subtract, type Won } from '../money/won.ts';
import { accepted, type DeclineReason, type Outcome, refused } from '../refusal.ts';
import { after, type Instant, minuteMs, secondMs } from '../time/instant.ts';
import { nothingElse } from './approve.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import { capture, laterCancel, mustBeCaptured, sameDayCancel } from './capture.ts';
import type { Decision, NewId, TimelineEvent } from './decision.ts';
import { allowed, type CancelMove, cancelMove, type PaymentMove, paymentMove } from './moves.ts';
import { type Approved, isApproved, type Payment, remainderOf } from './payment.ts';
import { isFlagged, nextTry } from './resolve.ts';

export interface CancelCommand {
  /** Null cancels everything that is left. */
  readonly amount: Won | null;
  readonly reason: string;
  readonly askedBy: string;
  readonly id: CancelId;
  readonly at: Instant;
}

/** Either a new reservation, or the earlier request that this one merely repeats. */
export type Asked =
  | {
      readonly does: 'reserve';
      readonly decision: Decision<Approved>;
      readonly cancel: CancelRequest;
    }
  | {
      readonly does: 'join';
      readonly decision: Decision<Approved>;
      readonly cancel: CancelRequest;
    };

/** How long an unheard answer may be asked for again (docs/concepts/cancels.md). */
const joinWithinMs = 10 * minuteMs;

/** A reservation that its own call never finished is picked up by the resolver after this. */
const abandonedAfterMs = 15 * secondMs;

/** Refusals stand in the order of their table (core/refusal.ts). */
export function askCancel(payment: Payment, command: CancelCommand, newId: NewId): Outcome<Asked> {
  const inPart = command.amount !== null && command.amount < payment.amount;
  if (inPart && !payment.contract.terms.partialCancel) return refused({ kind: 'not-in-contract' });
  if (!isApproved(payment)) {
    return refused({ kind: 'not-cancellable', status: payment.status });
  }
  const earlier = repeated(payment, command);
  if (earlier !== null) return accepted(join(payment, earlier, command));
  if (payment.status === 'cancelled') return refused({ kind: 'already-cancelled' });
  const { free, reserved } = remainderOf(payment);
  // What is reserved may become free again, so only more than both together is too much for good.
  const rest = add(free, reserved);
  const amount = command.amount ?? rest;
  if (amount <= 0n || amount > rest) {
    return refused({ kind: 'exceeds-cancellable', asked: amount, free });
  }
  if (reserved > 0n) return refused({ kind: 'cancel-in-progress' });
  return accepted(reserve(payment, { ...command, amount }, newId));
}

/**
 * Neither dialect has an id for a cancel, so an equal partial one joins the earlier request only
 * while nobody can have read its answer: still open, or its answer was not handed over. A cancel
 * of all that was left is never joined: its repeat hears that the payment is cancelled.
 */
function repeated(payment: Approved, command: CancelCommand): CancelRequest | null {
  if (command.amount === null) return null;
  const standing = payment.cancels
    .filter((cancel) => cancel.status !== 'refused')
    .sort((left, right) => left.sequence - right.sequence);
  const ofTheRest = remainderOf(payment).free === 0n ? standing.at(-1) : undefined;
  const equal = standing.filter(
    (cancel) =>
      cancel !== ofTheRest &&
      cancel.amount === command.amount &&
      cancel.reason === command.reason &&
      !cancel.joined &&
      command.at - cancel.askedAt <= joinWithinMs &&
      (cancel.status !== 'done' || !cancel.handedOver),
  );
  return equal.at(-1) ?? null;
}

function join(payment: Approved, earlier: CancelRequest, command: CancelCommand): Asked {
  const cancel: CancelRequest = { ...earlier, joined: true };
  const event: TimelineEvent = {
    what: 'cancel-requested',
    at: command.at,
    detail: { joins: earlier.sequence, by: command.askedBy },
  };
  return {
    does: 'join',
    cancel,
    decision: { ...nothingElse, payment: withCancel(payment, cancel), events: [event], cancel },
  };
}

function reserve(
  payment: Approved,
  command: CancelCommand & { readonly amount: Won },
  newId: NewId,
): Asked {
  const { at, amount, reason, askedBy, id } = command;
  allowed(paymentMove(payment.status, 'reserve'));
  const books = mustBeCaptured(payment, at) ? capture(payment, at, newId) : null;
  const cancel: CancelRequest = {
    id,
    amount,
    reason,
    askedBy,
    askedAt: at,
    at,
    sequence: payment.cancels.length + 1,
    status: 'requested',
    tries: 0,
    decline: null,
    tax: taxOfCancel(payment, amount),
    handedOver: false,
    joined: false,
  };
  const captured: TimelineEvent[] =
    books === null ? [] : [{ what: 'captured', at, detail: { rows: books.rows.length } }];
  const asked: TimelineEvent = {
    what: 'cancel-requested',
    at,
    detail: { cancel: cancel.sequence, amount: Number(amount), by: askedBy },
  };
  const base = books === null ? payment : { ...payment, capturedAt: at };
  return {
    does: 'reserve',
    cancel,
    decision: {
      ...nothingElse,
      payment: withCancel(base, cancel),
      events: [...captured, asked],
      journals: books?.journals ?? [],
      rows: books?.rows ?? [],
      cancel,
      due: { kind: 'cancel', at: after(at, abandonedAfterMs) },
    },
  };
}

/** Parts given back = parts before − parts of the rest, so that every split closes. */
function taxOfCancel(payment: Approved, amount: Won): TaxParts {
  const given = payment.cancels.filter((cancel) => cancel.status === 'done');
  const before = given.reduce((left, cancel) => minus(left, cancel.tax), payment.tax);
  return minus(before, taxAfterCancel(before, subtract(taxTotal(before), amount)));
}

function minus(left: TaxParts, right: TaxParts): TaxParts {
  return {
    supply: subtract(left.supply, right.supply),
    vat: subtract(left.vat, right.vat),
    taxFree: subtract(left.taxFree, right.taxFree),
  };
}

function withCancel(payment: Approved, cancel: CancelRequest): Approved {
  const others = payment.cancels.filter((other) => other.id !== cancel.id);
  return { ...payment, version: payment.version + 1, cancels: [...others, cancel] };
}

export function openCancel(payment: Payment): CancelRequest | null {
  if (!isApproved(payment)) return null;
  return (
    payment.cancels.find(
      (cancel) => cancel.status === 'requested' || cancel.status === 'unknown',
    ) ?? null
  );
}

export type CancelAnswer =
  | { readonly answered: 'done' }
  | { readonly answered: 'refused'; readonly reason: DeclineReason }
  | { readonly answered: 'nothing' };

/** What the rail answered to a cancel, in its own call or when the resolver asked again. */
export function recordCancelAnswer(
  payment: Approved,
  answer: CancelAnswer,
  context: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  const open = openCancel(payment);
  invariant(open !== null, 'an answer belongs to an open cancel request');
  if (answer.answered === 'done') return done(payment, open, context);
  if (answer.answered === 'refused') return release(payment, open, { ...context, ...answer });
  return keepLooking(payment, open, context);
}

function done(
  payment: Approved,
  open: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  const { at, newId } = context;
  const { approved, cancelled } = remainderOf(payment);
  const rest = subtract(approved, add(cancelled, open.amount));
  const on: PaymentMove = rest === 0n ? 'cancel-rest' : 'cancel-part';
  const row = allowed(paymentMove(payment.status, on));
  const cancel = changed(open, 'done', at);
  const books =
    payment.capturedAt === null
      ? sameDayCancel(payment, open, context)
      : laterCancel(payment, open, context);
  return {
    ...nothingElse,
    payment: {
      ...withCancel(payment, cancel),
      status: rest === 0n ? 'cancelled' : 'partially-cancelled',
    },
    events: [
      {
        what: 'cancelled',
        at,
        detail: { cancel: open.sequence, amount: Number(open.amount), remaining: Number(rest) },
      },
    ],
    journals: books.journals,
    rows: books.rows,
    notices: [{ id: newId(), kind: allowed(row[4]), at, cancelId: open.id }],
    cancel,
    due: { kind: 'cancel', at: null },
  };
}

function release(
  payment: Approved,
  open: CancelRequest,
  refusal: { readonly at: Instant; readonly newId: NewId; readonly reason: DeclineReason },
): Decision<Approved> {
  const { at, newId, reason } = refusal;
  allowed(paymentMove(payment.status, 'release'));
  const told = allowed(cancelMove(open.status, 'refuse'))[3];
  const cancel = { ...changed(open, 'refuse', at), decline: reason };
  return {
    ...nothingElse,
    payment: withCancel(payment, cancel),
    events: [{ what: 'cancel-refused', at, detail: { cancel: open.sequence, reason } }],
    notices: told === null ? [] : [{ id: newId(), kind: told, at, cancelId: open.id }],
    cancel,
    due: { kind: 'cancel', at: null },
  };
}

function keepLooking(
  payment: Approved,
  open: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  const { at, newId } = context;
  const first = open.status === 'requested';
  const on: CancelMove = first ? 'lose-sight' : 'search';
  const told = allowed(cancelMove(open.status, on))[3];
  const tries = first ? 0 : open.tries + 1;
  const cancel = { ...changed(open, on, at), tries };
  const what = first
    ? 'cancel-unknown'
    : isFlagged(open.askedAt, at)
      ? 'flagged'
      : 'cancel-searched';
  return {
    ...nothingElse,
    payment: withCancel(payment, cancel),
    events: [{ what, at, detail: { cancel: open.sequence, tries } }],
    notices: told === null ? [] : [{ id: newId(), kind: told, at, cancelId: open.id }],
    cancel,
    due: { kind: 'cancel', at: first ? at : nextTry(open.askedAt, tries, at) },
  };
}

function changed(open: CancelRequest, on: CancelMove, at: Instant): CancelRequest {
  return { ...open, status: allowed(cancelMove(open.status, on))[2], at };
}
