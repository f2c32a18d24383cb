// Rows that a payout could not take along: they are planned for the next one, with their sale.
import type pg from 'pg';
import type { BusinessDate } from '../core/time/instant.ts';
import type { Payout } from './payout.ts';

/** From here on a cancel of them joins that payout as well, as long as it is open. */
export async function planRowsLeft(
  client: pg.ClientBase,
  { merchantId, contractId, date }: Payout,
  next: BusinessDate,
): Promise<void> {
  await client.query(
    `update settlement_row set payout_date = $4
     where merchant_id = $1 and contract_id = $2 and payout_id is null and payout_date <= $3`,
    [merchantId, contractId, date, next],
  );
}
