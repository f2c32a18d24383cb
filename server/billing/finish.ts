// Ends schedules whose last round has ended and no earlier one is open, and tells of it.
import type pg from 'pg';
import { finish, type Schedule } from '../../core/billing/schedule.ts';
import { findRunOut, storeEnds } from '../../storage/schedule.ts';
import type { Parts } from '../parts.ts';
import { tellSchedules } from './tell.ts';

/** Of those given, which are locked and go on; rounds may end in any order. */
export async function finishRunOut(
  parts: Parts,
  client: pg.ClientBase,
  schedules: readonly Schedule[],
): Promise<void> {
  const runOut = await findRunOut(client, schedules);
  if (runOut.length === 0) return;
  const at = parts.clock.now();
  const ended = runOut.map((schedule) => finish(schedule, at));
  await storeEnds(client, ended);
  await tellSchedules(
    parts,
    client,
    ended.map((schedule) => ({ kind: 'schedule.finished', schedule, round: null })),
  );
}
