// Cancelling after the payout is fixed: an account is issued, paid into, then it goes on.
import { invariant } from '../invariant.ts';
import { add, type Won } from '../money/won.ts';
import { accepted, type Outcome, refused } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { areUsedUp, isPayoutClosed, takesDeposit, whatHolds } from './after-payout.ts';
import { nothingElse } from './approve.ts';
import { openCancel, withCancel } from './cancel.ts';
import { receivedDeposit } from './cancel-deposit.ts';
import type { CancelDeposit, CancelId, CancelRequest } from './cancel-request.ts';
import { taxOfCancel } from './cancel-tax.ts';
import type { Decision, EventName, NewId } from './decision.ts';
import { depositOf } from './deposit-amount.ts';
import { allowed, type CancelMove, cancelMove, paymentMove } from './moves.ts';
import { type Approved, isApproved, type Payment, remainderOf } from './payment.ts';

export interface DepositCommand {
  /** Null cancels everything that is left. */
  readonly amount: Won | null;
  readonly reason: string;
  readonly askedBy: string;
  readonly id: CancelId;
  readonly at: Instant;
}

/** Either what a new account is to be issued for, or the cancel that has one already. */
export type DepositAsked =
  | {
      readonly does: 'issue';
      readonly payment: Approved;
      readonly amount: Won;
      readonly deposit: Won;
    }
  | { readonly does: 'repeat'; readonly payment: Approved; readonly cancel: CancelRequest };

/** Refusals stand in the order of their table (core/refusal.ts). */
export function askDeposit(payment: Payment, command: DepositCommand): Outcome<DepositAsked> {
  const { terms } = payment.contract;
  const inPart = command.amount !== null && command.amount < payment.amount;
  const { kind } = payment.instrument;
  if (!takesDeposit(payment) || (inPart && kind === 'card' && !terms.partialCancel)) {
    return refused({ kind: 'not-in-contract' });
  }
  if (!isApproved(payment)) {
    return refused({ kind: 'not-cancellable', status: payment.status });
  }
  if (payment.status === 'cancelled') return refused({ kind: 'already-cancelled' });
  const { free, reserved } = remainderOf(payment);
  const rest = add(free, reserved);
  const amount = command.amount ?? rest;
  if (amount <= 0n || amount > rest) {
    return refused({ kind: 'exceeds-cancellable', asked: amount, free });
  }
  if (!isPayoutClosed(payment, command.at)) return refused({ kind: 'cancel-works' });
  const waiting = payment.cancels.find(
    (cancel) => cancel.status === 'account-issued' && cancel.amount === amount,
  );
  if (waiting !== undefined) return accepted({ does: 'repeat', payment, cancel: waiting });
  if (areUsedUp(payment, amount)) return refused({ kind: 'cancels-used-up' });
  if (amount > free) return refused(whatHolds(payment));
  return accepted({ does: 'issue', payment, amount, deposit: depositOf(payment, amount) });
}

/** The account stands: from here on the amount is reserved until it is paid into or expires. */
export function issueAccount(
  asked: Extract<DepositAsked, { does: 'issue' }>,
  command: DepositCommand,
  issued: { readonly deposit: CancelDeposit; readonly newId: NewId },
): Decision<Approved> {
  const { payment, amount } = asked;
  const { at, id, reason, askedBy } = command;
  allowed(paymentMove(payment.status, 'reserve'));
  const cancel: CancelRequest = {
    ...{ id, amount, reason, askedBy, at, askedAt: at, deposit: issued.deposit },
    sequence: payment.cancels.length + 1,
    status: 'account-issued',
    ...{ tries: 0, decline: null, handedOver: false, joinedBy: null, vatGiven: false },
    refund: null,
    tax: taxOfCancel(payment, amount, null),
  };
  return {
    ...change(payment, cancel, { what: 'account-issued', at }),
    notices: [{ id: issued.newId(), kind: 'cancel.account-issued', at, cancelId: id }],
  };
}

/** The bank's time of the deposit is the day of the cancel. */
export function recordDeposit(
  payment: Approved,
  cancelId: CancelId,
  deposited: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  const { at, newId } = deposited;
  const waiting = find(payment, cancelId);
  const cancel = { ...moved(waiting, 'deposit', at), askedAt: at };
  const told = allowed(cancelMove(waiting.status, 'deposit'))[3];
  return {
    ...change(payment, cancel, { what: 'deposited', at }),
    journals: receivedDeposit(payment, cancel, deposited),
    notices: told === null ? [] : [{ id: newId(), kind: told, at, cancelId }],
    due: { kind: 'cancel', at },
  };
}

/** One cancel of a payment is on the rail at a time; null while another one is. */
export function beginDeposited(payment: Approved, at: Instant): Decision<Approved> | null {
  const next = payment.cancels.find(({ status }) => status === 'deposited');
  if (next === undefined || openCancel(payment) !== null) return null;
  // Others may have been done since the account was issued, and of all parts that go back every
  // split closes only one after the other.
  const tax = taxOfCancel(payment, next.amount, null);
  const cancel = { ...moved(next, 'begin', next.askedAt), tax };
  return {
    ...change(payment, cancel, { what: 'cancel-requested', at }),
    due: { kind: 'cancel', at },
  };
}

/** The bank has closed the account unpaid. */
export function expireAccount(
  payment: Approved,
  cancelId: CancelId,
  closed: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  const { at, newId } = closed;
  const waiting = find(payment, cancelId);
  const told = allowed(cancelMove(waiting.status, 'expire'))[3];
  return {
    ...change(payment, moved(waiting, 'expire', at), { what: 'account-expired', at }),
    notices: told === null ? [] : [{ id: newId(), kind: told, at, cancelId }],
  };
}

function find(payment: Approved, id: CancelId): CancelRequest {
  const cancel = payment.cancels.find((each) => each.id === id);
  invariant(cancel !== undefined, 'an account belongs to a cancel of its payment');
  return cancel;
}

function moved(cancel: CancelRequest, on: CancelMove, at: Instant): CancelRequest {
  return { ...cancel, status: allowed(cancelMove(cancel.status, on))[2], at };
}

function change(
  payment: Approved,
  cancel: CancelRequest,
  { what, at }: { readonly what: EventName; readonly at: Instant },
): Decision<Approved> {
  const { sequence, amount, deposit } = cancel;
  const detail = {
    cancel: sequence,
    amount: Number(amount),
    deposit: Number(deposit?.amount ?? 0),
  };
  return {
    ...nothingElse,
    payment: withCancel(payment, cancel),
    events: [{ what, at, detail }],
    cancel,
  };
}
