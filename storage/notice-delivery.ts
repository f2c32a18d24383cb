// Deliveries that are due: claimed with a lease, tried, and recorded attempt by attempt.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { Delivery, DeliveryState } from '../core/notice/delivery.ts';
import type { EndpointId, NoticeFormat } from '../core/notice/endpoint.ts';
import type { ToldKind } from '../core/notice/kinds.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Queryable } from './merchant.ts';
import { deliveriesOf } from './notice-told.ts';
import { instantOf, instantText, maybeInstant } from './time.ts';

export interface DeliveryKey {
  readonly merchantId: MerchantId;
  readonly eventId: string;
  readonly endpointId: EndpointId;
  readonly format: NoticeFormat;
}

/** Everything that a try needs to know. */
export interface DueDelivery extends DeliveryKey, Delivery {
  readonly kind: ToldKind;
  readonly at: Instant;
  readonly paymentId: string | null;
  readonly cancelId: string | null;
  readonly billingKey: string | null;
  /** As it was at that instant; null where the fact is looked up. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly url: string;
  /** Sealed. */
  readonly secret: string;
  readonly publicId: string;
  /** The endpoint was closed while the event was written, and hears nothing any more. */
  readonly isClosed: boolean;
}

interface Row {
  merchant_id: MerchantId;
  event_id: string;
  endpoint_id: EndpointId;
  format: NoticeFormat;
  state: DeliveryState;
  attempts: number;
  due_at: Date | null;
  kind: ToldKind;
  at: Date;
  payment_id: string | null;
  cancel_id: string | null;
  billing_key: string | null;
  detail: Readonly<Record<string, unknown>> | null;
  url: string;
  secret: string;
  public_id: string;
  is_closed: boolean;
}

/** Longer than any try may take; a server that dies in one loses it after this, in real time. */
const leaseSeconds = 30;

export interface Claim {
  readonly now: Instant;
  /** Most tries at once of one endpoint, so that a dead one never holds up the others (T60). */
  readonly perEndpoint: number;
  /** Tries of this process that are under way. */
  readonly running: ReadonlyMap<EndpointId, number>;
}

// From one endpoint that has something left to the next: a backlog is never read as a whole.
const headsOfEndpoints = `
  with recursive pending as (
    (select merchant_id, endpoint_id from notice_delivery where due_at is not null
     order by merchant_id, endpoint_id limit 1)
    union all
    select following.* from pending cross join lateral (
      select d.merchant_id, d.endpoint_id from notice_delivery d
      where d.due_at is not null
        and (d.merchant_id, d.endpoint_id) > (pending.merchant_id, pending.endpoint_id)
      order by d.merchant_id, d.endpoint_id limit 1) as following
  ),
  waiting as (
    select first.* from pending
    left join unnest($3::uuid[], $4::int[]) as busy (endpoint_id, tries)
      on busy.endpoint_id = pending.endpoint_id
    cross join lateral (
      select d.merchant_id, d.event_id, d.endpoint_id, d.format from notice_delivery d
      where d.merchant_id = pending.merchant_id and d.endpoint_id = pending.endpoint_id
        and d.due_at <= $1 and (d.leased_until is null or d.leased_until < now())
      order by d.due_at, d.event_id, d.format
      limit greatest($2 - coalesce(busy.tries, 0), 0)) as first
  ),
  next as (
    select d.merchant_id, d.event_id, d.endpoint_id, d.format
    from notice_delivery d join waiting using (merchant_id, event_id, endpoint_id, format)
    where d.due_at <= $1 and (d.leased_until is null or d.leased_until < now())
    order by d.due_at, d.event_id, d.endpoint_id, d.format limit 64 for update of d skip locked
  ),`;

export async function claimDeliveries(pool: pg.Pool, claim: Claim): Promise<DueDelivery[]> {
  const { now, perEndpoint, running } = claim;
  const claimed = await pool.query<Row>(
    `${headsOfEndpoints}
     leased as (
       update notice_delivery d set leased_until = now() + interval '${leaseSeconds} seconds'
       from next where d.merchant_id = next.merchant_id and d.event_id = next.event_id
         and d.endpoint_id = next.endpoint_id and d.format = next.format
       returning d.*
     )
     select leased.*, v.kind, v.at, v.payment_id, v.cancel_id, v.billing_key, v.detail,
       e.url, e.secret, e.disabled_at is not null as is_closed,
       (select c.public_id from credential c where c.merchant_id = e.merchant_id
          and c.contract_id = e.contract_id
        order by c.id is not distinct from p.credential_id desc, c.created_at, c.id limit 1)
         as public_id
     from leased
     join notice_event v on v.merchant_id = leased.merchant_id and v.id = leased.event_id
     join notice_endpoint e on e.merchant_id = leased.merchant_id and e.id = leased.endpoint_id
     left join payment p on p.merchant_id = v.merchant_id and p.id = v.payment_id
     order by leased.due_at, leased.event_id, leased.endpoint_id, leased.format`,
    [instantText(now), perEndpoint, [...running.keys()], [...running.values()]],
  );
  return claimed.rows.map(dueOf);
}

