// Days that an operator declared to be bank holidays or not, and the plans that follow from them.
import type pg from 'pg';
import type { OverlayDay } from '../core/time/bank-day.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export interface DeclaredDay extends OverlayDay {
  readonly declaredAt: Instant;
  /** False until what was planned over this day has been planned anew. */
  readonly replanned: boolean;
}

/** In the order of days. */
export async function declaredDays(pool: pg.Pool): Promise<DeclaredDay[]> {
  const found = await pool.query<{
    date: BusinessDate;
    name: string;
    is_holiday: boolean;
    declared_at: Date;
    replanned: boolean;
  }>('select date, name, is_holiday, declared_at, replanned from bank_holiday order by date');
  return found.rows.map((row) => ({
    date: row.date,
    name: row.name,
    isHoliday: row.is_holiday,
    declaredAt: instantOf(row.declared_at),
    replanned: row.replanned,
  }));
}

/** What was said of this day before is replaced. */
export async function declareDay(
  pool: pg.Pool,
  day: Omit<DeclaredDay, 'replanned'>,
): Promise<void> {
  await pool.query(
    `insert into bank_holiday (date, name, is_holiday, declared_at) values ($1, $2, $3, $4)
     on conflict (date) do update set name = excluded.name, is_holiday = excluded.is_holiday,
       declared_at = excluded.declared_at, replanned = false`,
    [day.date, day.name, day.isHoliday, instantText(day.declaredAt)],
  );
}

/** Days of open payouts from one on. */
export async function openPayoutDays(
  client: pg.ClientBase,
  from: BusinessDate,
): Promise<BusinessDate[]> {
  const found = await client.query<{ date: BusinessDate }>(
    `select distinct date from payout where status = 'open' and date >= $1 order by date`,
    [from],
  );
  return found.rows.map(({ date }) => date);
}

export async function moveClosing(
  client: pg.ClientBase,
  date: BusinessDate,
  closesAt: Instant,
): Promise<void> {
  await client.query(
    `update payout set closes_at = $2, due_at = $2
     where status = 'open' and date = $1 and closes_at <> $2`,
    [date, instantText(closesAt)],
  );
}

/** Rows of open payouts from a day on lose their plan; what is closing or fixed stays. */
export async function forgetPlans(client: pg.ClientBase, from: BusinessDate): Promise<void> {
  await client.query(
    `with open as (
       select merchant_id, contract_id, generation, date from payout
       where status = 'open' and date >= $1
       order by merchant_id, contract_id, generation, date for update
     )
     update settlement_row r set payout_date = null from open
     where r.merchant_id = open.merchant_id and r.contract_id = open.contract_id
       and r.payout_date = open.date and r.generation = open.generation and r.payout_id is null`,
    [from],
  );
}

export async function markReplanned(
  client: pg.ClientBase,
  days: readonly DeclaredDay[],
): Promise<void> {
  // One that was declared anew in the meantime is looked at again.
  await client.query(
    `update bank_holiday h set replanned = true
     from json_to_recordset($1) as d (date date, declared_at timestamptz)
     where h.date = d.date and h.declared_at = d.declared_at`,
    [
      JSON.stringify(
        days.map(({ date, declaredAt }) => ({ date, declared_at: instantText(declaredAt) })),
      ),
    ],
  );
}

const isEmpty = `q.status = 'open' and q.date >= $1
  and not exists (select from settlement_row r where r.merchant_id = q.merchant_id
    and r.contract_id = q.contract_id and r.payout_date = q.date and r.generation = q.generation)
  and not exists (select from payout h where h.merchant_id = q.merchant_id
    and h.contract_id = q.contract_id and h.generation = q.generation
    and h.held > 0 and h.released_by is null and h.release_on <= q.date)`;

/** Open payouts from a day on that no row is planned for any more, nor a release. */
export async function dropEmptyPayouts(client: pg.ClientBase, from: BusinessDate): Promise<void> {
  // Who plans a row holds its payout; only a second statement sees what was planned meanwhile.
  await client.query(
    `select from payout q where ${isEmpty}
     order by q.merchant_id, q.contract_id, q.generation, q.date for update`,
    [from],
  );
  await client.query(`delete from payout q where ${isEmpty}`, [from]);
}
