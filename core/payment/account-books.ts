// The books of a buyer's virtual account: a deposit, its reversal by the bank, a refund.
import { type Journal, journal } from '../ledger/journal.ts';
import type { TemplateName } from '../ledger/templates.ts';
import { negate, subtract } from '../money/won.ts';
import {
  type BookedRow,
  cancelRow,
  figuresOf,
  type SettlementRow,
  saleRow,
} from '../settlement/row.ts';
import { rowNumber } from '../settlement/row-numbers.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';
import { type Captured, nextCancelRow } from './capture.ts';
import type { NewId } from './decision.ts';
import { type Approved, type AwaitingDeposit, counterpartOf, remainderOf } from './payment.ts';
import { pricingOfPayment } from './pricing.ts';

interface Context {
  readonly at: Instant;
  readonly newId: NewId;
}

/** How often the bank has taken a deposit back before: the first sale is row 1, as everywhere. */
function saleSequence(reversals: number): number {
  return reversals === 0 ? rowNumber('sale', 1) : rowNumber('again', 2 * reversals);
}

export function bookDeposit(
  payment: AwaitingDeposit,
  reversals: number,
  context: Context,
): Captured {
  const sale = saleRow(pricingOfPayment(payment), payment.amount, businessDate(context.at));
  const line = { ...sale, sequence: saleSequence(reversals) };
  return book(payment, line, { ...context, template: 'buyer-deposit' });
}

export interface Reversed extends Context {
  readonly reversals: number;
  /** Whether the deposit stands on a statement of our account. */
  readonly isSeen: boolean;
}

/** Everything that the deposit gave is taken back, our fee as well. */
export function bookReversal(payment: Approved, reversed: Reversed): Captured {
  const sequence = rowNumber('again', 2 * reversed.reversals + 1);
  const template = reversed.isSeen ? 'seen-deposit-reversed' : 'buyer-deposit-reversed';
  return book(payment, takenBack(payment, { ...reversed, sequence }), { ...reversed, template });
}

/** The same after a refund, whose own row and fee stay: the money left us twice. */
export function bookLoss(payment: Approved, lost: Omit<Reversed, 'reversals'>): Captured {
  const template = lost.isSeen ? 'seen-deposit-lost' : 'buyer-deposit-lost';
  const line = takenBack(payment, { ...lost, sequence: rowNumber('lost', 1) });
  return book(payment, line, { ...lost, template });
}

function takenBack(
  payment: Approved,
  { at, sequence }: Pick<Context, 'at'> & Pick<SettlementRow, 'sequence'>,
): SettlementRow {
  const date = businessDate(at);
  const { gross, fee, feeVat, net, ...rest } = saleRow(
    pricingOfPayment(payment),
    payment.amount,
    date,
  );
  return {
    ...rest,
    kind: date === businessDate(payment.approval.at) ? '21' : '22',
    sequence,
    ...{ gross: negate(gross), fee: negate(fee), feeVat: negate(feeVat), net: negate(net) },
  };
}

/** The fee of the sale stays, and a refund has one of its own; the bank says that it was sent. */
export function bookRefund(payment: Approved, cancel: CancelRequest, context: Context): Captured {
  const { approved, cancelled } = remainderOf(payment);
  const before = subtract(approved, cancelled);
  const date = businessDate(cancel.askedAt);
  const line = cancelRow(
    date === businessDate(payment.approval.at) ? '21' : '22',
    pricingOfPayment(payment),
    {
      ...{ before, after: subtract(before, cancel.amount), date },
      sequence: nextCancelRow(payment),
    },
  );
  const { askedAt } = cancel;
  const booked = book(payment, line, { ...context, template: 'buyer-refund', askedAt });
  const sent = post(payment, line, { ...context, template: 'refund-sent' });
  return { rows: booked.rows, journals: [...booked.journals, sent] };
}

interface Entry extends Context {
  readonly template: TemplateName;
  readonly askedAt?: Instant;
}

function book(payment: Approved | AwaitingDeposit, line: SettlementRow, entry: Entry): Captured {
  const books = post(payment, line, entry);
  const row: BookedRow = {
    ...line,
    journalId: books.id,
    subject: subjectOf(payment, line),
    askedAt: entry.askedAt ?? entry.at,
  };
  return { rows: [row], journals: [books] };
}

function post(
  payment: Approved | AwaitingDeposit,
  line: SettlementRow,
  { template, at, newId }: Entry,
): Journal {
  const row = subjectOf(payment, line);
  const deposit = `deposit/${payment.id}`;
  const { fee, feeVat } = line;
  const isRefund = template === 'buyer-refund';
  // A refund takes a fee while it gives money back.
  const figures = isRefund ? { ...figuresOf(line), fee, feeVat } : figuresOf(line);
  return journal(
    { id: newId(), at, date: businessDate(at) },
    {
      template,
      figures,
      scopes: { contract: payment.contract.id, bank: counterpartOf(payment.instrument).code },
      subjects: { row, refund: row, deposit },
    },
  );
}

function subjectOf({ id }: Approved | AwaitingDeposit, { kind, sequence }: SettlementRow): string {
  return `${id}/${kind}/${sequence}`;
}
