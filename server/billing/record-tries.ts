// Writes down what came of tries, many at once: rounds, the next ones, ends of schedules, notices.
import type pg from 'pg';
import { endTry, isOpen, type Round, type TryEnd } from '../../core/billing/round.ts';
import { roundAfter, type Schedule } from '../../core/billing/schedule.ts';
import type { Instant } from '../../core/time/instant.ts';
import { lockStates } from '../../storage/schedule.ts';
import { type ClaimedRound, type RoundNow, readRounds } from '../../storage/schedule-round.ts';
import { type RoundChange, storeRounds } from '../../storage/schedule-try.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { finishRunOut } from './finish.ts';
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
  /** Null where it goes on no more: stopped, or of a world that is over. */
  readonly goesOn: Schedule | null;
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
  const { merchantId, id: scheduleId } = schedule;
  const paymentId = end.end === 'nothing' ? null : end.paymentId;
  const miss = end.end === 'missed' ? end.miss : null;
  return {
    change: {
      ...{ merchantId, scheduleId, round: left, next },
      ended: isOver ? { nth: left.tries, at, paymentId, miss } : null,
    },
    goesOn: isStopped ? null : schedule,
    notices: isOver && miss !== null ? [missNotice(schedule, left)] : [],
  };
}

/** That a round was charged is told of its payment. */
function missNotice(schedule: Schedule, round: Round): ScheduleNotice {
  const kind = round.status === 'failed' ? 'schedule.round-failed' : 'schedule.try-failed';
  return { kind, schedule, round };
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
  await tellSchedules(
    parts,
    client,
    decided.flatMap(({ notices }) => notices),
  );
  // Several rounds of one schedule may have ended here: only what is stored tells whether all have.
  const byId = new Map(decided.flatMap(({ goesOn }) => (goesOn ? [[goesOn.id, goesOn]] : [])));
  await finishRunOut(parts, client, [...byId.values()]);
}
