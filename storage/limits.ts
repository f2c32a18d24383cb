// Counters of declines and guesses on the database's clock: they never follow the sandbox clock.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { DeclineReason } from '../core/refusal.ts';

const thisMinute = "date_trunc('minute', now())";
const today = "(now() at time zone 'Asia/Seoul')::date";

/** Answers how many declines this credential has had in this minute. */
export async function countDecline(
  pool: pg.Pool,
  of: { readonly merchantId: MerchantId; readonly credentialId: string },
): Promise<number> {
  const counted = await pool.query<{ declines: number }>(
    `insert into decline_count (merchant_id, credential_id, minute, declines)
     values ($1, $2, ${thisMinute}, 1)
     on conflict (merchant_id, credential_id, minute)
       do update set declines = decline_count.declines + 1
     returning declines`,
    [of.merchantId, of.credentialId],
  );
  return counted.rows[0]?.declines ?? 0;
}

/** Answers how many guesses at this card there have been today. */
export async function countGuess(
  pool: pg.Pool,
  of: {
    readonly merchantId: MerchantId;
    readonly fingerprint: string;
    readonly reason: DeclineReason;
  },
): Promise<number> {
  const counted = await pool.query<{ guesses: number }>(
    `insert into guess_count (merchant_id, fingerprint, day, guesses, reason)
     values ($1, $2, ${today}, 1, $3)
     on conflict (merchant_id, fingerprint, day)
       do update set guesses = guess_count.guesses + 1, reason = excluded.reason
     returning guesses`,
    [of.merchantId, of.fingerprint, of.reason],
  );
  return counted.rows[0]?.guesses ?? 0;
}

export interface OverLimit {
  readonly credentials: readonly string[];
  readonly cards: ReadonlyMap<string, DeclineReason>;
}

/** Everything that is over its limit now, whichever server counted it. */
export async function findOverLimit(
  pool: pg.Pool,
  limits: { readonly declinesPerMinute: number; readonly guessesPerDay: number },
): Promise<OverLimit> {
  const credentials = await pool.query<{ credential_id: string }>(
    `select credential_id from decline_count where minute = ${thisMinute} and declines >= $1`,
    [limits.declinesPerMinute],
  );
  const cards = await pool.query<{ merchant_id: string; fingerprint: string; reason: string }>(
    `select merchant_id, fingerprint, reason from guess_count
     where day = ${today} and guesses >= $1`,
    [limits.guessesPerDay],
  );
  return {
    credentials: credentials.rows.map((row) => row.credential_id),
    cards: new Map(
      cards.rows.map((row) => [
        `${row.merchant_id} ${row.fingerprint}`,
        row.reason as DeclineReason,
      ]),
    ),
  };
}

/** A fresh sandbox world begins without anybody's failures. */
export async function clearLimits(pool: pg.Pool, merchantId: MerchantId): Promise<void> {
  await pool.query('delete from decline_count where merchant_id = $1', [merchantId]);
  await pool.query('delete from guess_count where merchant_id = $1', [merchantId]);
}

/** What no limit looks at any more. */
export async function forgetOldCounts(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from decline_count where minute < now() - interval '1 hour'`);
  await pool.query(`delete from guess_count where day < ${today} - 1`);
}
