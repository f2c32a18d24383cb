// Schedules: registered on a key that stands, found with their next round, listed, stopped.
import type pg from 'pg';
import type { Round } from '../core/billing/round.ts';
import { mostSchedulesOfKey, type Schedule } from '../core/billing/schedule.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { BillingKeyId, ScheduleId } from '../core/payment/payment.ts';
import type { Queryable } from './merchant.ts';
import { type RoundRow, roundOf, type ScheduleRow, scheduleOf } from './schedule-row.ts';
import { instantText, maybeInstant } from './time.ts';
import { inTransaction } from './transaction.ts';

/** A schedule with the round that its gateway comes to next; null when there is none. */
export interface FullSchedule {
  readonly schedule: Schedule;
  readonly next: Round | null;
}

export type InsertResult = 'stored' | 'no-key' | 'too-many';

/**
 * Held until the end of the transaction, so that schedules of one key are counted one after the
 * other; the count is a statement of its own, because it must see what was stored meanwhile.
 */
const holdKeySql = `
  select from billing_key where merchant_id = $1 and id = $2 and generation = $3
    and status = 'registered' for no key update`;

const insertSql = `
  with room as materialized (
    select (select count(*) from schedule
      where merchant_id = $1 and billing_key = $6 and status = 'active' and id <> $2)
      < ${mostSchedulesOfKey} as is_left
  ),
  stored as (
    insert into schedule (merchant_id, id, generation, contract_id, credential_id, billing_key,
      amount, supply, vat, tax_free, vat_given, goods_name, goods_code, buyer, recurrence,
      first_round, first_date, last_round, status, created_at)
    select $1::uuid, $2::uuid, $3::int, $4::uuid, $5::uuid, $6::text, $7::bigint, $8::bigint,
      $9::bigint, $10::bigint, $11::boolean, $12, $13, $14::json, $15::json, $16::int, $17::date,
      $18::int, 'active', $19::timestamptz
    where (select is_left from room)
    on conflict do nothing
    returning merchant_id, id
  ),
  first as (
    insert into schedule_round (merchant_id, schedule_id, number, date, status, due_at)
    select merchant_id, id, $16::int, $17::date, 'due', $20::timestamptz from stored
  )
  select is_left as has_room from room`;

/** With its first round, while its key stands; the same id again changes nothing. */
export function insertSchedule(
  pool: pg.Pool,
  schedule: Schedule,
  first: Round,
): Promise<InsertResult> {
  const { merchantId, id, billingKey, generation, tax, goods } = schedule;
  return inTransaction(pool, async (client) => {
    const key = await client.query(holdKeySql, [merchantId, billingKey, generation]);
    if (key.rowCount === 0) return 'no-key';
    const found = await client.query<{ has_room: boolean }>(insertSql, [
      ...[merchantId, id, generation, schedule.contractId, schedule.credentialId],
      ...[billingKey, String(schedule.amount), String(tax.supply), String(tax.vat)],
      ...[String(tax.taxFree), schedule.vatGiven, goods.name, goods.code],
      ...[JSON.stringify(schedule.buyer), JSON.stringify(schedule.recurrence)],
      ...[schedule.firstRound, schedule.firstDate, schedule.lastRound],
      ...[instantText(schedule.createdAt), first.dueAt === null ? null : instantText(first.dueAt)],
    ]);
    return found.rows[0]?.has_room === true ? 'stored' : 'too-many';
  });
}

const select = `
  select s.*, (
    select to_jsonb(r) from schedule_round r
    where r.merchant_id = s.merchant_id and r.schedule_id = s.id and r.due_at is not null
    order by r.due_at, r.number limit 1) as next
  from schedule s`;

interface FullRow extends ScheduleRow {
  next: RoundRow | null;
}

function fullOf(row: FullRow): FullSchedule {
  return { schedule: scheduleOf(row), next: row.next === null ? null : roundOf(row.next) };
}

export interface ScheduleKey {
  readonly merchantId: MerchantId;
  /** One of an older generation of the sandbox world is none. */
  readonly generation: number;
  readonly id: string;
}

export async function findSchedule(db: Queryable, key: ScheduleKey): Promise<FullSchedule | null> {
  const found = await db.query<FullRow>(
    `${select} where s.merchant_id = $1 and s.id = $2 and s.generation = $3`,
    [key.merchantId, key.id, key.generation],
  );
  return found.rows[0] === undefined ? null : fullOf(found.rows[0]);
}

