// Work that is due: claimed with a lease, so that several servers may sweep at once.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import { type Instant, instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

export type DueKind = 'approval' | 'cancel';

export interface DueRow {
  readonly kind: DueKind;
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
  readonly dueAt: Instant;
}

/** Longer than any rail call; a sweeper that dies loses its rows after this, in real time. */
const leaseSeconds = 30;

/**
 * Claims up to `limit` rows that are due at `now` (the injected clock), oldest first.
 * Leases run on the database's own clock, because they guard processes and not money.
 */
export async function claimDue(
  pool: pg.Pool,
  kind: DueKind,
  claim: { readonly now: Instant; readonly limit: number },
): Promise<DueRow[]> {
  const claimed = await pool.query<{
    merchant_id: MerchantId;
    payment_id: PaymentId;
    due_at: Date;
  }>(
    `with next as (
       select merchant_id, payment_id from due_${kind}
       where due_at <= $1 and (leased_until is null or leased_until < now())
       order by due_at, merchant_id, payment_id limit $2 for update skip locked
     )
     update due_${kind} d set leased_until = now() + interval '${leaseSeconds} seconds'
     from next where d.merchant_id = next.merchant_id and d.payment_id = next.payment_id
     returning d.merchant_id, d.payment_id, d.due_at`,
    [instantText(claim.now), claim.limit],
  );
  return claimed.rows
    .map((row) => ({
      kind,
      merchantId: row.merchant_id,
      paymentId: row.payment_id,
      dueAt: instant(row.due_at.getTime()),
    }))
    .sort((left, right) => left.dueAt - right.dueAt || (left.paymentId < right.paymentId ? -1 : 1));
}

/** Gives a claimed row back unchanged, or removes it when nothing is due for its payment. */
export async function release(pool: pg.Pool, row: DueRow, stillDue: boolean): Promise<void> {
  // A newer row of the same payment is somebody else's work.
  const where = 'where merchant_id = $1 and payment_id = $2 and due_at = $3';
  await pool.query(
    stillDue
      ? `update due_${row.kind} set leased_until = null ${where}`
      : `delete from due_${row.kind} ${where}`,
    [row.merchantId, row.paymentId, instantText(row.dueAt)],
  );
}

/** For a server that is alone: a lease can only be of a process that is gone. */
export async function forgetLeases(pool: pg.Pool): Promise<void> {
  for (const table of ['due_approval', 'due_cancel'] as const) {
    await pool.query(`update ${table} set leased_until = null where leased_until is not null`);
  }
}
