// Rounds of schedules: claimed when they are due, stored with what came of a try, listed.
import type pg from 'pg';
import type { Round, RoundStatus } from '../core/billing/round.ts';
import type { Schedule } from '../core/billing/schedule.ts';
import type { Dialect } from '../core/merchant/merchant.ts';
import type { Instrument, PaymentId, ScheduleId } from '../core/payment/payment.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Queryable } from './merchant.ts';
import { type RoundRow, roundOf, type ScheduleRow, scheduleOf } from './schedule-row.ts';
import { instantText } from './time.ts';

/** Everything that a try needs to know. */
export interface ClaimedRound {
  readonly schedule: Schedule;
  readonly round: Round;
  /** Null when it was removed. */
  readonly instrument: Instrument | null;
  /** Whether the world of the sandbox is another one since. */
  readonly isOfOldWorld: boolean;
  readonly dialect: Dialect;
  /** A credential of the contract that is not revoked: of the schedule itself, if it can be. */
  readonly publicId: string | null;
  /** Of this very try, where an earlier server began it. */
  readonly paymentId: PaymentId | null;
  /** Until when the round is ours, as the database writes it, because a Date would cut it off. */
  readonly leasedUntil: string;
}

interface ClaimedRow extends ScheduleRow, Omit<RoundRow, 'status'> {
  instrument: Instrument | null;
  round_status: RoundStatus;
  world: number;
  dialect: Dialect;
  public_id: string | null;
  begun: PaymentId | null;
  lease: string;
}

/** Longer than any call; a server that dies loses its rounds after this, in real time. */
const leaseSeconds = 30;

const claimed = `
  select s.*, r.number, r.date, r.status as round_status, r.tries, r.first_tried_on, r.due_at,
    r.payment_id, r.miss, r.leased_until::text as lease,
    m.generation as world, c.dialect, k.instrument,
    (select a.public_id from credential a where a.merchant_id = s.merchant_id
       and a.contract_id = s.contract_id and a.revoked_at is null
     order by a.id = s.credential_id desc, a.created_at, a.id limit 1) as public_id,
    (select p.id from payment p where p.merchant_id = s.merchant_id and p.schedule_id = s.id
       and p.schedule_round = r.number and p.schedule_try = r.tries + 1) as begun
  from leased r
  join schedule s on s.merchant_id = r.merchant_id and s.id = r.schedule_id
  join contract c on c.merchant_id = s.merchant_id and c.id = s.contract_id
  join merchant m on m.id = s.merchant_id
  left join billing_key k on k.merchant_id = s.merchant_id and k.id = s.billing_key
    and k.status = 'registered'
  order by r.due_at, s.id, r.number`;

function claimedOf(row: ClaimedRow): ClaimedRound {
  return {
    schedule: scheduleOf(row),
    round: roundOf({ ...row, status: row.round_status }),
    ...{ instrument: row.instrument, isOfOldWorld: row.world !== row.generation },
    ...{ dialect: row.dialect, publicId: row.public_id, paymentId: row.begun },
    leasedUntil: row.lease,
  };
}

/** Oldest first. Leases run on the database's own clock, because they guard processes. */
export async function claimRounds(
  pool: pg.Pool,
  claim: { readonly now: Instant; readonly limit: number },
): Promise<ClaimedRound[]> {
  // By their places in the table, where the planner would read all rounds for some hundred of them.
  // Planned anew each time: a plan of the first day would go on to read all payments for each try.
  const found = await pool.query<ClaimedRow>(
    `with leased as (
       update schedule_round set leased_until = now() + interval '${leaseSeconds} seconds'
       where ctid = any(array(
         select ctid from schedule_round
         where due_at <= $1 and held_by is null and (leased_until is null or leased_until < now())
         order by due_at limit $2 for update skip locked))
       returning *
     ) ${claimed}`,
    [instantText(claim.now), claim.limit],
  );
  return found.rows.map(claimedOf);
}

/** The latest round that fell due, by hand; it is due now, and nobody else is at it. */
export async function claimRound(
  client: pg.ClientBase,
  round: { readonly schedule: Schedule; readonly number: number; readonly now: Instant },
): Promise<ClaimedRound | null> {
  const { schedule, number, now } = round;
  const found = await client.query<ClaimedRow>(
    `with leased as (
       update schedule_round set leased_until = now() + interval '${leaseSeconds} seconds',
         status = case status when 'failed' then 'retrying' else status end, due_at = $4
       where merchant_id = $1 and schedule_id = $2 and number = $3
         and status in ('due', 'retrying', 'failed') and held_by is null
         and (leased_until is null or leased_until < now())
       returning *
     ) ${claimed}`,
    [schedule.merchantId, schedule.id, number, instantText(now)],
  );
  return found.rows[0] === undefined ? null : claimedOf(found.rows[0]);
}

/**
 * As it was before it was claimed by hand, where nothing was done. A try that somebody else has
 * claimed meanwhile, or that has begun all the same, goes its way.
 */
export async function putBackRound(
  client: pg.ClientBase,
  claimed: ClaimedRound,
  former: Round,
): Promise<void> {
  const { schedule, leasedUntil } = claimed;
  await client.query(
    `update schedule_round r set status = $5, due_at = $6, leased_until = null
     where merchant_id = $1 and schedule_id = $2 and number = $3 and tries = $4
       and leased_until = $7::timestamptz
       and not exists (select from payment p where p.merchant_id = r.merchant_id
         and p.schedule_id = r.schedule_id and p.schedule_round = r.number
         and p.schedule_try = r.tries + 1)`,
    [
      ...[schedule.merchantId, schedule.id, former.number, former.tries, former.status],
      ...[former.dueAt === null ? null : instantText(former.dueAt), leasedUntil],
    ],
  );
}

/** The latest round of a schedule that has fallen due, whatever came of it. */
export async function latestRound(
  db: Queryable,
  { merchantId, id }: Pick<Schedule, 'merchantId' | 'id'>,
  now: Instant,
): Promise<Round | null> {
  const found = await db.query<RoundRow>(
    `select * from schedule_round where merchant_id = $1 and schedule_id = $2
       and not (status = 'due' and due_at > $3)
     order by number desc limit 1`,
    [merchantId, id, instantText(now)],
  );
  return found.rows[0] === undefined ? null : roundOf(found.rows[0]);
}

/** For a server that is alone: a lease can only be of a process that is gone. */
export async function forgetRoundLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update schedule_round set leased_until = null where leased_until is not null');
}

/** A round as it is now, whichever server has changed it since it was claimed. */
export interface RoundNow {
  readonly scheduleId: ScheduleId;
  readonly round: Round;
}

export async function readRounds(
  db: Queryable,
  rounds: readonly ClaimedRound[],
): Promise<RoundNow[]> {
  const found = await db.query<RoundRow & { schedule_id: ScheduleId }>(
    `select r.* from schedule_round r
     join unnest($1::uuid[], $2::uuid[], $3::int[]) as asked (merchant_id, schedule_id, number)
       using (merchant_id, schedule_id, number)`,
    [
      rounds.map(({ schedule }) => schedule.merchantId),
      rounds.map(({ schedule }) => schedule.id),
      rounds.map(({ round }) => round.number),
    ],
  );
  return found.rows.map((row) => ({ scheduleId: row.schedule_id, round: roundOf(row) }));
}
