// Capture: the memo of an approval becomes a claim, a fee and what we owe the merchant.
import { type Journal, journal } from '../ledger/journal.ts';
import type { TemplateName } from '../ledger/templates.ts';
import { subtract, type Won } from '../money/won.ts';
import {
  type BookedRow,
  cancelRow,
  figuresOf,
  type SettlementRow,
  saleRow,
} from '../settlement/row.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';
import type { NewId } from './decision.ts';
import { type Approved, remainderOf } from './payment.ts';

export interface Captured {
  readonly rows: readonly BookedRow[];
  readonly journals: readonly Journal[];
}

/** Every approval is captured on the next calendar day, so "same day" is "before capture". */
export function mustBeCaptured(payment: Approved, now: Instant): boolean {
  return payment.capturedAt === null && businessDate(now) > businessDate(payment.approval.at);
}

/**
 * Three templates (docs/reference/ledger.md): the memo back, the whole sale, each same-day cancel.
 * Nothing left means nothing is claimed: such a payment is never captured.
 */
export function capture(payment: Approved, at: Instant, newId: NewId): Captured {
  const left = remainderOf(payment);
  const rest = subtract(left.approved, left.cancelled);
  const sale = saleRow(payment.contract.terms, payment.amount, businessDate(payment.approval.at));
  const cancels = sameDayRows(payment);
  const memo = journal(
    { id: newId(), at, date: businessDate(at) },
    { template: 'capture-memo', figures: { amount: rest }, ...about(payment, sale) },
  );
  const booked = [
    book(payment, sale, { template: 'capture-sale', at, newId }),
    ...cancels.map((line) =>
      book(payment, line, { template: 'capture-same-day-cancel', at, newId }),
    ),
  ];
  return {
    rows: booked.map((each) => each.row),
    journals: [memo, ...booked.map((each) => each.journal)],
  };
}

function sameDayRows(payment: Approved): SettlementRow[] {
  let before = payment.amount;
  return doneInOrder(payment).map((cancel, index) => {
    const after = subtract(before, cancel.amount);
    const line = cancelRow('21', payment.contract.terms, {
      before,
      after,
      date: businessDate(cancel.askedAt),
      sequence: index + 2,
    });
    before = after;
    return line;
  });
}

export function doneInOrder(payment: Approved): CancelRequest[] {
  return payment.cancels
    .filter((cancel) => cancel.status === 'done')
    .sort((left, right) => left.sequence - right.sequence);
}

/** The row of a cancel after capture (22), and its journal, fee refunded or kept. */
export function laterCancel(
  payment: Approved,
  cancel: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Captured {
  const { approved, cancelled } = remainderOf(payment);
  const before: Won = subtract(approved, cancelled);
  const line = cancelRow('22', payment.contract.terms, {
    before,
    after: subtract(before, cancel.amount),
    date: businessDate(cancel.askedAt),
    sequence: doneInOrder(payment).length + 2,
  });
  const kept = payment.contract.terms.feeOnCancel === 'kept';
  const template = kept ? 'cancel-fee-kept' : 'cancel-fee-refunded';
  const booked = book(payment, line, { template, ...context });
  return { rows: [booked.row], journals: [booked.journal] };
}

/** A cancel on the approval day only takes back the memo: row 3. */
export function sameDayCancel(
  payment: Approved,
  cancel: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Captured {
  const entry = { id: context.newId(), at: context.at, date: businessDate(cancel.askedAt) };
  const books = journal(entry, {
    template: 'cancel-same-day',
    figures: { amount: cancel.amount },
    ...about(payment, null),
  });
  return { rows: [], journals: [books] };
}

function book(
  payment: Approved,
  line: SettlementRow,
  entry: { readonly template: TemplateName; readonly at: Instant; readonly newId: NewId },
): { readonly row: BookedRow; readonly journal: Journal } {
  const { template, at, newId } = entry;
  const books = journal(
    { id: newId(), at, date: businessDate(at) },
    { template, figures: figuresOf(line), ...about(payment, line) },
  );
  return { row: { ...line, journalId: books.id }, journal: books };
}

function about(payment: Approved, line: SettlementRow | null) {
  const subject = line === null ? '' : `${payment.id}/${line.kind}/${line.sequence}`;
  return {
    scopes: { contract: payment.contract.id, acquirer: payment.card.acquirer.code },
    subjects: { payment: payment.id, slip: subject, row: subject },
  };
}
