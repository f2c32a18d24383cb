// Notices of settlement and schedules: stored with their deliveries in the transaction of the fact.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { ScheduleNoticeKind, SettlementNoticeKind } from '../core/notice/kinds.ts';
import {
  after,
  type BusinessDate,
  dayMs,
  type Instant,
  nextDay,
  startOfDay,
} from '../core/time/instant.ts';
import { deliveriesOf } from './notice-told.ts';
import { lowestIdAt } from './payment.ts';
import { instantText } from './time.ts';

export interface SettlementEvent {
  readonly id: string;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly kind: SettlementNoticeKind | ScheduleNoticeKind;
  readonly at: Instant;
  readonly payoutId: string | null;
  /** Of sales that were captured; the same day of a contract is told once. */
  readonly day: BusinessDate | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export async function insertSettlementEvents(
  client: pg.ClientBase,
  events: readonly SettlementEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    merchant_id: event.merchantId,
    id: event.id,
    contract_id: event.contractId,
    payout_id: event.payoutId,
    day: event.day,
    kind: event.kind,
    at: instantText(event.at),
    detail: event.data,
  }));
  await client.query(
    `with event as (
       insert into notice_event (merchant_id, id, contract_id, payout_id, day, kind, at, detail)
       select merchant_id, id, contract_id, payout_id, day, kind, at, detail
       from json_to_recordset($1) as e (merchant_id uuid, id uuid, contract_id uuid,
         payout_id uuid, day date, kind text, at timestamptz, detail json)
       on conflict (merchant_id, contract_id, day) where kind = 'capture.done' do nothing
       returning merchant_id, contract_id, id as event_id, kind, at
     )
     ${deliveriesOf('select * from event')}`,
    [JSON.stringify(rows)],
  );
}

export interface CapturedDays {
  /** The first day of sales, and the first one that is not meant any more. */
  readonly from: BusinessDate;
  readonly until: BusinessDate;
}

/** What the card sales of one contract and day came to, and the cancels of the same day. */
export interface CapturedSums {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly day: BusinessDate;
  readonly sales: number;
  readonly cancels: number;
  /** Sales that were given back whole on their day: never claimed, in no sum. */
  readonly givenBack: number;
  readonly gross: Won;
  readonly fee: Won;
  readonly feeVat: Won;
  readonly net: Won;
}

interface SumRow {
  merchant_id: MerchantId;
  contract_id: ContractId;
  date: BusinessDate;
  sales: number;
  cancels: number;
  given_back: number;
  gross: bigint;
  fee: bigint;
  fee_vat: bigint;
  net: bigint;
}

/**
 * Days that were not told yet, of what the merchant's present world sold. Read by the ids of
 * payments, which begin with their time.
 */
export async function capturedSums(
  client: pg.ClientBase,
  { from, until }: CapturedDays,
): Promise<CapturedSums[]> {
  const days = daysBetween(from, until);
  const found = await client.query<SumRow>(
    `select c.merchant_id, c.id as contract_id, d.date, sums.* from contract c
     join merchant m on m.id = c.merchant_id
     cross join unnest($1::date[], $2::uuid[], $3::uuid[]) as d (date, from_id, until_id)
     cross join lateral (
       select
         (count(*) filter (where r.kind = '11' and r.journal_id is not null))::int as sales,
         (count(*) filter (where r.kind = '21' and r.journal_id is not null))::int as cancels,
         (count(*) filter (where r.kind = '11' and r.journal_id is null))::int as given_back,
         coalesce(sum(r.gross) filter (where r.journal_id is not null), 0)::bigint as gross,
         coalesce(sum(r.fee) filter (where r.journal_id is not null), 0)::bigint as fee,
         coalesce(sum(r.fee_vat) filter (where r.journal_id is not null), 0)::bigint as fee_vat,
         coalesce(sum(r.net) filter (where r.journal_id is not null), 0)::bigint as net
       from settlement_row r
       join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
         and p.instrument = 'card' and p.generation = m.generation
       where r.merchant_id = c.merchant_id and r.payment_id >= d.from_id
         and r.payment_id < d.until_id and r.contract_id = c.id and r.date = d.date
         and r.kind in ('11', '21')
     ) as sums
     where sums.sales + sums.cancels + sums.given_back > 0
       and not exists (
         select from notice_event e where e.merchant_id = c.merchant_id and e.contract_id = c.id
           and e.day = d.date and e.kind = 'capture.done')
     order by 1, 3, 2`,
    [
      days,
      // A window may have been open for a while before it was paid in.
      days.map((day) => lowestIdAt(after(startOfDay(day), -dayMs))),
      days.map((day) => lowestIdAt(startOfDay(nextDay(day)))),
    ],
  );
  return found.rows.map((row) => ({
    merchantId: row.merchant_id,
    contractId: row.contract_id,
    day: row.date,
    ...{ sales: row.sales, cancels: row.cancels, givenBack: row.given_back },
    ...{ gross: won(row.gross), fee: won(row.fee) },
    ...{ feeVat: won(row.fee_vat), net: won(row.net) },
  }));
}

function daysBetween(from: BusinessDate, until: BusinessDate): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = from; day < until; day = nextDay(day)) days.push(day);
  return days;
}
