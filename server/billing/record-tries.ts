// Writes down what came of tries, many at once: rounds, the next ones, ends of schedules, notices.
import type pg from 'pg';
import { endTry, isOpen, type TryEnd } from '../../core/billing/round.ts';
import { finish, roundAfter, type Schedule } from '../../core/billing/schedule.ts';
import type { Instant } from '../../core/time/instant.ts';
import { lockStates, storeEnds } from '../../storage/schedule.ts';
import { type ClaimedRound, type RoundNow, readRounds } from '../../storage/schedule-round.ts';
import { type RoundChange, storeRounds } from '../../storage/schedule-try.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { type ScheduleNotice, tellSchedules } from './tell.ts';

export interface Tried {
  readonly claimed: ClaimedRound;
  readonly end: TryEnd;
}

/** Answers how many rounds were moved on. Decided under the locks of their schedules. */
export function recordTries(parts: Parts, tried: readonly Tried[]): Promise<number> {
  return inTransaction(parts.store.pool, async (client) => {
    const states = await lockStates(client, tried.map(keyOf));
    const byId = new Map(states.map((state) => [state.id, state]));
    const now = await readRounds(
      client,
      tried.map(({ claimed }) => claimed),
    );
    const rounds = new Map(now.map((each) => [nameOf(each.scheduleId, each.round.number), each]));
    const at = parts.clock.now();
    const decided = tried.flatMap((each) => {
      const { schedule, round } = each.claimed;
      const current = rounds.get(nameOf(schedule.id, round.number));
      const state = byId.get(schedule.id);
      if (current === undefined || state === undefined) return [];
      const locked = { ...schedule, ...state };
      const decision = decide({ tried: each, schedule: locked, now: current, at });
      return decision === null ? [] : [decision];
    });
    await store(parts, client, decided);
    return decided.length;
  });
}

function keyOf({ claimed: { schedule } }: Tried) {
  return { merchantId: schedule.merchantId, id: schedule.id };
}

function nameOf(scheduleId: string, round: number): string {
  return `${scheduleId} ${round}`;
}

interface Facts {
  readonly tried: Tried;
  readonly schedule: Schedule;
  readonly now: RoundNow;
  readonly at: Instant;
}

interface Decided {
  readonly change: RoundChange;
  readonly ended: Schedule | null;
  readonly notices: readonly ScheduleNotice[];
}

/** Null where another server has recorded this very try, or there is nothing to record. */
function decide({ tried: { claimed, end }, schedule, now, at }: Facts): Decided | null {
  const { round } = now;
  if (!isOpen(round) || round.tries !== claimed.round.tries) return null;
  const isStopped = schedule.status !== 'active' || claimed.isOfOldWorld;
  if (end.end === 'nothing' && !isStopped) return null;
  const following = roundAfter(schedule, round);
  const beside = { at, isStopped, nextRoundAt: following?.dueAt ?? null };
  const { round: left, isOver } = endTry(round, end, beside);
  const next = isStopped ? null : following;
  const ended =
    !isStopped && next === null && !isOpen(left) && now.open === 1 ? finish(schedule, at) : null;
  const { merchantId, id: scheduleId } = schedule;
  const paymentId = end.end === 'nothing' ? null : end.paymentId;
  const miss = end.end === 'missed' ? end.miss : null;
  return {
    change: {
      ...{ merchantId, scheduleId, round: left, next },
      ended: isOver ? { nth: left.tries, at, paymentId, miss } : null,
    },
    ended,
    notices: noticesOf({ schedule, left, ended, isMissed: isOver && miss !== null }),
  };
}

interface Left {
  readonly schedule: Schedule;
  readonly left: ReturnType<typeof endTry>['round'];
  readonly ended: Schedule | null;
  readonly isMissed: boolean;
}

/** That a round was charged is told of its payment. */
function noticesOf({ schedule, left, ended, isMissed }: Left): ScheduleNotice[] {
  const kind = left.status === 'failed' ? 'schedule.round-failed' : 'schedule.try-failed';
  const missed: ScheduleNotice[] = isMissed ? [{ kind, schedule, round: left }] : [];
  if (ended === null) return missed;
  return [...missed, { kind: 'schedule.finished', schedule: ended, round: null }];
}

async function store(
  parts: Parts,
  client: pg.ClientBase,
  decided: readonly Decided[],
): Promise<void> {
  if (decided.length === 0) return;
  await storeRounds(
    client,
    decided.map(({ change }) => change),
  );
  const ended = decided.flatMap((each) => (each.ended === null ? [] : [each.ended]));
  if (ended.length > 0) await storeEnds(client, ended);
  await tellSchedules(
    parts,
    client,
    decided.flatMap(({ notices }) => notices),
  );
}
