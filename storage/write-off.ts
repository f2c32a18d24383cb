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

/** A payout that carries its own debt hands it on to none; null where nothing is carried. */
export async function takeDebt(client: pg.ClientBase, contractId: string): Promise<Debt | null> {
  const found = await client.query<{
    merchant_id: MerchantId;
    id: string;
    carried_out: bigint;
  }>(
    `update payout set carried_by = id
     where contract_id = $1 and carried_out > 0 and carried_by is null
     returning merchant_id, id, carried_out`,
    [contractId],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return { merchantId: row.merchant_id, payoutId: row.id, amount: won(row.carried_out) };
}
