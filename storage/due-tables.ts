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
  schedules: '(select due_at from schedule_round where held_by is null)',
  notices: 'notice_delivery',
} as const;

export type DueOf = keyof typeof tables;

function tableOf(what: DueOf): string {
  return tables[what];
}

function nameOf(what: DueOf): string {
  return what;
}

/** When each of them is due, asked for all at once: whoever moves the clock looks at every step. */
export interface DueBoard {
  readonly since: Instant;
  /** The earliest instant of all, or null. Leased rows count as well. */
  first(what: DueOf): Instant | null;
  /** The earliest one after `since`, or null. */
  next(what: DueOf): Instant | null;
}

const names = Object.keys(tables) as DueOf[];

const boardColumns = names.map((name) =>
  [
    `(select min(due_at) from ${tableOf(name)} as work) as first_${nameOf(name)}`,
    `(select min(due_at) from ${tableOf(name)} as work where due_at > $1) as next_${nameOf(name)}`,
  ].join(', '),
);

export async function readBoard(pool: pg.Pool, since: Instant): Promise<DueBoard> {
  const found = await pool.query<Record<string, Date | null>>({
    name: 'due-board',
    text: `select ${boardColumns.join(', ')}`,
    values: [instantText(since)],
  });
  const [row = {}] = found.rows;
  return {
    since,
    first: (what) => maybeInstant(row[`first_${what}`] ?? null),
    next: (what) => maybeInstant(row[`next_${what}`] ?? null),
  };
}

/** Leased rows count as well: somebody is at them, or could not do them. */
export async function countDueOf(pool: pg.Pool, what: DueOf, until: Instant): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(*)::int as count from ${tableOf(what)} as work where due_at <= $1`,
    [instantText(until)],
  );
  return found.rows[0]?.count ?? 0;
}
