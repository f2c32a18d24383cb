// The debt that a payout carried on, taken out of what later payouts take.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';

export interface Debt {
  readonly merchantId: MerchantId;
  readonly contractId: string;
  /** Won, > 0. */
  readonly amount: Won;
}

/** Null where no payout carries anything on; a debt that is its own carrier is carried no more. */
export async function takeDebt(client: pg.ClientBase, payoutId: string): Promise<Debt | null> {
  const found = await client.query<{
    merchant_id: MerchantId;
    contract_id: string;
    carried_out: bigint;
  }>(
    `update payout set carried_by = id where id = $1 and carried_out > 0 and carried_by is null
     returning merchant_id, contract_id, carried_out`,
    [payoutId],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const { merchant_id: merchantId, contract_id: contractId, carried_out } = row;
  return { merchantId, contractId, amount: won(carried_out) };
}
