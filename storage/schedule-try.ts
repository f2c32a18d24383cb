// What came of tries: rounds moved on, the next ones opened, every try written down; one commit.
import type pg from 'pg';
import type { Miss, Round } from '../core/billing/round.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { PaymentId, ScheduleId } from '../core/payment/payment.ts';
import { type Instant, instant } from '../core/time/instant.ts';
import type { Queryable } from './merchant.ts';
import { type RoundRow, roundOf } from './schedule-row.ts';
import { instantText } from './time.ts';

export interface RoundChange {
  readonly merchantId: MerchantId;
  readonly scheduleId: ScheduleId;
  readonly round: Round;
  /** The round after it, where it is to stand from now on. */
  readonly next: Round | null;
  /** The try that has ended, or null. */
  readonly ended: EndedTry | null;
}

export interface EndedTry {
  readonly nth: number;
  readonly at: Instant;
  readonly paymentId: PaymentId | null;
  readonly miss: Miss | null;
}

const sql = `
  with asked as (
    select * from json_to_recordset($1) as a (merchant_id uuid, schedule_id uuid, number int,
      status text, tries int, first_tried_on date, payment_id uuid, miss text, due_at timestamptz,
      next_number int, next_date date, next_due_at timestamptz,
      nth int, at timestamptz, try_payment uuid, try_miss text)
  ),
  moved as (
    update schedule_round r set status = asked.status, tries = asked.tries,
      first_tried_on = asked.first_tried_on, payment_id = asked.payment_id, miss = asked.miss,
      due_at = asked.due_at, leased_until = null
    from asked where r.merchant_id = asked.merchant_id and r.schedule_id = asked.schedule_id
      and r.number = asked.number
  ),
  next as (
    insert into schedule_round (merchant_id, schedule_id, number, date, status, due_at)
    select merchant_id, schedule_id, next_number, next_date, 'due', next_due_at
    from asked where next_number is not null
    on conflict do nothing
  )
  insert into schedule_try (merchant_id, schedule_id, round, nth, at, payment_id, miss)
  select merchant_id, schedule_id, number, nth, at, try_payment, try_miss
  from asked where nth is not null`;

/** Under the locks of their schedules. */
export async function storeRounds(
  client: pg.ClientBase,
  changes: readonly RoundChange[],
): Promise<void> {
  await client.query(sql, [JSON.stringify(changes.map(columnsOf))]);
}

/** A missing key reads as null and costs less. */
function columnsOf({ merchantId, scheduleId, round, next, ended }: RoundChange) {
  return {
    ...{ merchant_id: merchantId, schedule_id: scheduleId, number: round.number },
    ...{ status: round.status, tries: round.tries, first_tried_on: round.firstTriedOn },
    ...{ payment_id: round.paymentId, miss: round.miss, due_at: maybeText(round.dueAt) },
    ...(next === null
      ? {}
      : { next_number: next.number, next_date: next.date, next_due_at: maybeText(next.dueAt) }),
    ...(ended === null
      ? {}
      : {
          ...{ nth: ended.nth, at: instantText(ended.at) },
          ...{ try_payment: ended.paymentId, try_miss: ended.miss },
        }),
  };
}

function maybeText(at: Instant | null): string | null {
  return at === null ? null : instantText(at);
}

/** A round with every try of it. */
export interface ToldRound {
  readonly round: Round;
  readonly tries: readonly EndedTry[];
}

export interface RoundSearch {
  readonly merchantId: MerchantId;
  readonly scheduleId: ScheduleId;
  /** Rounds before this one; newest first. */
  readonly before: number | null;
  readonly limit: number;
}

interface TryRow {
  nth: number;
  at: string;
  payment_id: PaymentId | null;
  miss: Miss | null;
}

export async function listRounds(db: Queryable, search: RoundSearch): Promise<ToldRound[]> {
  const found = await db.query<RoundRow & { ended: TryRow[] | null }>(
    `select r.*, (select json_agg(t order by t.nth) from schedule_try t
       where t.merchant_id = r.merchant_id and t.schedule_id = r.schedule_id
         and t.round = r.number) as ended
     from schedule_round r
     where r.merchant_id = $1 and r.schedule_id = $2 and ($3::int is null or r.number < $3)
     order by r.number desc limit $4`,
    [search.merchantId, search.scheduleId, search.before, search.limit],
  );
  return found.rows.map((row) => ({
    round: roundOf(row),
    tries: (row.ended ?? []).map((each) => ({
      ...{ nth: each.nth, paymentId: each.payment_id, miss: each.miss },
      at: instant(Date.parse(each.at)),
    })),
  }));
}
