// Balances of what is owed to others, by contract where the account or the payout has one.
import type pg from 'pg';
import type { AccountName } from '../core/ledger/chart.ts';
import type { OwedBalance } from '../core/ledger/safeguarding.ts';
import type { BusinessDate } from '../core/time/instant.ts';

/**
 * What was booked until the end of a day, in Seoul. One statement, so that all of it is of one
 * instant; a transfer has a contract where it is a payout, and of what banks told us of only the
 * operator's own money counts.
 */
export async function owedBalances(
  db: pg.Pool | pg.ClientBase,
  accounts: readonly AccountName[],
  until: BusinessDate,
): Promise<OwedBalance[]> {
  const found = await db.query<OwedBalance>(
    `select p.merchant_id as merchant, coalesce(q.contract_id, k.id)::text as contract, p.account,
       sum(case p.side when 'credit' then p.amount else -p.amount end)::bigint as amount
     from posting p
     join journal j on j.merchant_id = p.merchant_id and j.id = p.journal_id and j.date <= $2
     left join payout q on p.account = 'transfers-in-transit'
       and q.merchant_id = p.merchant_id and p.subject = 'payout/' || q.id
     left join contract k on k.merchant_id = p.merchant_id and k.id::text = p.scope
     where p.account = any($1)
       and (p.account <> 'bank-clearing' or p.subject like 'funding/%')
     group by 1, 2, 3
     having sum(case p.side when 'credit' then p.amount else -p.amount end) <> 0
     order by 1, 2, 3`,
    [accounts, until],
  );
  return found.rows;
}
