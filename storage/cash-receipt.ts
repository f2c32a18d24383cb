// Cash receipts of a payment: all of them, a new one, and one that is taken back.
import type { CashReceipt, ReceiptUse } from '../core/cash-receipt/cash-receipt.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { won } from '../core/money/won.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import type { Queryable } from './merchant.ts';
import { instantOf, instantText, maybeInstant } from './time.ts';

interface Row {
  payment_id: PaymentId;
  sequence: number;
  number: string;
  amount: bigint;
  vat: bigint;
  use: ReceiptUse;
  identity: string;
  status: CashReceipt['status'];
  issued_at: Date;
  cancelled_at: Date | null;
}

export async function loadReceipts(
  db: Queryable,
  key: { readonly merchantId: MerchantId; readonly id: PaymentId },
): Promise<CashReceipt[]> {
  const found = await db.query<Row>(
    `select * from cash_receipt where merchant_id = $1 and payment_id = $2 order by sequence`,
    [key.merchantId, key.id],
  );
  return found.rows.map((row) => ({
    paymentId: row.payment_id,
    sequence: row.sequence,
    number: row.number,
    amount: won(row.amount),
    vat: won(row.vat),
    use: row.use,
    identity: row.identity,
    status: row.status,
    issuedAt: instantOf(row.issued_at),
    cancelledAt: maybeInstant(row.cancelled_at),
  }));
}

/** False when another one stands already, also when two are asked for at once. */
export async function insertReceipt(
  db: Queryable,
  merchantId: MerchantId,
  receipt: CashReceipt,
): Promise<boolean> {
  const { paymentId, sequence, number, amount, vat, use, identity, status } = receipt;
  const stored = await db.query(
    `insert into cash_receipt (merchant_id, payment_id, sequence, number, amount, vat, use,
       identity, status, issued_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      ...[merchantId, paymentId, sequence, number, amount, vat, use, identity, status],
      instantText(receipt.issuedAt),
    ],
  );
  return stored.rowCount === 1;
}

export async function storeCancelledReceipt(
  db: Queryable,
  merchantId: MerchantId,
  { paymentId, sequence, cancelledAt }: CashReceipt,
): Promise<boolean> {
  const stored = await db.query(
    `update cash_receipt set status = 'cancelled', cancelled_at = $4
     where merchant_id = $1 and payment_id = $2 and sequence = $3 and status = 'issued'`,
    [merchantId, paymentId, sequence, cancelledAt === null ? null : instantText(cancelledAt)],
  );
  return stored.rowCount === 1;
}
