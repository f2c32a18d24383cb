// Answers kept for repeated requests: claimed before the work, filled in after it.
import type pg from 'pg';
import type { Instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

export interface KeyedRequest {
  readonly merchantId: string;
  /** Credential or role; keys of two callers, or on two routes, are independent. */
  readonly caller: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: string;
}

export type Claim =
  /** The work to do, or to go on with: then it has the id under which it was begun. */
  | { readonly claimed: true; readonly workId: string; readonly isFresh: boolean }
  | { readonly claimed: false; readonly why: 'in-flight' | 'other-request' }
  | {
      readonly claimed: false;
      readonly why: 'answered';
      readonly status: number;
      readonly answer: string;
    };

/** Keys live for 24 hours of the injected clock. */
const keptHours = 24;

/** A claim without an answer after this belongs to a server that died. */
const longestCall = '60 seconds';

interface Row {
  body_hash: string;
  status: number | null;
  answer: string | null;
}

const oneKey = 'merchant_id = $1 and caller = $2 and route = $3 and key = $4';

function valuesOf({ merchantId, caller, route, key }: KeyedRequest): string[] {
  return [merchantId, caller, route, key];
}

export async function claimKey(
  pool: pg.Pool,
  request: KeyedRequest,
  begun: { readonly at: Instant; readonly workId: string },
): Promise<Claim> {
  const values = valuesOf(request);
  const at = instantText(begun.at);
  await pool.query(
    `delete from idempotency
     where ${oneKey} and started_at < $5::timestamptz - interval '${keptHours} hours'`,
    [...values, at],
  );
  const claimed = await pool.query<{ work_id: string }>(claimSql, [
    ...values,
    request.bodyHash,
    at,
    begun.workId,
  ]);
  const workId = claimed.rows[0]?.work_id;
  if (workId !== undefined) return { claimed: true, workId, isFresh: workId === begun.workId };
  const found = await pool.query<Row>(
    `select body_hash, status, answer from idempotency where ${oneKey}`,
    values,
  );
  return judge(found.rows[0], request);
}

/** Keys that are over also where nobody ever repeats them; answers how many there were. */
export async function purgeKeys(pool: pg.Pool, now: Instant): Promise<number> {
  const purged = await pool.query(
    `delete from idempotency where started_at < $1::timestamptz - interval '${keptHours} hours'`,
    [instantText(now)],
  );
  return purged.rowCount ?? 0;
}

/** Takes a key that is new, or that was let go of before it had an answer. */
const claimSql = `
  insert into idempotency as i
    (merchant_id, caller, route, key, body_hash, started_at, claimed_at, work_id)
  values ($1, $2, $3, $4, $5, $6, $6, $7)
  on conflict (merchant_id, caller, route, key) do update set claimed_at = excluded.claimed_at
  where i.status is null and i.body_hash = excluded.body_hash and (i.claimed_at is null
    or i.claimed_at < excluded.claimed_at - interval '${longestCall}')
  returning work_id`;

function judge(row: Row | undefined, request: KeyedRequest): Claim {
  if (row === undefined) return { claimed: false, why: 'in-flight' };
  if (row.body_hash !== request.bodyHash) return { claimed: false, why: 'other-request' };
  if (row.status === null || row.answer === null) return { claimed: false, why: 'in-flight' };
  return { claimed: false, why: 'answered', status: row.status, answer: row.answer };
}

export async function keepAnswer(
  pool: pg.Pool,
  request: KeyedRequest,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await pool.query(`update idempotency set status = $5, answer = $6 where ${oneKey}`, [
    ...valuesOf(request),
    answer.status,
    answer.body,
  ]);
}

/** Nothing was done under this key, so it may be used again, for another request as well. */
export async function dropKey(pool: pg.Pool, request: KeyedRequest): Promise<void> {
  await pool.query(`delete from idempotency where ${oneKey} and status is null`, valuesOf(request));
}

/** Something may have been done: the same request may ask again, under the same work id. */
export async function letKeyGo(pool: pg.Pool, request: KeyedRequest): Promise<void> {
  await pool.query(
    `update idempotency set claimed_at = null where ${oneKey} and status is null`,
    valuesOf(request),
  );
}
