// What a change of a fee came to: begun with its terms, counted with each page, ended once.
import type pg from 'pg';
import type { Contract } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

export interface FeeChangeKey {
  readonly contract: Pick<Contract, 'merchantId' | 'id'>;
  /** Of the terms that it made. */
  readonly version: number;
}

export interface FeeChangeSum {
  readonly sales: number;
  readonly adjustments: number;
  /** Won that the adjustments give, or take when negative. */
  readonly net: Won;
}

function of({ contract, version }: FeeChangeKey): [string, string, number] {
  return [contract.merchantId, contract.id, version];
}

export async function beginFeeChange(client: pg.ClientBase, key: FeeChangeKey): Promise<void> {
  await client.query(
    'insert into fee_change (merchant_id, contract_id, version) values ($1, $2, $3)',
    of(key),
  );
}

export async function countFeeChange(
  client: pg.ClientBase,
  key: FeeChangeKey,
  page: FeeChangeSum,
): Promise<void> {
  await client.query(
    `update fee_change set sales = sales + $4, adjustments = adjustments + $5, net = net + $6
     where merchant_id = $1 and contract_id = $2 and version = $3`,
    [...of(key), page.sales, page.adjustments, String(page.net)],
  );
}

/**
 * Called when no sale is left: all that was not told yet, also of a change that a crash broke off;
 * null when another one has ended it.
 */
export async function endFeeChange(
  client: pg.ClientBase,
  key: FeeChangeKey,
  at: Instant,
): Promise<FeeChangeSum | null> {
  const found = await client.query<{ sales: number; adjustments: number; net: bigint }>(
    `with ended as (
       update fee_change set done_at = $4
       where merchant_id = $1 and contract_id = $2 and version <= $3 and done_at is null
       returning sales, adjustments, net
     )
     select sum(sales)::int as sales, sum(adjustments)::int as adjustments, sum(net)::bigint as net
     from ended having count(*) > 0`,
    [...of(key), instantText(at)],
  );
  const row = found.rows[0];
  return row === undefined ? null : { ...row, net: won(row.net) };
}
