// The part of every deciding statement that turns a notice into deliveries, one commit with it.
import { noticeKinds } from '../core/notice/kinds.ts';

/**
 * Joins rows of `source` (merchant_id, contract_id, event_id, kind, at) with the endpoints of their
 * contract; a merchant without endpoints costs one look into a small index.
 */
export function deliveriesOf(source: string): string {
  return `
    insert into notice_delivery (merchant_id, event_id, endpoint_id, format, due_at)
    select told.merchant_id, told.event_id, e.id, form, told.at
    from (${source}) as told
    join notice_endpoint e on e.merchant_id = told.merchant_id
      and e.contract_id = told.contract_id and e.disabled_at is null,
    unnest(e.formats) as form
    where told.kind = any(e.kinds) and (form = 'standard' or exists (
      select from contract c where c.merchant_id = e.merchant_id and c.id = e.contract_id
        and (c.dialect, told.kind) in (${dialectList})))`;
}

const dialectList = Object.entries(noticeKinds)
  .flatMap(([kind, [, , dialects]]) => dialects.map((dialect) => `('${dialect}', '${kind}')`))
  .join(', ');
