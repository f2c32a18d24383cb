// Capture: the memo of an approval becomes a claim, a fee and what we owe the merchant.
import { type Journal, journal } from '../ledger/journal.ts';
import type { TemplateName } from '../ledger/templates.ts';
import { subtract, type Won } from '../money/won.ts';
import {
  type BookedRow,
  cancelRow,
  figuresOf,
  instalmentSubject,
  type SettlementRow,
  saleRow,
} from '../settlement/row.ts';
import { rowNumber } from '../settlement/row-numbers.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';
import type { NewId } from './decision.ts';
import { type Approved, counterpartOf, remainderOf } from './payment.ts';
import { pricingOfPayment } from './pricing.ts';

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
  const lines = rowsAtCapture(payment);
  const memo = journal(
    { id: newId(), at, date: businessDate(at) },
    { template: 'capture-memo', figures: { amount: rest }, ...about(payment, null) },
  );
  const booked = lines.map(({ row, askedAt }) => {
    const template = row.kind === '11' ? 'capture-sale' : 'capture-same-day-cancel';
    return book(payment, row, { template, at, newId, askedAt });
  });
  return {
    rows: booked.map((each) => each.row),
    journals: [memo, ...booked.map((each) => each.journal)],
  };
}

export interface RowAtCapture {
  readonly row: SettlementRow;
  readonly askedAt: Instant;
}

/** The sale and each cancel of its day, which becomes a slip of its own. */
export function rowsAtCapture(payment: Approved): RowAtCapture[] {
  const { at } = payment.approval;
  const sale = saleRow(pricingOfPayment(payment), payment.amount, businessDate(at));
  let before = payment.amount;
  const cancels = doneInOrder(payment).map(({ amount, askedAt }, index) => {
    const after = subtract(before, amount);
    const facts = {
      before,
      after,
      date: businessDate(askedAt),
      sequence: rowNumber('cancel', index + 1),
    };
    before = after;
    return { row: cancelRow('21', pricingOfPayment(payment), facts), askedAt };
  });
  return [{ row: sale, askedAt: at }, ...cancels];
}

/** The number of the row of a cancel that is done now. */
export function nextCancelRow(payment: Approved): number {
  return rowNumber('cancel', doneInOrder(payment).length + 1);
}

export function doneInOrder(payment: Approved): CancelRequest[] {
  return payment.cancels
    .filter((cancel) => cancel.status === 'done')
    .sort((left, right) => left.sequence - right.sequence);
}

/** The money of an account is here at once: its row and fee are booked with the approval. */
export function bookTransfer(payment: Approved, at: Instant, newId: NewId): Captured {
  const sale = saleRow(pricingOfPayment(payment), payment.amount, businessDate(at));
  const booked = book(payment, sale, { template: 'transfer', at, newId });
  return { rows: [booked.row], journals: [booked.journal] };
}

/**
 * A transfer that is given back: on its own day the bank takes it out of what it has told us of,
 * later it is a refund to the buyer, which the same answer of the bank says has been sent.
 */
export function transferCancel(
  payment: Approved,
  cancel: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Captured {
  const { at, newId } = context;
  const sameDay = businessDate(cancel.askedAt) === businessDate(payment.approval.at);
  const line = nextRow(payment, cancel, sameDay ? '21' : '22');
  const kept = !sameDay && payment.contract.terms.feeOnCancel === 'kept';
  const later = kept ? 'transfer-refund-fee-kept' : 'transfer-refund';
  const template = sameDay ? 'transfer-same-day-cancel' : later;
  const booked = book(payment, line, { template, at, newId, askedAt: cancel.askedAt });
  if (sameDay) return { rows: [booked.row], journals: [booked.journal] };
  const sent = journal(
    { id: newId(), at, date: businessDate(at) },
    {
      template: 'refund-sent',
      figures: { amount: cancel.amount },
      ...about(payment, line),
    },
  );
  return { rows: [booked.row], journals: [booked.journal, sent] };
}

/** What a cancel of so much would take back now; for asking the merchant for it beforehand. */
export function laterRowOf(payment: Approved, amount: Won): SettlementRow {
  return nextRow(payment, { amount, askedAt: payment.approval.at }, '22');
}

function nextRow(
  payment: Approved,
  cancel: Pick<CancelRequest, 'amount' | 'askedAt'>,
  kind: '21' | '22',
): SettlementRow {
  const { approved, cancelled } = remainderOf(payment);
  const before: Won = subtract(approved, cancelled);
  return cancelRow(kind, pricingOfPayment(payment), {
    before,
    after: subtract(before, cancel.amount),
    date: businessDate(cancel.askedAt),
    sequence: nextCancelRow(payment),
  });
}

/**
 * The row of a cancel after capture, and its journal, fee refunded or kept. One that was asked for
 * on the day of the sale and answered after midnight is a cancel of that day (21).
 */
export function laterCancel(
  payment: Approved,
  cancel: CancelRequest,
  context: { readonly at: Instant; readonly newId: NewId },
): Captured {
  const isSameDay = businessDate(cancel.askedAt) === businessDate(payment.approval.at);
  const line = nextRow(payment, cancel, isSameDay ? '21' : '22');
  const kept = !isSameDay && payment.contract.terms.feeOnCancel === 'kept';
  const template = kept ? 'cancel-fee-kept' : 'cancel-fee-refunded';
  const booked = book(payment, line, { template, ...context, askedAt: cancel.askedAt });
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

interface Entry {
  readonly template: TemplateName;
  readonly at: Instant;
  readonly newId: NewId;
  /** By default when the sale was approved. */
  readonly askedAt?: Instant;
}

function book(
  payment: Approved,
  line: SettlementRow,
  entry: Entry,
): { readonly row: BookedRow; readonly journal: Journal } {
  const { template, at, newId } = entry;
  const books = journal(
    { id: newId(), at, date: businessDate(at) },
    { template, figures: figuresOf(line), ...about(payment, line) },
  );
  const subject = subjectOf(payment, line);
  const askedAt = entry.askedAt ?? payment.approval.at;
  return { row: { ...line, journalId: books.id, subject, askedAt }, journal: books };
}

function subjectOf(payment: Approved, line: SettlementRow): string {
  return `${payment.id}/${line.kind}/${line.sequence}`;
}

function about(payment: Approved, line: SettlementRow | null) {
  const subject = line === null ? '' : subjectOf(payment, line);
  const { code } = counterpartOf(payment.instrument);
  const side = payment.instrument.kind === 'card' ? { acquirer: code } : { bank: code };
  return {
    scopes: { contract: payment.contract.id, ...side },
    subjects: {
      payment: payment.id,
      slip: subject,
      row: subject,
      refund: subject,
      instalment: instalmentSubject(subject),
    },
  };
}
