// A settlement row as columns, for the two statements that write one.
import type { BookedRow } from '../core/settlement/row.ts';
import { instantText } from './time.ts';

export function rowColumns(row: BookedRow): Record<string, unknown> {
  return {
    sequence: row.sequence,
    kind: row.kind,
    gross: String(row.gross),
    fee: String(row.fee),
    instalment_fee: String(row.instalmentFee),
    fee_vat: String(row.feeVat),
    net: String(row.net),
    charge: String(row.charge),
    date: row.date,
    journal_id: row.journalId,
    subject: row.subject,
    asked_at: instantText(row.askedAt),
  };
}
