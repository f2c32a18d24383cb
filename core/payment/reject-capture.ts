// A claim that the acquirer sends back: the sale is undone whole, as if it had never been captured.
import { journal } from '../ledger/journal.ts';
import { zeroWon } from '../money/won.ts';
import { cancelRow, figuresOf, instalmentSubject } from '../settlement/row.ts';
import { rowNumber } from '../settlement/row-numbers.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import { nothingElse } from './approve.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import { taxOfCancel } from './cancel-tax.ts';
import type { Decision, NewId } from './decision.ts';
import { allowed, paymentMove } from './moves.ts';
import { type Approved, counterpartOf, isApproved, type Payment, remainderOf } from './payment.ts';
import { pricingOfPayment } from './pricing.ts';

export interface Rejection {
  readonly id: CancelId;
  /** What the claim of the sale stands under in the books. */
  readonly claimSubject: string;
  readonly at: Instant;
  readonly newId: NewId;
}

const askedBy = 'acquirer';
const reason = '매입 반송';

export function isRejected(payment: Payment): boolean {
  return isApproved(payment) && payment.cancels.some((cancel) => cancel.askedBy === askedBy);
}

/** Null where the claim does not stand whole: what was given back meanwhile needs a human. */
export function rejectCapture(payment: Payment, rejection: Rejection): Decision<Approved> | null {
  if (!isApproved(payment) || payment.instrument.kind !== 'card') return null;
  const { cancelled, reserved } = remainderOf(payment);
  if (payment.capturedAt === null || cancelled > 0n || reserved > 0n) return null;
  const move = allowed(paymentMove(payment.status, 'cancel-rest'));
  const { at, newId } = rejection;
  const cancel = cancelOf(payment, rejection);
  const detail = { cancel: cancel.sequence, amount: Number(cancel.amount) };
  return {
    ...nothingElse,
    payment: {
      ...payment,
      version: payment.version + 1,
      status: 'cancelled',
      cancels: [...payment.cancels, cancel],
    },
    events: [
      { what: 'capture-rejected', at, detail: { by: counterpartOf(payment.instrument).code } },
      { what: 'cancelled', at, detail: { ...detail, remaining: 0 } },
    ],
    ...booksOf(payment, rejection),
    notices: [{ id: newId(), kind: allowed(move[4]), at, cancelId: cancel.id }],
    cancel,
    frees: payment.billing === null ? 'nothing' : 'month',
  };
}

function cancelOf(payment: Approved, { id, at }: Rejection): CancelRequest {
  return {
    ...{ id, reason, askedBy, askedAt: at, at, status: 'done', tries: 0 },
    ...{ amount: payment.amount, tax: taxOfCancel(payment, payment.amount, null) },
    ...{ sequence: payment.cancels.length + 1, vatGiven: false, handedOver: true },
    ...{ decline: null, joinedBy: null, deposit: null, refund: null },
  };
}

/** The fee goes back whatever the contract says of cancels: the shop has sold nothing. */
function booksOf(payment: Approved, { claimSubject, at, newId }: Rejection) {
  const { contract, instrument, amount } = payment;
  const pricing = pricingOfPayment(payment);
  const line = cancelRow(
    '22',
    { ...pricing, feeOnCancel: 'refunded' },
    { before: amount, after: zeroWon, date: businessDate(at), sequence: rowNumber('cancel', 1) },
  );
  const subject = `${payment.id}/${line.kind}/${line.sequence}`;
  const books = journal(
    { id: newId(), at, date: businessDate(at) },
    {
      template: 'capture-rejected',
      figures: figuresOf(line),
      scopes: { contract: contract.id, acquirer: counterpartOf(instrument).code },
      subjects: { slip: claimSubject, row: subject, instalment: instalmentSubject(subject) },
    },
  );
  return { rows: [{ ...line, journalId: books.id, subject, askedAt: at }], journals: [books] };
}
