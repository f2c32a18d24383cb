// Backups that were put back: the epoch of the installation, and what our books still remember.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { BooksSay } from '../core/payment/look-back.ts';
import type { Payment, PaymentId, RequestId } from '../core/payment/payment.ts';
import { type Instant, instant } from '../core/time/instant.ts';
import { holdAllRounds } from './restoration-hold.ts';
import { instantOf, instantText } from './time.ts';

export interface Restoration {
  readonly epoch: number;
  readonly raisedAt: Instant;
  readonly lookBackFrom: Instant;
  readonly endedAt: Instant | null;
}

/** What the rail did around the last thing we remember may have been asked for before it. */
const margin = '1 hour';

/**
 * Raises the epoch, beyond any that was raised before, also out of this very backup. A look-back
 * that had not ended is gone on with by this one, which looks back as far. `at` is real time.
 */
export async function raiseEpoch(client: pg.ClientBase, at: Instant): Promise<void> {
  await client.query('begin');
  try {
    await client.query('update installation set epoch = greatest(epoch + 1, $1)', [at]);
    await client.query(
      `with now as (
         select epoch, $1::timestamptz + clock_offset_ms * interval '1 millisecond' as at
         from installation
       ),
       before as (
         update restoration set ended_at = now.at from now
         where ended_at is null returning look_back_from
       )
       insert into restoration (epoch, raised_at, look_back_from)
       select epoch, at, least((select min(look_back_from) from before), coalesce(greatest(
         (select max(at) from payment_event), (select max(status_at) from payment),
         (select max(at) from journal)) - interval '${margin}', to_timestamp(0)))
       from now`,
      [instantText(at)],
    );
    await holdAllRounds(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

export async function readEpoch(client: pg.ClientBase): Promise<number> {
  const found = await client.query<{ epoch: bigint }>('select epoch from installation');
  return Number(found.rows[0]?.epoch ?? 0n);
}

/** The latest one, or null where no backup was ever put back. */
export async function latestRestoration(pool: pg.Pool): Promise<Restoration | null> {
  const found = await pool.query<{
    epoch: bigint;
    raised_at: Date;
    look_back_from: Date;
    ended_at: Date | null;
  }>('select * from restoration order by epoch desc limit 1');
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    epoch: Number(row.epoch),
    raisedAt: instantOf(row.raised_at),
    lookBackFrom: instantOf(row.look_back_from),
    endedAt: row.ended_at === null ? null : instant(row.ended_at.getTime()),
  };
}

export async function endLookBack(pool: pg.Pool, epoch: number, at: Instant): Promise<void> {
  await pool.query('update restoration set ended_at = $2 where epoch = $1 and ended_at is null', [
    epoch,
    instantText(at),
  ]);
}

export interface Remembered extends BooksSay {
  readonly merchantId: MerchantId;
  readonly id: PaymentId;
  readonly tid: string;
  readonly requestId: RequestId;
  readonly startedAt: Instant;
}

interface RememberedRow {
  merchant_id: MerchantId;
  id: PaymentId;
  tid: string;
  request_id: RequestId;
  status: Payment['status'];
  started_at: Date;
  cancels: BooksSay['cancels'];
}

const remembered = `
  select p.merchant_id, p.id, p.tid, p.request_id, p.status, p.started_at, coalesce(
    (select json_agg(json_build_object('id', c.id, 'status', c.status))
     from cancel_request c
     where c.merchant_id = p.merchant_id and c.payment_id = p.id), '[]') as cancels
  from payment p`;

function rememberedOf({ merchant_id, request_id, started_at, ...row }: RememberedRow): Remembered {
  const startedAt = instantOf(started_at);
  return { ...row, merchantId: merchant_id, requestId: request_id, startedAt };
}

/** What our books say of requests, by request id; those that they do not know are not in it. */
export async function rememberedRequests(
  pool: pg.Pool,
  ids: readonly RequestId[],
): Promise<ReadonlyMap<string, Remembered>> {
  const sql = `${remembered} where p.request_id = any($1)`;
  const found = await pool.query<RememberedRow>(sql, [ids]);
  return new Map(found.rows.map((row) => [row.request_id, rememberedOf(row)]));
}

/** The same by TID. */
export async function rememberedPayments(
  pool: pg.Pool,
  tids: readonly string[],
): Promise<ReadonlyMap<string, Remembered>> {
  const found = await pool.query<RememberedRow>(
    `${remembered} join tid_directory d on d.merchant_id = p.merchant_id and d.payment_id = p.id
     where d.tid = any($1)`,
    [tids],
  );
  return new Map(found.rows.map((row) => [row.tid, rememberedOf(row)]));
}

/** Which of these accounts our books have, by the id under which the bank was asked for them. */
export async function rememberedAccounts(
  pool: pg.Pool,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const sql = 'select id from virtual_account where id = any($1::uuid[])';
  const found = await pool.query<{ id: string }>(sql, [ids]);
  return new Set(found.rows.map(({ id }) => id));
}
