// A deposit that the bank takes back after its buyer was refunded: the shop owes it once more.
import { subtract } from '../money/won.ts';
import type { Instant } from '../time/instant.ts';
import { bookLoss } from './account-books.ts';
import { nothingElse } from './approve.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import { taxOfCancel } from './cancel-tax.ts';
import type { Decision, NewId } from './decision.ts';
import { allowed, cancelFinal, paymentMove } from './moves.ts';
import { type Approved, remainderOf } from './payment.ts';

export interface LostDeposit {
  readonly at: Instant;
  readonly newId: NewId;
  /** Whether the deposit stands on a statement of our account. */
  readonly isSeen: boolean;
}

const askedBy = 'bank';
const reason = '입금 취소';

/**
 * The books follow the bank, whole: it asked nobody what was left. What nobody had given back is
 * cancelled by that. Null while a refund is under way: it ends first, done or refused.
 */
export function loseDeposit(payment: Approved, lost: LostDeposit): Decision<Approved> | null {
  const isUnderWay = payment.cancels.some(({ status }) => !isEnded(status));
  if (payment.status === 'approved' || isUnderWay) return null;
  const { at, newId } = lost;
  const cancel = cancelOfRest(payment, lost);
  const detail = { deposit: Number(payment.amount) };
  return {
    ...nothingElse,
    payment: {
      ...payment,
      status: 'cancelled',
      version: payment.version + 1,
      cancels: cancel === null ? payment.cancels : [...payment.cancels, cancel],
    },
    events: [{ what: 'deposit-lost', at, detail }, ...eventOf(cancel)],
    ...bookLoss(payment, lost),
    notices: [
      { id: newId(), kind: 'payment.deposit-lost', at, cancelId: null },
      ...(cancel === null ? [] : [noticeOf(payment, cancel, newId)]),
    ],
    cancel,
  };
}

function isEnded(status: CancelRequest['status']): boolean {
  return (cancelFinal as readonly string[]).includes(status);
}

function cancelOfRest(payment: Approved, { at, newId }: LostDeposit): CancelRequest | null {
  const { approved, cancelled } = remainderOf(payment);
  const amount = subtract(approved, cancelled);
  if (amount === 0n) return null;
  return {
    ...{ id: newId() as CancelId, reason, askedBy, askedAt: at, at, status: 'done', tries: 0 },
    ...{ amount, tax: taxOfCancel(payment, amount, null) },
    ...{ sequence: payment.cancels.length + 1, vatGiven: false, handedOver: true },
    ...{ decline: null, joinedBy: null, deposit: null, refund: null },
  };
}

function eventOf(cancel: CancelRequest | null): Decision['events'] {
  if (cancel === null) return [];
  const { sequence, amount, at } = cancel;
  const detail = { cancel: sequence, amount: Number(amount), remaining: 0 };
  return [{ what: 'cancelled', at, detail }];
}

function noticeOf(payment: Approved, { id, at }: CancelRequest, newId: NewId) {
  const kind = allowed(allowed(paymentMove(payment.status, 'cancel-rest'))[4]);
  return { id: newId(), kind, at, cancelId: id };
}
