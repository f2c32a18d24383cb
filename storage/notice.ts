// Reading what merchants were told: events in pages, and one with every attempt.
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { DeliveryState } from '../core/notice/delivery.ts';
import type { NoticeFormat } from '../core/notice/endpoint.ts';
import type { ToldKind } from '../core/notice/kinds.ts';
import type { Queryable } from './merchant.ts';

export interface NoticeSearch {
  readonly merchantId: MerchantId;
  readonly paymentId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

export interface EventRow {
  readonly id: string;
  readonly kind: ToldKind;
  readonly at: Date;
  readonly payment_id: string | null;
  readonly cancel_id: string | null;
  readonly billing_key: string | null;
  readonly contract_id: string | null;
  readonly payout_id: string | null;
  /** As it was at that instant; null where the fact is looked up when it is told. */
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly deliveries: readonly DeliveryRow[] | null;
}

/** As JSON inside its event, so times are text. */
export interface DeliveryRow {
  readonly endpoint: string;
  readonly url: string;
  readonly format: NoticeFormat;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly due_at: string | null;
}

const select = `
  select v.id, v.kind, v.at, v.payment_id, v.cancel_id, v.billing_key, v.contract_id,
    v.payout_id, v.detail,
    (select json_agg(json_build_object('endpoint', d.endpoint_id, 'url', e.url,
       'format', d.format, 'state', d.state, 'attempts', d.attempts, 'due_at', d.due_at)
       order by d.endpoint_id, d.format)
     from notice_delivery d
     join notice_endpoint e on e.merchant_id = d.merchant_id and e.id = d.endpoint_id
     where d.merchant_id = v.merchant_id and d.event_id = v.id) as deliveries
  from notice_event v`;

/** Newest first; ids are time-ordered. */
export async function searchNotices(db: Queryable, search: NoticeSearch): Promise<EventRow[]> {
  const values: unknown[] = [search.merchantId];
  const where = ['v.merchant_id = $1'];
  const add = (condition: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition.replace('?', `$${values.length}`));
  };
  add('v.payment_id = ?', search.paymentId);
  add('v.id < ?', search.beforeId);
  add(
    `exists (select from notice_delivery d where d.merchant_id = v.merchant_id
       and d.event_id = v.id and d.state = ?)`,
    search.state,
  );
  values.push(search.limit);
  const found = await db.query<EventRow>(
    `${select} where ${where.join(' and ')}
     order by v.merchant_id, v.id desc limit $${values.length}`,
    values,
  );
  return found.rows;
}

export async function findNotice(
  db: Queryable,
  key: { readonly merchantId: MerchantId; readonly id: string },
): Promise<EventRow | null> {
  const found = await db.query<EventRow>(`${select} where v.merchant_id = $1 and v.id = $2`, [
    key.merchantId,
    key.id,
  ]);
  return found.rows[0] ?? null;
}

export interface AttemptRow {
  readonly endpoint_id: string;
  readonly format: NoticeFormat;
  readonly number: number;
  readonly at: Date;
  readonly ms: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly answer: string;
}

export async function attemptsOf(
  db: Queryable,
  event: { readonly merchantId: MerchantId; readonly id: string },
): Promise<AttemptRow[]> {
  const found = await db.query<AttemptRow>(
    `select endpoint_id, format, number, at, ms, status, failure, answer from notice_attempt
     where merchant_id = $1 and event_id = $2 order by endpoint_id, format, number`,
    [event.merchantId, event.id],
  );
  return found.rows;
}
