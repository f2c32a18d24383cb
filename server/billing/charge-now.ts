// Charges a round by hand: the latest one that fell due and is not paid yet.
import type { Round } from '../../core/billing/round.ts';
import { stillActive } from '../../core/billing/schedule.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { findSchedule, lockSchedules, type ScheduleKey } from '../../storage/schedule.ts';
import { type ClaimedRound, claimRound, latestRound } from '../../storage/schedule-round.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { chargeAll } from './schedule-work.ts';

/** The round as the try has left it; a decline is no refusal, because the round goes on. */
export async function chargeNow(parts: Parts, key: ScheduleKey): Promise<Outcome<Round>> {
  const { pool } = parts.store;
  if (parts.afterRestore.lookingBack() !== null) return refused({ kind: 'busy' });
  const claimed = await claim(parts, key);
  if (!claimed.ok) return claimed;
  await chargeAll(parts, [claimed.value]);
  const left = await latestRound(pool, claimed.value.schedule, parts.clock.now());
  if (left === null || left.number !== claimed.value.round.number) return refused({ kind: 'busy' });
  if (left.tries === claimed.value.round.tries && left.status !== 'unknown') {
    return refused({ kind: 'busy' });
  }
  return accepted(left);
}

function claim(parts: Parts, key: ScheduleKey): Promise<Outcome<ClaimedRound>> {
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
    return claimed === null ? refused({ kind: 'busy' }) : accepted(claimed);
  });
}
