// Endpoints of merchants: made, listed, and closed for good.
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { Endpoint, EndpointId, NoticeFormat } from '../core/notice/endpoint.ts';
import type { Purpose, ToldKind } from '../core/notice/kinds.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Queryable } from './merchant.ts';
import { instantText } from './time.ts';

export interface NewEndpoint extends Endpoint {
  readonly kinds: readonly ToldKind[];
  /** Sealed: we have to sign with it. */
  readonly secret: string;
  readonly at: Instant;
}

export async function insertEndpoint(db: Queryable, endpoint: NewEndpoint): Promise<void> {
  await db.query(
    `insert into notice_endpoint (merchant_id, id, contract_id, url, formats, kinds, purpose,
       secret, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[endpoint.merchantId, endpoint.id, endpoint.contractId, endpoint.url],
      ...[[...endpoint.formats], [...endpoint.kinds], endpoint.purpose, endpoint.secret],
      instantText(endpoint.at),
    ],
  );
}

interface Row {
  readonly id: EndpointId;
  readonly merchant_id: MerchantId;
  readonly contract_id: ContractId;
  readonly url: string;
  readonly formats: readonly NoticeFormat[];
  readonly purpose: Purpose;
}

export async function listEndpoints(db: Queryable, merchantId: MerchantId): Promise<Endpoint[]> {
  const found = await db.query<Row>(
    `select id, merchant_id, contract_id, url, formats, purpose from notice_endpoint
     where merchant_id = $1 and disabled_at is null order by id`,
    [merchantId],
  );
  return found.rows.map(({ merchant_id, contract_id, ...rest }) => ({
    ...rest,
    merchantId: merchant_id,
    contractId: contract_id,
  }));
}

/** What was still to be told there is not told any more; false when there is no such endpoint. */
export async function closeEndpoint(
  db: Queryable,
  endpoint: { readonly merchantId: MerchantId; readonly id: string; readonly at: Instant },
): Promise<boolean> {
  const closed = await db.query(
    `with closed as (
       update notice_endpoint set disabled_at = $3
       where merchant_id = $1 and id = $2 and disabled_at is null returning id
     ),
     given_up as (
       update notice_delivery set state = 'given-up', due_at = null
       from closed where merchant_id = $1 and endpoint_id = closed.id and due_at is not null
     )
     select id from closed`,
    [endpoint.merchantId, endpoint.id, instantText(endpoint.at)],
  );
  return closed.rowCount === 1;
}
