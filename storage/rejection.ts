// What has to be known of a slip before its rejection by the acquirer is believed.
import type pg from 'pg';
import type { Payment } from '../core/payment/payment.ts';
import type { BusinessDate } from '../core/time/instant.ts';

export interface SaleSlip {
  /** What its claim stands under in the books. */
  readonly subject: string;
  readonly date: BusinessDate;
}

/** Null before its capture. */
export async function saleSlip(
  pool: pg.Pool,
  { merchantId, id }: Pick<Payment, 'merchantId' | 'id'>,
): Promise<SaleSlip | null> {
  const found = await pool.query<SaleSlip>(
    `select subject, date from settlement_row
     where merchant_id = $1 and payment_id = $2 and kind = '11' and journal_id is not null
     order by sequence limit 1`,
    [merchantId, id],
  );
  return found.rows[0] ?? null;
}

/** Whether a line of a statement has closed this reference. */
export async function isSettled(pool: pg.Pool, reference: string): Promise<boolean> {
  const found = await pool.query('select from settled_move where reference = $1', [reference]);
  return found.rowCount === 1;
}
