// Notices of settlement: stored with their deliveries in the transaction of the fact they tell.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { SettlementNoticeKind } from '../core/notice/kinds.ts';
import { after, type BusinessDate, dayMs, type Instant, startOfDay } from '../core/time/instant.ts';
import { deliveriesOf } from './notice-told.ts';
import { lowestIdAt } from './payment.ts';
import { instantText } from './time.ts';

export interface SettlementEvent {
  readonly id: string;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly kind: SettlementNoticeKind;
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
  /** Of whom something is left to capture. */
  readonly without: readonly MerchantId[];
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

/** Read by the ids of payments, which begin with their time. */
export async function capturedSums(
  client: pg.ClientBase,
  days: CapturedDays,
): Promise<CapturedSums[]> {
  const found = await client.query<SumRow>(
    `select m.id as merchant_id, sums.* from merchant m cross join lateral (
       select r.contract_id, r.date,
         (count(*) filter (where r.kind = '11' and r.journal_id is not null))::int as sales,
         (count(*) filter (where r.kind = '21' and r.journal_id is not null))::int as cancels,
         (count(*) filter (where r.kind = '11' and r.journal_id is null))::int as given_back,
         coalesce(sum(r.gross) filter (where r.journal_id is not null), 0)::bigint as gross,
         coalesce(sum(r.fee) filter (where r.journal_id is not null), 0)::bigint as fee,
         coalesce(sum(r.fee_vat) filter (where r.journal_id is not null), 0)::bigint as fee_vat,
         coalesce(sum(r.net) filter (where r.journal_id is not null), 0)::bigint as net
       from settlement_row r
       join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
         and p.instrument = 'card'
       where r.merchant_id = m.id and r.payment_id >= $1 and r.payment_id < $2
         and r.kind in ('11', '21') and r.date >= $3 and r.date < $4
       group by r.contract_id, r.date
     ) as sums
     where m.id <> all($5) order by merchant_id, date, contract_id`,
    [
      // A window may have been open for a while before it was paid in.
      lowestIdAt(after(startOfDay(days.from), -dayMs)),
      lowestIdAt(startOfDay(days.until)),
      ...[days.from, days.until, days.without],
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
