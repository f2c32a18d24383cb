// What is due, in whichever tables it stands: when next, and how much of it is left over.
import type pg from 'pg';
import type { Instant } from '../core/time/instant.ts';
import { instantText, maybeInstant } from './time.ts';

/** Each has a column `due_at`, null when nothing is to be done. */
const tables = {
  payments: '(select due_at from due_approval union all select due_at from due_cancel)',
  payouts: 'payout',
  fees: 'planned_fee_change',
  accounts: 'virtual_account',
  strays: 'stray_deposit',
  schedules: 'schedule_round',
  notices: 'notice_delivery',
} as const;

export type DueOf = keyof typeof tables;

function tableOf(what: DueOf): string {
  return tables[what];
}

/** The earliest instant after another one, or null. Leased rows count as well. */
export async function nextDueOf(
  pool: pg.Pool,
  what: DueOf,
  since: Instant,
): Promise<Instant | null> {
  const found = await pool.query<{ at: Date | null }>(
    `select min(due_at) as at from ${tableOf(what)} as work where due_at > $1`,
    [instantText(since)],
  );
  return maybeInstant(found.rows[0]?.at ?? null);
}

/** Leased rows count as well: somebody is at them, or could not do them. */
export async function countDueOf(pool: pg.Pool, what: DueOf, until: Instant): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(*)::int as count from ${tableOf(what)} as work where due_at <= $1`,
    [instantText(until)],
  );
  return found.rows[0]?.count ?? 0;
}