export interface ScheduleSearch extends Omit<ScheduleKey, 'id'> {
  readonly billingKey: string | undefined;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listSchedules(
  db: Queryable,
  { merchantId, generation, billingKey, beforeId, limit }: ScheduleSearch,
): Promise<FullSchedule[]> {
  const found = await db.query<FullRow>(
    `${select} where s.merchant_id = $1 and s.generation = $2
       and ($3::text is null or s.billing_key = $3) and ($4::uuid is null or s.id < $4)
     order by s.merchant_id, s.id desc limit $5`,
    [merchantId, generation, billingKey ?? null, beforeId, limit],
  );
  return found.rows.map(fullOf);
}

/** Held until the end of the transaction: nobody ends or goes on with it meanwhile. */
export async function lockSchedules(
  client: pg.ClientBase,
  keys: readonly { readonly merchantId: MerchantId; readonly id: ScheduleId }[],
): Promise<Schedule[]> {
  const found = await client.query<ScheduleRow>(
    `select s.* from schedule s
     where (s.merchant_id, s.id) in (select * from unnest($1::uuid[], $2::uuid[]))
     order by s.merchant_id, s.id for update`,
    [keys.map(({ merchantId }) => merchantId), keys.map(({ id }) => id)],
  );
  return found.rows.map(scheduleOf);
}

export interface ScheduleState extends Pick<Schedule, 'id' | 'status' | 'stopReason' | 'endedAt'> {}

/** The same of many whose other facts are known, because those never change. */
export async function lockStates(
  client: pg.ClientBase,
  keys: readonly { readonly merchantId: MerchantId; readonly id: ScheduleId }[],
): Promise<ScheduleState[]> {
  const found = await client.query<Pick<ScheduleRow, 'id' | 'status' | 'stop_reason' | 'ended_at'>>(
    `select s.id, s.status, s.stop_reason, s.ended_at from schedule s
     where (s.merchant_id, s.id) in (select * from unnest($1::uuid[], $2::uuid[]))
     order by s.merchant_id, s.id for update`,
    [keys.map(({ merchantId }) => merchantId), keys.map(({ id }) => id)],
  );
  return found.rows.map((row) => ({
    ...{ id: row.id, status: row.status, stopReason: row.stop_reason },
    endedAt: maybeInstant(row.ended_at),
  }));
}

/** Of schedules that have been locked: those whose last round stands, and none is open. */
export async function findRunOut(
  client: pg.ClientBase,
  schedules: readonly Schedule[],
): Promise<Schedule[]> {
  const limited = schedules.filter(({ lastRound }) => lastRound !== null);
  if (limited.length === 0) return [];
  const found = await client.query<{ id: ScheduleId }>(
    `select s.id from schedule s
     join schedule_round l on l.merchant_id = s.merchant_id and l.schedule_id = s.id
       and l.number = s.last_round
     where (s.merchant_id, s.id) in (select * from unnest($1::uuid[], $2::uuid[]))
       and s.status = 'active'
       and not exists (select from schedule_round o where o.merchant_id = s.merchant_id
         and o.schedule_id = s.id and o.due_at is not null)`,
    [limited.map(({ merchantId }) => merchantId), limited.map(({ id }) => id)],
  );
  const over = new Set(found.rows.map(({ id }) => id));
  return limited.filter(({ id }) => over.has(id));
}

/** Those that still charge a key, held likewise. */
export async function lockSchedulesOfKey(
  client: pg.ClientBase,
  key: { readonly merchantId: MerchantId; readonly id: BillingKeyId },
): Promise<Schedule[]> {
  const found = await client.query<ScheduleRow>(
    `select * from schedule where merchant_id = $1 and billing_key = $2 and status = 'active'
     order by merchant_id, id for update`,
    [key.merchantId, key.id],
  );
  return found.rows.map(scheduleOf);
}

/**
 * One that is stopped charges nothing more. A round that somebody has claimed may have a try under
 * way, and one that a dead server has begun has a payment: both are looked after to their end.
 */
export async function storeEnds(client: pg.ClientBase, ended: readonly Schedule[]): Promise<void> {
  const rows = ended.map(({ merchantId, id, status, stopReason, endedAt }) => ({
    ...{ merchant_id: merchantId, id, status, stop_reason: stopReason },
    ended_at: endedAt === null ? null : instantText(endedAt),
  }));
  await client.query(
    `with ended as (
       update schedule s set status = e.status, stop_reason = e.stop_reason, ended_at = e.ended_at
       from json_to_recordset($1) as e (merchant_id uuid, id uuid, status text, stop_reason text,
         ended_at timestamptz)
       where s.merchant_id = e.merchant_id and s.id = e.id and s.status = 'active'
       returning s.merchant_id, s.id
     )
     update schedule_round r set status = 'dropped', due_at = null, leased_until = null
     from ended where r.merchant_id = ended.merchant_id and r.schedule_id = ended.id
       and r.status in ('due', 'retrying')
       and (r.leased_until is null or r.leased_until < now())
       and not exists (select from payment p where p.merchant_id = r.merchant_id
         and p.schedule_id = r.schedule_id and p.schedule_round = r.number
         and p.schedule_try = r.tries + 1)`,
    [JSON.stringify(rows)],
  );
}
