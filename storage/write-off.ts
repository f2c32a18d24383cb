// The debt that a payout carried on, taken out of what later payouts take.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';

export interface Debt {
  readonly merchantId: MerchantId;
  readonly payoutId: string;
  /** Won, > 0. */
  readonly amount: Won;
}

/**
 * A payout that carries its own debt hands it on to none; null where nothing is carried. That of an
 * older world of the sandbox comes after that of the present one: it is never netted any more.
 */
export async function takeDebt(client: pg.ClientBase, contractId: string): Promise<Debt | null> {
  const found = await client.query<{
    merchant_id: MerchantId;
    id: string;
    carried_out: bigint;
  }>(
    `update payout set carried_by = id
     where (merchant_id, id) = (
       select q.merchant_id, q.id from payout q
       where q.contract_id = $1 and q.carried_out > 0 and q.carried_by is null
       order by q.generation desc limit 1 for update)
     returning merchant_id, id, carried_out`,
    [contractId],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return { merchantId: row.merchant_id, payoutId: row.id, amount: won(row.carried_out) };
}
