// The capture of one day: sums of many payments in few journals, a row for each sale and cancel.
import { type Journal, journal, type Part } from '../ledger/journal.ts';
import type { RowFigure, TemplateName } from '../ledger/templates.ts';
import { add, subtract, type Won, zeroWon } from '../money/won.ts';
import {
  type BookedRow,
  figuresOf,
  instalmentSubject,
  type SettlementRow,
} from '../settlement/row.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import { rowsAtCapture } from './capture.ts';
import type { NewId } from './decision.ts';
import { type Approved, counterpartOf, type PaymentId, remainderOf, type Tid } from './payment.ts';

export interface CapturedDay {
  readonly journals: readonly Journal[];
  readonly rows: readonly DayRow[];
  /** Those of which something is claimed; the others were given back whole on their own day. */
  readonly captured: readonly PaymentId[];
}

export type DayRow = BookedRow & { readonly payment: PaymentId; readonly tid: Tid };

interface Context {
  readonly at: Instant;
  readonly newId: NewId;
}

/** Card payments of one contract, acquirer and day (docs/concepts/settlement.md). */
export function captureDay(payments: readonly Approved[], context: Context): CapturedDay {
  const claimed = payments.filter((payment) => restOf(payment) > 0n);
  const given = payments.filter((payment) => restOf(payment) === 0n);
  const first = claimed[0];
  const voided = given.flatMap((payment) => linesOf(payment).map((line) => unbooked(line)));
  if (first === undefined) return { journals: [], rows: voided, captured: [] };
  const lines = claimed.flatMap(linesOf);
  const sales = bookAll(first, linesOfKind(lines, '11'), { ...context, template: 'capture-sale' });
  const backs = bookAll(first, linesOfKind(lines, '21'), {
    ...context,
    template: 'capture-same-day-cancel',
    subject: sales.subject,
  });
  return {
    journals: [memoBack(claimed, context), ...sales.journals, ...backs.journals],
    rows: [...sales.rows, ...backs.rows, ...voided],
    captured: claimed.map(({ id }) => id),
  };
}

interface Line {
  readonly payment: PaymentId;
  readonly tid: Tid;
  readonly row: SettlementRow;
  readonly askedAt: Instant;
}

function linesOf(payment: Approved): Line[] {
  const { id, tid } = payment;
  return rowsAtCapture(payment).map(({ row, askedAt }) => ({ payment: id, tid, row, askedAt }));
}

function linesOfKind(lines: readonly Line[], kind: SettlementRow['kind']): Line[] {
  return lines.filter(({ row }) => row.kind === kind);
}

function restOf(payment: Approved): Won {
  const { approved, cancelled } = remainderOf(payment);
  return subtract(approved, cancelled);
}

function unbooked({ payment, tid, row, askedAt }: Line): DayRow {
  return { ...row, payment, tid, journalId: null, subject: '', askedAt };
}

/** The memo closes payment by payment, because it was opened so. */
function memoBack(payments: readonly Approved[], { at, newId }: Context): Journal {
  const parts = payments.map((payment): Part => ({ subject: payment.id, amount: restOf(payment) }));
  return journal(
    { id: newId(), at, date: businessDate(at) },
    {
      template: 'capture-memo',
      figures: {},
      scopes: scopesOf(payments[0] as Approved),
      subjects: {},
      parts: { kind: 'payment', of: parts },
    },
  );
}

/** One journal of the sums; what it posts stands under one subject, which its rows name. */
function bookAll(
  of: Approved,
  lines: readonly Line[],
  entry: Context & { readonly template: TemplateName; readonly subject?: string },
) {
  const id = entry.newId();
  const subject = entry.subject ?? `capture/${id}`;
  if (lines.length === 0) return { subject, journals: [], rows: [] };
  const books = journal(
    { id, at: entry.at, date: businessDate(entry.at) },
    {
      template: entry.template,
      figures: sumOf(lines.map(({ row }) => figuresOf(row))),
      scopes: scopesOf(of),
      subjects: { slip: subject, row: subject, instalment: instalmentSubject(subject) },
    },
  );
  const rows = lines.map(({ payment, tid, row, askedAt }): DayRow => {
    return { ...row, payment, tid, journalId: id, subject, askedAt };
  });
  return { subject, journals: [books], rows };
}

function sumOf(figures: readonly Record<RowFigure, Won>[]): Record<RowFigure, Won> {
  const sum = (name: RowFigure): Won => add(zeroWon, ...figures.map((each) => each[name]));
  return {
    ...{ amount: sum('amount'), claim: sum('claim'), charge: sum('charge') },
    ...{ net: sum('net'), gain: sum('gain'), feeVat: sum('feeVat') },
    ...{ fee: sum('fee'), instalmentFee: sum('instalmentFee') },
  };
}

function scopesOf(payment: Approved) {
  return { contract: payment.contract.id, acquirer: counterpartOf(payment.instrument).code };
}
