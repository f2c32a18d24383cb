// Rows that a payout must not leave behind, and those that it had to: the next one takes them.
import type pg from 'pg';
import type { BusinessDate } from '../core/time/instant.ts';
import type { Payout } from './payout.ts';
import { instantText } from './time.ts';

/** From here on a cancel of them joins that payout as well, as long as it is open. */
export async function planRowsLeft(
  client: pg.ClientBase,
  { merchantId, contractId, generation, date }: Payout,
  next: BusinessDate,
): Promise<void> {
  await client.query(
    `update settlement_row set payout_date = $4
     where merchant_id = $1 and contract_id = $2 and payout_id is null and payout_date <= $3
       and generation = $5`,
    [merchantId, contractId, date, next, generation],
  );
}

/** Whether a cancel in time has ended, and its row is not planned for its sale's payout yet. */
export async function hasUndatedRows(client: pg.ClientBase, payout: Payout): Promise<boolean> {
  const found = await client.query(
    `select from settlement_row r
     join settlement_row s on s.merchant_id = r.merchant_id and s.payment_id = r.payment_id
       and s.sequence = 1 and s.payout_date is not null
     where r.merchant_id = $1 and r.contract_id = $2 and r.payout_date is null
       and not r.undatable and r.kind in ('21', '22') and r.asked_at < $3
       and r.generation = $4 limit 1`,
    [...[payout.merchantId, payout.contractId, instantText(payout.closesAt)], payout.generation],
  );
  return found.rowCount === 1;
}
