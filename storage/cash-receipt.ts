// Cash receipts of a payment: all of them, a new one, one that is taken back, one for another.
import type pg from 'pg';
import type { CashReceipt, ReceiptUse, Replacement } from '../core/cash-receipt/cash-receipt.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { won } from '../core/money/won.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import { after, type Instant, minuteMs } from '../core/time/instant.ts';
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

/** A cancel that is committed at the same moment does not see a new receipt yet. */
const comparedAfterMs = minuteMs;

/** False when another one stands already, also when two are asked for at once. */
export async function insertReceipt(
  db: Queryable,
  merchantId: MerchantId,
  receipt: CashReceipt,
): Promise<boolean> {
  const { paymentId, sequence, number, amount, vat, use, identity, status } = receipt;
  const stored = await db.query(
    `insert into cash_receipt (merchant_id, payment_id, sequence, number, amount, vat, use,
       identity, status, issued_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      ...[merchantId, paymentId, sequence, number, amount, vat, use, identity, status],
      instantText(receipt.issuedAt),
      instantText(after(receipt.issuedAt, comparedAfterMs)),
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
    `update cash_receipt set status = 'cancelled', cancelled_at = $4, due_at = null
     where merchant_id = $1 and payment_id = $2 and sequence = $3 and status = 'issued'`,
    [merchantId, paymentId, sequence, cancelledAt === null ? null : instantText(cancelledAt)],
  );
  return stored.rowCount === 1;
}

/** The smaller one stands from the commit on that takes the other one back. */
export async function replaceReceipt(
  pool: pg.Pool,
  merchantId: MerchantId,
  { taken, issued }: Replacement,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const done =
      (await storeCancelledReceipt(client, merchantId, taken)) &&
      (issued === null || (await insertReceipt(client, merchantId, issued)));
    await client.query(done ? 'commit' : 'rollback');
    return done;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

interface ReceiptKey {
  readonly merchantId: MerchantId;
  readonly id: PaymentId;
}

/** Stored before money goes back, so that a receipt follows it whoever dies in between. */
export async function watchReceipt(
  db: Queryable,
  { merchantId, id }: ReceiptKey,
  at: Instant,
): Promise<void> {
  await db.query(
    `update cash_receipt set due_at = $3
     where merchant_id = $1 and payment_id = $2 and status = 'issued'`,
    [merchantId, id, instantText(after(at, comparedAfterMs))],
  );
}

export interface WatchedReceipt extends ReceiptKey {
  readonly dueAt: Instant;
}

export async function receiptsToCompare(db: Queryable, now: Instant): Promise<WatchedReceipt[]> {
  const found = await db.query<{ merchant_id: MerchantId; payment_id: PaymentId; due_at: Date }>(
    `select merchant_id, payment_id, due_at from cash_receipt
     where due_at <= $1 order by due_at, merchant_id, payment_id limit 32`,
    [instantText(now)],
  );
  return found.rows.map((row) => ({
    ...{ merchantId: row.merchant_id, id: row.payment_id, dueAt: instantOf(row.due_at) },
  }));
}

/** Unless somebody wants it compared once more. */
export async function receiptIsTrue(
  db: Queryable,
  { merchantId, id, dueAt }: WatchedReceipt,
): Promise<void> {
  await db.query(
    `update cash_receipt set due_at = null
     where merchant_id = $1 and payment_id = $2 and due_at <= $3`,
    [merchantId, id, instantText(dueAt)],
  );
}
