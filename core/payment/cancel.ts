// Cancelling: reserve the amount, then record what the rail answered; finished forwards, always.

import { invariant } from '../invariant.ts';
import { fitsVatBack, taxTotal } from '../money/tax.ts';
import { add, subtract, type Won } from '../money/won.ts';
import { accepted, type DeclineReason, type Outcome, refused, unfit } from '../refusal.ts';
import { after, type Instant, secondMs } from '../time/instant.ts';
import { bookRefund } from './account-books.ts';
import { areUsedUp, isTooLate, takesDeposit, whatHolds } from './after-payout.ts';
import { nothingElse } from './approve.ts';
import { creditedDeposit, returnedDeposit } from './cancel-deposit.ts';
import type { CancelId, CancelRequest, RefundTarget } from './cancel-request.ts';
import { taxLeft, taxOfCancel } from './cancel-tax.ts';
import { capture, laterCancel, mustBeCaptured, sameDayCancel, transferCancel } from './capture.ts';
import type { Decision, NewId, TimelineEvent } from './decision.ts';
import { type CancelAsked, equalCancel } from './equal-cancel.ts';
import { allowed, type CancelMove, cancelMove, type PaymentMove, paymentMove } from './moves.ts';
import { type Approved, isApproved, type Payment, remainderOf } from './payment.ts';
import { isFlagged, nextTry } from './resolve.ts';

export interface CancelCommand extends CancelAsked {
  /** Won of VAT that go back, where the shop says so; null lets the rules decide. */
  readonly vat?: Won | null;
  /** Where the money goes, for a payment that came into an account of ours. */
  readonly refund?: RefundTarget | null;
  readonly askedBy: string;
  readonly id: CancelId;
  /** The rail did it long ago, whatever the contract says and whatever else looks like it. */
  readonly isAdopted?: true | undefined;
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

/** A reservation that its own call never finished is picked up by the resolver after this. */
const abandonedAfterMs = 15 * secondMs;

/** Refusals stand in the order of their table (core/refusal.ts). */
export function askCancel(payment: Payment, command: CancelCommand, newId: NewId): Outcome<Asked> {
  const inPart = command.amount !== null && command.amount < payment.amount;
  const { kind } = payment.instrument;
  const isNew = command.isAdopted !== true;
  // The public test account refuses partial cancels of cards only (manual 004, 주의사항).
  if (isNew && inPart && kind === 'card' && !payment.contract.terms.partialCancel) {
    return refused({ kind: 'not-in-contract' });
  }
  if (!isApproved(payment)) {
    return refused({ kind: 'not-cancellable', status: payment.status });
  }
  const earlier = isNew ? equalCancel(payment, command) : null;
  if (earlier !== null) return accepted(join(payment, earlier, command));
  if (payment.status === 'cancelled') return refused({ kind: 'already-cancelled' });
  const { free, reserved } = remainderOf(payment);
  // What is reserved may become free again, so only more than both together is too much for good.
  const rest = add(free, reserved);
  const amount = command.amount ?? rest;
  if (amount <= 0n || amount > rest) {
    return refused({ kind: 'exceeds-cancellable', asked: amount, free });
  }
  if (isNew && areUsedUp(payment, amount)) return refused({ kind: 'cancels-used-up' });
  if (isNew && isTooLate(payment, command.at)) {
    return refused({ kind: takesDeposit(payment) ? 'payout-fixed' : 'payout-final' });
  }
  if (kind === 'virtual-account' && (command.refund ?? null) === null) {
    return refused(unfit('refundAccount', { is: 'missing' }));
  }
  if (reserved > 0n) return refused(whatHolds(payment));
  const before = taxLeft(payment);
  const vat = command.vat ?? null;
  if (vat !== null && !fitsVatBack(before, subtract(taxTotal(before), amount), vat)) {
    return refused(unfit('vat', { is: 'out-of-range', expected: `0~${before.vat}` }));
  }
  return accepted(reserve(payment, { ...command, amount }, newId));
}

function join(payment: Approved, earlier: CancelRequest, command: CancelCommand): Asked {
  const cancel: CancelRequest = { ...earlier, joinedBy: command.id };
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
    tax: taxOfCancel(payment, amount, command.vat ?? null),
    vatGiven: (command.vat ?? null) !== null,
    handedOver: false,
    ...{ joinedBy: null, deposit: null, refund: command.refund ?? null },
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
      ...whilePayoutIsOpen(payment, at),
    },
  };
}

/** What is asked before the payout closes but stored after it was not asked in time. */
function whilePayoutIsOpen({ payout }: Approved, at: Instant) {
  if (payout === null || at >= payout.closesAt) return {};
  return { commitBefore: payout.closesAt, payoutOpen: payout.date };
}

export function withCancel(payment: Approved, cancel: CancelRequest): Approved {
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
  const books = booksOf(payment, open, context);
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
    due: { kind: 'cancel', at: nextDeposited(payment, at) },
    // What was given back whole may be paid again; the order number stays taken.
    frees: rest === 0n && payment.billing !== null ? 'month' : 'nothing',
  };
}

function booksOf(
  payment: Approved,
  cancel: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
) {
  const { kind } = payment.instrument;
  const isCard = kind === 'card';
  if (kind === 'virtual-account') return bookRefund(payment, cancel, context);
  if (isCard && payment.capturedAt === null) return sameDayCancel(payment, cancel, context);
  const books = isCard
    ? laterCancel(payment, cancel, context)
    : transferCancel(payment, cancel, context);
  const deposit = creditedDeposit(payment, cancel, context);
  return {
    rows: [...books.rows, ...deposit.rows],
    journals: [...books.journals, ...deposit.journals],
  };
}

function release(
  payment: Approved,
  open: CancelRequest,
  refusal: { readonly at: Instant; readonly newId: NewId; readonly reason: DeclineReason },
): Decision<Approved> {
  const { at, newId, reason } = refusal;
  allowed(paymentMove(payment.status, 'release'));
  const inTable = allowed(cancelMove(open.status, 'refuse'))[3];
  // Nobody waits for the answer to a cancel that a deposit began.
  const told = open.deposit === null ? inTable : 'cancel.refused';
  const cancel = { ...changed(open, 'refuse', at), decline: reason };
  return {
    ...nothingElse,
    payment: withCancel(payment, cancel),
    events: [{ what: 'cancel-refused', at, detail: { cancel: open.sequence, reason } }],
    notices: told === null ? [] : [{ id: newId(), kind: told, at, cancelId: open.id }],
    cancel,
    journals: returnedDeposit(payment, open, { at, newId }),
    due: { kind: 'cancel', at: nextDeposited(payment, at) },
  };
}

/** One whose deposit came meanwhile is next. */
function nextDeposited(payment: Approved, at: Instant): Instant | null {
  return payment.cancels.some(({ status }) => status === 'deposited') ? at : null;
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
