// The contracts of a merchant with the terms that hold now, and the public ids that belong to them.
import type pg from 'pg';
import type {
  ContractId,
  CredentialId,
  Dialect,
  Gateway,
  MerchantId,
} from '../core/merchant/merchant.ts';
import type { Terms } from '../core/merchant/terms.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import type { CardRates } from './agreed-terms.ts';
import { instantText } from './time.ts';

export interface ListedContract {
  readonly id: ContractId;
  readonly dialect: Dialect;
  readonly gateway: Gateway;
  readonly terms: Terms;
  readonly credentials: readonly { readonly id: CredentialId; readonly publicId: string }[];
  /** What is agreed for a day to come. */
  readonly feeChanges: readonly {
    readonly from: BusinessDate;
    readonly rates: CardRates;
    readonly reason: string;
  }[];
}

/** In the order in which they were made. */
export async function listContracts(
  pool: pg.Pool,
  merchantId: MerchantId,
  now: Instant,
): Promise<ListedContract[]> {
  const found = await pool.query<ListedContract>(
    `select k.id, k.dialect, k.gateway, t.terms, (
       select coalesce(json_agg(json_build_object('id', c.id, 'publicId', c.public_id)
         order by c.id), '[]')
       from credential c
       where c.merchant_id = k.merchant_id and c.contract_id = k.id and c.revoked_at is null
     ) as credentials, (
       select coalesce(json_agg(json_build_object('from', f.first_day, 'rates', f.rates,
         'reason', f.reason) order by f.first_day, f.asked_at, f.id), '[]')
       from planned_fee_change f
       where f.merchant_id = k.merchant_id and f.contract_id = k.id and f.version is null
     ) as "feeChanges"
     from contract k
     join lateral (
       select terms from contract_terms t
       where t.merchant_id = k.merchant_id and t.contract_id = k.id and t.effective_from <= $2
       order by version desc limit 1
     ) t on true
     where k.merchant_id = $1 order by k.id`,
    [merchantId, instantText(now)],
  );
  return found.rows;
}
