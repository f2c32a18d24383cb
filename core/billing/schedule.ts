// A schedule: what the gateway charges a billing key by itself, round by round, until it ends.
import type { ContractId, CredentialId, MerchantId } from '../merchant/merchant.ts';
import type { TaxParts } from '../money/tax.ts';
import type { Won } from '../money/won.ts';
import { allowed } from '../payment/moves.ts';
import type { BillingKeyId, Buyer, Goods, ScheduleId } from '../payment/payment.ts';
import { accepted, type Outcome, refused } from '../refusal.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';
import { nextAfter, type Recurrence } from './recurrence.ts';
import { newRound, type Round } from './round.ts';

// biome-ignore format: a table
export const scheduleMoves = [
  // from     on          to
  ['active',  'stop',     'stopped'],
  ['active',  'lose-key', 'stopped'],
  ['active',  'finish',   'finished'],
] as const;

export type ScheduleStatus = (typeof scheduleMoves)[number][0 | 2];
export type ScheduleMove = (typeof scheduleMoves)[number][1];

export function scheduleMove(from: ScheduleStatus, on: ScheduleMove) {
  return scheduleMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

export type StopReason = 'asked' | 'key-removed';

export interface Schedule {
  readonly id: ScheduleId;
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId: ContractId;
  readonly credentialId: CredentialId;
  readonly billingKey: BillingKeyId;
  readonly amount: Won;
  readonly tax: TaxParts;
  readonly vatGiven: boolean;
  readonly goods: Goods;
  readonly buyer: Buyer;
  readonly recurrence: Recurrence;
  /** Its number: 2 where the first was paid with the registration. */
  readonly firstRound: number;
  readonly firstDate: BusinessDate;
  /** Null goes on until it is stopped. */
  readonly lastRound: number | null;
  readonly status: ScheduleStatus;
  readonly stopReason: StopReason | null;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
}

/** A flood of schedules ends here: so many may charge one key (T86). */
export const mostSchedulesOfKey = 20;

export function firstRoundOf({ firstRound, firstDate }: Schedule): Round {
  return newRound(firstRound, firstDate);
}

/** The round after another one; null after the last. */
export function roundAfter(schedule: Schedule, round: Round): Round | null {
  const { lastRound, recurrence } = schedule;
  if (lastRound !== null && round.number >= lastRound) return null;
  return newRound(round.number + 1, nextAfter(recurrence, round.date));
}

export function stop(schedule: Schedule | null, why: StopReason, at: Instant): Outcome<Schedule> {
  const on = why === 'asked' ? 'stop' : 'lose-key';
  const active = stillActive(schedule);
  if (!active.ok) return active;
  const status = allowed(scheduleMove(active.value.status, on))[2];
  return accepted({ ...active.value, status, stopReason: why, endedAt: at });
}

/** Every round has ended, and no other follows. */
export function finish(schedule: Schedule, at: Instant): Schedule {
  return { ...schedule, status: allowed(scheduleMove(schedule.status, 'finish'))[2], endedAt: at };
}

/** Whoever asks for something of a schedule that is over hears when it ended. */
export function stillActive(schedule: Schedule | null): Outcome<Schedule> {
  if (schedule === null) return refused({ kind: 'schedule-not-found' });
  const { status, endedAt } = schedule;
  if (status === 'active') return accepted(schedule);
  const at = endedAt ?? schedule.createdAt;
  return refused({ kind: status === 'stopped' ? 'schedule-stopped' : 'schedule-finished', at });
}
