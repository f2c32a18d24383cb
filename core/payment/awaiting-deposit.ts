// A payment whose buyer pays into an account of its own: issued, paid in, taken back, or given up.
import type { Instant } from '../time/instant.ts';
import { bookDeposit, bookReversal } from './account-books.ts';
import { nothingElse, notice, to } from './approve.ts';
import type { Decision, NewId } from './decision.ts';
import type {
  Approved,
  AwaitingDeposit,
  Intended,
  Unpaid,
  VirtualAccountFacts,
} from './payment.ts';

interface Context {
  readonly at: Instant;
  readonly newId: NewId;
}

/** The bank has issued the account: whoever is to pay is told its number from here on. */
export function awaitDeposit(
  payment: Intended,
  account: VirtualAccountFacts,
  { at, newId }: Context,
): Decision<AwaitingDeposit> {
  const { status: _, ...facts } = payment;
  return {
    ...nothingElse,
    payment: {
      ...facts,
      instrument: account,
      status: to(payment, 'issue', 'awaiting-deposit'),
      version: payment.version + 1,
    },
    events: [{ what: 'account-issued', at, detail: { bank: account.bank.code } }],
    notices: [{ id: newId(), kind: notice(payment, 'issue'), at, cancelId: null }],
  };
}

export interface Deposited {
  /** By the clock of the bank: its day is the day of the sale. */
  readonly paidAt: Instant;
  /** How often the bank has taken a deposit back before this one. */
  readonly reversals: number;
  readonly newId: NewId;
}

/** The exact amount, in time: the bank takes nothing else. There is no approval number. */
export function approveDeposit(
  payment: AwaitingDeposit,
  { paidAt: at, reversals, newId }: Deposited,
): Decision<Approved> {
  const { status: _, ...facts } = payment;
  const { rows, journals } = bookDeposit(payment, reversals, { at, newId });
  return {
    ...nothingElse,
    payment: {
      ...facts,
      status: to(payment, 'approve', 'approved'),
      version: payment.version + 1,
      approval: { number: '', at },
      capturedAt: at,
      payout: null,
      cancels: [],
    },
    events: [{ what: 'approved', at, detail: { deposit: Number(payment.amount) } }],
    ...{ rows, journals },
    notices: [{ id: newId(), kind: notice(payment, 'approve'), at, cancelId: null }],
  };
}

export interface ReversedDeposit extends Context {
  /** How often the bank has done so before. */
  readonly reversals: number;
  readonly isSeen: boolean;
}

/** The bank has taken the deposit back. Only what nobody has begun to give back can be taken. */
export function reverseDeposit(
  payment: Approved,
  reversed: ReversedDeposit,
): Decision<AwaitingDeposit> | null {
  if (payment.cancels.some(({ status }) => status !== 'refused' && status !== 'expired')) {
    return null;
  }
  const { at, newId } = reversed;
  const { approval: _, capturedAt: __, payout: ___, cancels: ____, ...facts } = payment;
  const { rows, journals } = bookReversal(payment, reversed);
  return {
    ...nothingElse,
    payment: {
      ...facts,
      status: to(payment, 'reverse', 'awaiting-deposit'),
      version: payment.version + 1,
    },
    events: [{ what: 'deposit-reversed', at, detail: { deposit: Number(payment.amount) } }],
    ...{ rows, journals },
    notices: [{ id: newId(), kind: notice(payment, 'reverse'), at, cancelId: null }],
  };
}

/** The bank has closed the account unpaid: the order number may be paid again. */
export function endUnpaid(
  payment: AwaitingDeposit,
  why: 'expire' | 'withdraw',
  { at, newId }: Context,
): Decision<Unpaid> {
  const { status: _, ...facts } = payment;
  const status = why === 'expire' ? to(payment, why, 'expired') : to(payment, why, 'withdrawn');
  return {
    ...nothingElse,
    payment: { ...facts, status, version: payment.version + 1 },
    events: [{ what: why === 'expire' ? 'account-expired' : 'account-closed', at, detail: {} }],
    notices: [{ id: newId(), kind: notice(payment, why), at, cancelId: null }],
    frees: 'order and month',
  };
}
