// The books of a deposit that a merchant makes for a cancel: received, credited, or returned.
import { type Journal, journal } from '../ledger/journal.ts';
import { zeroWon } from '../money/won.ts';
import type { BookedRow } from '../settlement/row.ts';
import { rowNumber } from '../settlement/row-numbers.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';
import type { NewId } from './decision.ts';
import type { Approved } from './payment.ts';

interface Context {
  readonly at: Instant;
  readonly newId: NewId;
}

interface DepositBooks {
  readonly rows: readonly BookedRow[];
  readonly journals: readonly Journal[];
}

/** The money is here and kept for one cancel. */
export function receivedDeposit(
  payment: Approved,
  cancel: CancelRequest,
  context: Context,
): Journal[] {
  return post('deposit-received', { payment, cancel }, context);
}

/** The cancel was refused: the money goes back to where it came from. */
export function returnedDeposit(
  payment: Approved,
  cancel: CancelRequest,
  context: Context,
): Journal[] {
  return post('deposit-returned', { payment, cancel }, context);
}

/** Joins the payout that takes the cancel back, so that the two are never below zero. */
export function creditedDeposit(
  payment: Approved,
  cancel: CancelRequest,
  context: Context,
): DepositBooks {
  const { deposit, askedAt, sequence } = cancel;
  if (deposit === null) return { rows: [], journals: [] };
  const journals = post('deposit-credited', { payment, cancel }, context);
  const { amount } = deposit;
  const row: BookedRow = {
    ...{ kind: 'deposit', sequence: rowNumber('deposit', sequence), gross: amount, net: amount },
    ...{
      fee: zeroWon,
      instalmentFee: zeroWon,
      feeVat: zeroWon,
      charge: zeroWon,
      date: businessDate(askedAt),
    },
    ...{ journalId: journals[0]?.id ?? null, subject: rowSubject(payment, cancel), askedAt },
  };
  return { rows: [row], journals };
}

function rowSubject({ id }: Approved, { sequence }: CancelRequest): string {
  return `${id}/deposit/${rowNumber('deposit', sequence)}`;
}

function post(
  template: 'deposit-received' | 'deposit-credited' | 'deposit-returned',
  { payment, cancel }: { readonly payment: Approved; readonly cancel: CancelRequest },
  { at, newId }: Context,
): Journal[] {
  const { deposit } = cancel;
  if (deposit === null) return [];
  const subject = `deposit/${cancel.id}`;
  const entry = { id: newId(), at, date: businessDate(at) };
  return [
    journal(entry, {
      template,
      figures: { amount: deposit.amount },
      scopes: { contract: payment.contract.id, bank: deposit.bank },
      subjects: { deposit: subject, refund: subject, row: rowSubject(payment, cancel) },
    }),
  ];
}
