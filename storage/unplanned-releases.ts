// What payouts kept back and none is planned to give back: its day lay in a year that was unknown.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { BusinessDate } from '../core/time/instant.ts';

export interface UnplannedRelease {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly generation: number;
  /** The first payout from this day on takes it along. */
  readonly releaseOn: BusinessDate;
}

/** Each day once, in the order in which payouts are planned. */
export async function unplannedReleases(
  client: pg.Pool | pg.ClientBase,
): Promise<UnplannedRelease[]> {
  const found = await client.query<UnplannedRelease>(
    `select distinct h.merchant_id as "merchantId", h.contract_id as "contractId", h.generation,
       h.release_on as "releaseOn"
     from payout h
     where h.held > 0 and h.released_by is null and not exists (
       select from payout q where q.merchant_id = h.merchant_id and q.contract_id = h.contract_id
         and q.generation = h.generation and q.status in ('open', 'closing')
         and q.date >= h.release_on)
     order by 1, 2, 3, 4`,
  );
  return found.rows;
}