function dueOf(row: Row): DueDelivery {
  return {
    merchantId: row.merchant_id,
    eventId: row.event_id,
    endpointId: row.endpoint_id,
    format: row.format,
    state: row.state,
    attempts: row.attempts,
    dueAt: maybeInstant(row.due_at),
    kind: row.kind,
    at: instantOf(row.at),
    paymentId: row.payment_id,
    cancelId: row.cancel_id,
    billingKey: row.billing_key,
    data: row.detail,
    url: row.url,
    secret: row.secret,
    publicId: row.public_id,
    isClosed: row.is_closed,
  };
}

export interface Attempt {
  readonly at: Instant;
  readonly ms: number;
  readonly status: number | null;
  /** Null when it was heard. */
  readonly failure: string | null;
  readonly answer: string;
}

/**
 * The attempt and what it leaves, one commit; whoever lost his lease meanwhile changes nothing. An
 * endpoint that was closed during the try is not tried again, whatever came of it.
 */
export async function recordAttempt(
  pool: pg.Pool,
  key: DeliveryKey,
  { attempt, next }: { readonly attempt: Attempt; readonly next: Delivery },
): Promise<void> {
  await pool.query(
    `with moved as (
       update notice_delivery d set attempts = $6, leased_until = null,
         state = case when d.state = 'given-up' and $5 <> 'delivered' then d.state else $5 end,
         due_at = case when d.state = 'given-up' then null else $7::timestamptz end
       where merchant_id = $1 and event_id = $2 and endpoint_id = $3 and format = $4
         and attempts = $6 - 1
       returning merchant_id
     )
     insert into notice_attempt (merchant_id, event_id, endpoint_id, format, number, at, ms,
       status, failure, answer)
     select $1, $2, $3, $4, $6, $8, $9, $10, $11, $12 from moved`,
    [
      ...[key.merchantId, key.eventId, key.endpointId, key.format, next.state, next.attempts],
      next.dueAt === null ? null : instantText(next.dueAt),
      ...[instantText(attempt.at), attempt.ms, attempt.status, attempt.failure, attempt.answer],
    ],
  );
}

/** Without a try: its endpoint is closed. */
export async function giveUpDelivery(pool: pg.Pool, key: DeliveryKey): Promise<void> {
  await pool.query(
    `update notice_delivery set state = 'given-up', due_at = null, leased_until = null
     where merchant_id = $1 and event_id = $2 and endpoint_id = $3 and format = $4
       and due_at is not null`,
    [key.merchantId, key.eventId, key.endpointId, key.format],
  );
}

/** Every delivery of an event is due again now; the count of those. */
export async function redeliverEvent(
  pool: pg.Pool,
  event: { readonly merchantId: MerchantId; readonly id: string; readonly now: Instant },
): Promise<number> {
  const again = await pool.query(
    `update notice_delivery d set due_at = $3, leased_until = null,
       state = case d.state when 'ready' then 'ready' else 'retrying' end
     from notice_endpoint e
     where d.merchant_id = $1 and d.event_id = $2 and e.merchant_id = d.merchant_id
       and e.id = d.endpoint_id and e.disabled_at is null`,
    [event.merchantId, event.id, instantText(event.now)],
  );
  return again.rowCount ?? 0;
}

/** For a server that is alone: a lease can only be of a process that is gone. */
export async function forgetDeliveryLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update notice_delivery set leased_until = null where leased_until is not null');
}

export interface KeyEvent {
  readonly merchantId: MerchantId;
  readonly contractId: string;
  readonly id: string;
  readonly kind: ToldKind;
  readonly billingKey: string;
  readonly at: Instant;
}

/** What happened to a billing key, with its deliveries. */
export async function insertKeyEvent(db: Queryable, event: KeyEvent): Promise<void> {
  await db.query(
    `with event as (
       insert into notice_event (merchant_id, id, contract_id, billing_key, kind, at)
       values ($1, $2, $3, $4, $5, $6)
       returning merchant_id, contract_id, id as event_id, kind, at
     )
     ${deliveriesOf('select * from event')}`,
    [
      ...[event.merchantId, event.id, event.contractId, event.billingKey, event.kind],
      instantText(event.at),
    ],
  );
}
