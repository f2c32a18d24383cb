// Charges a round by hand: the latest one that has fallen due, where it is not paid yet.
import type { Round } from '../../core/billing/round.ts';
import { stillActive } from '../../core/billing/schedule.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { findSchedule, lockSchedules, type ScheduleKey } from '../../storage/schedule.ts';
import {
  type ClaimedRound,
  claimRound,
  latestRound,
  putBackRound,
  readRounds,
} from '../../storage/schedule-round.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { finishRunOut } from './finish.ts';
import { chargeAll } from './schedule-work.ts';

interface ByHand {
  readonly claimed: ClaimedRound;
  /** The round before it was claimed. */
  readonly former: Round;
}

/** The round as the try has left it; a decline is no refusal, because the round goes on. */
export async function chargeNow(parts: Parts, key: ScheduleKey): Promise<Outcome<Round>> {
  const { pool } = parts.store;
  if (parts.afterRestore.lookingBack() !== null) return refused({ kind: 'busy' });
  const byHand = await claim(parts, key);
  if (!byHand.ok) return byHand;
  const { claimed, former } = byHand.value;
  await chargeAll(parts, [claimed]);
  const [now] = await readRounds(pool, [claimed]);
  const left = now?.round;
  const isUntouched = left?.tries === former.tries && left.status !== 'unknown';
  if (left === undefined || isUntouched) {
    await putBack(parts, byHand.value);
    return refused({ kind: 'busy' });
  }
  return accepted(left);
}

/** Whoever hears that nothing was done is not charged a moment later: it stands as before. */
function putBack(parts: Parts, { claimed, former }: ByHand): Promise<void> {
  return inTransaction(parts.store.pool, async (client) => {
    const [locked = null] = await lockSchedules(client, [claimed.schedule]);
    const active = stillActive(locked);
    // Its rounds are dropped by whoever finds this one due.
    if (!active.ok) return;
    await putBackRound(client, claimed, former);
    // The last other round may have ended meanwhile, when this one was open.
    await finishRunOut(parts, client, [active.value]);
  });
}

function claim(parts: Parts, key: ScheduleKey): Promise<Outcome<ByHand>> {
  const now = parts.clock.now();
  return inTransaction(parts.store.pool, async (client) => {
    const found = await findSchedule(client, key);
    const known = stillActive(found?.schedule ?? null);
    if (!known.ok) return known;
    const [locked = null] = await lockSchedules(client, [known.value]);
    const active = stillActive(locked);
    if (!active.ok) return active;
    const round = await latestRound(client, active.value, now);
    if (round === null || round.status === 'charged' || round.status === 'dropped') {
      return refused({ kind: 'round-not-due' });
    }
    if (round.status === 'unknown') return refused({ kind: 'result-unknown', of: 'approval' });
    const asked = { schedule: active.value, number: round.number, now };
    const claimed = await claimRound(client, asked);
    return claimed === null ? refused({ kind: 'busy' }) : accepted({ claimed, former: round });
  });
}
