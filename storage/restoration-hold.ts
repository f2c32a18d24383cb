// Rounds of schedules that are held after a backup was put back, until an operator releases them.
import type pg from 'pg';
import type { RequestId } from '../core/payment/payment.ts';
import type { ClaimedRound } from './schedule-round.ts';

/** A schedule of before may have been stopped in the time that was lost, or have charged. */
export async function holdAllRounds(client: pg.ClientBase): Promise<void> {
  await client.query(
    `update schedule_round set held_by = (select epoch from installation)
     where status in ('due', 'retrying', 'unknown', 'failed')`,
  );
}

/** One that was released, but that the rail has charged already. */
export async function holdRound(pool: pg.Pool, { schedule, round }: ClaimedRound): Promise<void> {
  await pool.query(
    `update schedule_round set held_by = (select max(epoch) from restoration), leased_until = null
     where merchant_id = $1 and schedule_id = $2 and number = $3`,
    [schedule.merchantId, schedule.id, round.number],
  );
}

/** Those that a later restoration holds stay held. */
export async function releaseRounds(pool: pg.Pool, epoch: number): Promise<void> {
  await pool.query(
    'update schedule_round set held_by = null, leased_until = null where held_by <= $1',
    [epoch],
  );
}

/** Of those with a round that would be tried. */
export async function countHeldSchedules(pool: pg.Pool): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(distinct schedule_id)::int as count from schedule_round
     where held_by is not null and due_at is not null`,
  );
  return found.rows[0]?.count ?? 0;
}

/** Requests that the rail approved and that no payment stands for, which nobody has settled yet. */
export async function lostRequests(pool: pg.Pool): Promise<ReadonlySet<RequestId>> {
  const found = await pool.query<{ id: RequestId }>(
    `select request_id as id from restoration_finding
     where kind = 'approval-lost' and status = 'open'`,
  );
  return new Set(found.rows.map(({ id }) => id));
}
