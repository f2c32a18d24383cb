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

// Each payout takes over what the one before it carried, so the debt gets a new subject again and
// again. What is given nets the oldest part first: what is left is of the newest payouts that took
// so much, and its first day is that of the first row that the oldest of these has taken back.
const debtSince = `
  select min(r.date) as since from (
    select of.* from (
      select q.*, sum(q.negative) over (order by q.date desc) - q.negative as newer
      from payout q join payout last on last.merchant_id = q.merchant_id
        and last.contract_id = q.contract_id and last.generation = q.generation
        and q.date <= last.date
      where last.merchant_id = s.merchant and s.account = 'merchant-recoverable'
        and s.subject = 'payout/' || last.id and q.fixed_at is not null
    ) as of
    where of.negative > 0 and of.newer < s.amount order by of.date limit 1
  ) as oldest
  join settlement_row r on r.merchant_id = oldest.merchant_id
    and r.contract_id = oldest.contract_id and r.payout_date = oldest.date
    and r.payout_id = oldest.id and r.net < 0`;

/** What has stood there since before a day, the oldest first. */
export async function standingSince(
  pool: pg.Pool,
  accounts: readonly AgedAccount[],
  before: BusinessDate,
): Promise<AgedSubject[]> {
  const found = await pool.query<AgedSubject>(
    `with standing as (
       select p.merchant_id as merchant, p.account, p.scope, p.subject, min(j.date) as since,
         abs(sum(case p.side when 'debit' then p.amount else -p.amount end))::bigint as amount
       from posting p join journal j on j.merchant_id = p.merchant_id and j.id = p.journal_id
       where p.account = any($1)
       group by p.merchant_id, p.account, p.scope, p.subject
       having sum(case p.side when 'debit' then p.amount else -p.amount end) <> 0
     ), aged as (
       select s.merchant, s.account, s.scope, s.subject, s.amount,
         coalesce(d.since, s.since) as since
       from standing s left join lateral (${debtSince}) as d on true
     )
     select * from aged where since < $2 order by since, account, subject limit $3`,
    [accounts, before, most],
  );
  return found.rows;
}
