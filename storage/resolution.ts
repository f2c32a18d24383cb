// How breaks were resolved, and what stands in the books under one that is not.
import type pg from 'pg';
import { won } from '../core/money/won.ts';
import type { Open } from '../core/reconciliation/resolution.ts';
import { subjectOfBreak } from '../core/reconciliation/statement.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export interface Resolution {
  /** `break/…` or `payout/…`. */
  readonly subject: string;
  readonly step: string;
  readonly reason: string;
  readonly against: string | null;
  /** Won that were moved. */
  readonly amount: bigint;
  readonly at: Instant;
}

export async function findResolution(
  db: pg.Pool | pg.ClientBase,
  subject: string,
): Promise<Resolution | null> {
  const found = await db.query<Omit<Resolution, 'at'> & { at: Date }>(
    'select subject, step, reason, against, amount, at from resolution where subject = $1',
    [subject],
  );
  const row = found.rows[0];
  return row === undefined ? null : { ...row, at: instantOf(row.at) };
}

export async function storeResolution(
  client: pg.ClientBase,
  { subject, step, reason, against, amount, at }: Resolution,
): Promise<void> {
  await client.query(
    `insert into resolution (subject, step, reason, against, amount, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [subject, step, reason, against, String(amount), instantText(at)],
  );
}

/** A break stands on one of two accounts, or on none. */
export async function openOfBreak(client: pg.ClientBase, breakId: string): Promise<Open> {
  const found = await client.query<{ account: string; amount: bigint }>(
    `select account, abs(sum(case side when 'debit' then amount else -amount end))::bigint as amount
     from posting where subject = $1
       and account in ('reconciliation-shortfall', 'reconciliation-surplus')
     group by account having sum(case side when 'debit' then amount else -amount end) <> 0`,
    [subjectOfBreak(breakId)],
  );
  const row = found.rows[0];
  if (row === undefined) return { is: 'nothing' };
  const is = row.account === 'reconciliation-shortfall' ? 'short' : 'over';
  return { is, amount: won(row.amount) };
}
