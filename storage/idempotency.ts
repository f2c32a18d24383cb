// Answers kept for repeated requests: claimed before the work, filled in after it.
import type pg from 'pg';
import type { Instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

export interface KeyedRequest {
  readonly merchantId: string;
  /** Credential or API key; keys of two callers are independent. */
  readonly caller: string;
  readonly key: string;
  readonly route: string;
  readonly bodyHash: string;
}

export type Claim =
  | { readonly claimed: true }
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
  route: string;
  body_hash: string;
  status: number | null;
  answer: string | null;
}

export async function claimKey(pool: pg.Pool, request: KeyedRequest, now: Instant): Promise<Claim> {
  const { merchantId, caller, key, route, bodyHash } = request;
  const at = instantText(now);
  await pool.query(
    `delete from idempotency where merchant_id = $1 and caller = $2 and key = $3
     and (started_at < $4::timestamptz - interval '${keptHours} hours'
       or status is null and started_at < $4::timestamptz - interval '${longestCall}')`,
    [merchantId, caller, key, at],
  );
  const inserted = await pool.query(
    `insert into idempotency (merchant_id, caller, key, route, body_hash, started_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [merchantId, caller, key, route, bodyHash, at],
  );
  if (inserted.rowCount === 1) return { claimed: true };
  const found = await pool.query<Row>(
    `select route, body_hash, status, answer from idempotency
     where merchant_id = $1 and caller = $2 and key = $3`,
    [merchantId, caller, key],
  );
  return judge(found.rows[0], request);
}

function judge(row: Row | undefined, request: KeyedRequest): Claim {
  if (row === undefined) return { claimed: false, why: 'in-flight' };
  if (row.route !== request.route || row.body_hash !== request.bodyHash) {
    return { claimed: false, why: 'other-request' };
  }
  if (row.status === null || row.answer === null) return { claimed: false, why: 'in-flight' };
  return { claimed: false, why: 'answered', status: row.status, answer: row.answer };
}

export async function keepAnswer(
  pool: pg.Pool,
  request: KeyedRequest,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await pool.query(
    `update idempotency set status = $4, answer = $5
     where merchant_id = $1 and caller = $2 and key = $3`,
    [request.merchantId, request.caller, request.key, answer.status, answer.body],
  );
}

/** Nothing was done under this key, so it may be used again. */
export async function dropKey(pool: pg.Pool, request: KeyedRequest): Promise<void> {
  await pool.query(
    `delete from idempotency
     where merchant_id = $1 and caller = $2 and key = $3 and status is null`,
    [request.merchantId, request.caller, request.key],
  );
}
