// The end of schedules before their last round: somebody asks for it, or their key is removed.
import type pg from 'pg';
import { type Schedule, stillActive, stop } from '../../core/billing/schedule.ts';
import type { MerchantId } from '../../core/merchant/merchant.ts';
import type { BillingKeyId } from '../../core/payment/payment.ts';
import { accepted, type Outcome } from '../../core/refusal.ts';
import {
  type FullSchedule,
  findSchedule,
  lockSchedules,
  lockSchedulesOfKey,
  type ScheduleKey,
  storeEnds,
} from '../../storage/schedule.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { tellSchedules } from './tell.ts';

/** A try that has begun stands; nothing is begun any more. */
export async function stopSchedule(parts: Parts, key: ScheduleKey): Promise<Outcome<FullSchedule>> {
  return inTransaction(parts.store.pool, async (client) => {
    const found = await findSchedule(client, key);
    const known = stillActive(found?.schedule ?? null);
    if (!known.ok) return known;
    // It may have ended while its lock was waited for.
    const [locked = null] = await lockSchedules(client, [known.value]);
    const stopped = stop(locked, 'asked', parts.clock.now());
    if (!stopped.ok) return stopped;
    await end(parts, client, [stopped.value]);
    const after = await findSchedule(client, key);
    return accepted(after ?? { schedule: stopped.value, next: null });
  });
}

/** In the transaction that removes the key: none of its schedules outlives it. */
export async function stopSchedulesOfKey(
  parts: Parts,
  client: pg.ClientBase,
  key: { readonly merchantId: MerchantId; readonly id: BillingKeyId },
): Promise<void> {
  const active = await lockSchedulesOfKey(client, key);
  const at = parts.clock.now();
  const stopped = active.flatMap((schedule) => {
    const ended = stop(schedule, 'key-removed', at);
    return ended.ok ? [ended.value] : [];
  });
  if (stopped.length > 0) await end(parts, client, stopped);
}

async function end(
  parts: Parts,
  client: pg.ClientBase,
  stopped: readonly Schedule[],
): Promise<void> {
  await storeEnds(client, stopped);
  await tellSchedules(
    parts,
    client,
    stopped.map((schedule) => ({ kind: 'schedule.stopped', schedule, round: null })),
  );
}
