// What has to be known of a slip before its rejection by the acquirer is believed.
import type pg from 'pg';
import type { Payment } from '../core/payment/payment.ts';
import { paidFor } from './slips.ts';

export interface SaleSlip {
  /** What its claim stands under in the books. */
  readonly subject: string;
  /** Whether a line of a statement has closed it. */
  readonly isPaidFor: boolean;
}

/** Null before its capture. */
export async function saleSlip(
  pool: pg.Pool,
  { merchantId, id }: Pick<Payment, 'merchantId' | 'id'>,
): Promise<SaleSlip | null> {
  const found = await pool.query<{ subject: string; is_paid_for: boolean }>(
    `select subject, ${paidFor} as is_paid_for from settlement_row r
     where merchant_id = $1 and payment_id = $2 and kind = '11' and journal_id is not null
     order by sequence limit 1`,
    [merchantId, id],
  );
  const [row] = found.rows;
  return row === undefined ? null : { subject: row.subject, isPaidFor: row.is_paid_for };
}
