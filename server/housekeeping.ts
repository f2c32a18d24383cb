// What is looked after now and then: windows left in mid-try, and rows whose day is over (T86).
import { purgeKeys } from '../storage/idempotency.ts';
import { compareWatched } from './cash-receipts.ts';
import type { Parts } from './parts.ts';
import { purgeWindows, settleLeftBehind } from './window/current.ts';

/** In polls of the sweeper, two a second. */
const settleEvery = 4;
const purgeEvery = 120;

export async function keepHouse(parts: Parts, polls: number): Promise<void> {
  if (polls % settleEvery === 0) {
    await settleLeftBehind(parts);
    await compareWatched(parts);
  }
  if (polls % purgeEvery === 0) await purge(parts);
}

export async function purge(parts: Parts): Promise<void> {
  await purgeWindows(parts);
  await purgeKeys(parts.store.pool, parts.clock.now());
}
