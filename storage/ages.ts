// What has stood on an account for long, subject by subject.
import type pg from 'pg';
import type { AgedAccount, Standing } from '../core/ledger/ages.ts';
import type { BusinessDate } from '../core/time/instant.ts';

export interface AgedSubject extends Standing {
  readonly merchant: string;
  readonly scope: string;
  readonly subject: string;
  /** Won, without its side. */
  readonly amount: bigint;
}

/** So many are told; whoever has more has one trouble and not many. */
const most = 10_000;

/** What has stood there since before a day, the oldest first. */
export async function standingSince(
  pool: pg.Pool,
  accounts: readonly AgedAccount[],
  before: BusinessDate,
): Promise<AgedSubject[]> {
  const found = await pool.query<AgedSubject>(
    `select p.merchant_id as merchant, p.account, p.scope, p.subject, min(j.date) as since,
       abs(sum(case p.side when 'debit' then p.amount else -p.amount end))::bigint as amount
     from posting p join journal j on j.merchant_id = p.merchant_id and j.id = p.journal_id
     where p.account = any($1)
     group by p.merchant_id, p.account, p.scope, p.subject
     having min(j.date) < $2
       and sum(case p.side when 'debit' then p.amount else -p.amount end) <> 0
     order by since, p.account, p.subject limit $3`,
    [accounts, before, most],
  );
  return found.rows;
}
