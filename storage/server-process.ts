// What a dead server still owed: attempts it had begun and whose outcome it never stored.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

/** A server that was not seen for this long, by the database's clock, is dead. */
const deadAfterSeconds = 20;

/** Every TID that this server begins from now on is not smaller than `openSince`. */
export async function announceProcess(pool: pg.Pool, id: string, openSince: string): Promise<void> {
  await pool.query(
    `insert into server_process (id, open_since) values ($1, $2)
     on conflict (id) do update set seen_at = now(), open_since = excluded.open_since`,
    [id, openSince],
  );
}

interface AbandonedRow {
  readonly merchant_id: MerchantId;
  readonly payment_id: PaymentId;
  readonly young: boolean;
}

export interface Abandoned {
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
}

/** A server that has fallen silent, and when it was last heard. */
export interface Silent {
  readonly id: string;
  /** As the database writes it, because a Date would cut it off. */
  readonly seenAt: string;
}

/**
 * Attempts still intended in the TID range of servers that are gone. With `exclusive` every other
 * server is gone (the embedded folder has one owner); otherwise silence decides.
 */
export async function findAbandoned(
  pool: pg.Pool,
  self: { readonly id: string; readonly exclusive: boolean; readonly startedBefore: Instant },
): Promise<{ processes: Silent[]; attempts: Abandoned[]; hasYoung: boolean }> {
  const dead = await pool.query<{ id: string; seen_at: string; open_since: string }>(
    `select id, seen_at::text, open_since from server_process
     where id <> $1 and ($2 or seen_at < now() - interval '${deadAfterSeconds} seconds')`,
    [self.id, self.exclusive],
  );
  if (dead.rows.length === 0) return { processes: [], attempts: [], hasYoung: false };
  const since = dead.rows.map((row) => row.open_since).sort()[0] ?? '';
  const found = await pool.query<AbandonedRow>(
    `select d.merchant_id, d.payment_id, not $2 and p.started_at >= $3 as young
     from tid_directory d
     join payment p on p.merchant_id = d.merchant_id and p.id = d.payment_id
     where d.tid >= $1 and p.status = 'intended'
       -- An account is asked for again by whoever finds it due.
       and p.instrument <> 'virtual-account'`,
    [since, self.exclusive, instantText(self.startedBefore)],
  );
  // Young ones may belong to a server that lives: they are looked at again.
  const old = found.rows.filter((row) => !row.young);
  return {
    processes: dead.rows.map((row) => ({ id: row.id, seenAt: row.seen_at })),
    hasYoung: old.length < found.rows.length,
    attempts: old.map((row) => ({ merchantId: row.merchant_id, paymentId: row.payment_id })),
  };
}

/**
 * Only after all its attempts were taken over. A server that was merely held up has been heard
 * since, and may have begun others: it stays, so that its death is noticed as well.
 */
export async function forgetProcesses(pool: pg.Pool, silent: readonly Silent[]): Promise<void> {
  await pool.query(
    `delete from server_process where (id, seen_at) in (
       select * from unnest($1::uuid[], $2::timestamptz[])
     )`,
    [silent.map(({ id }) => id), silent.map(({ seenAt }) => seenAt)],
  );
}

/** Of a server that stops and owes nothing. */
export async function forgetProcess(pool: pg.Pool, id: string): Promise<void> {
  await pool.query('delete from server_process where id = $1', [id]);
}
