// Holdbacks whose day could not be planned when they were kept back: a calendar may know it now.
import { firstOpen } from '../../core/settlement/row-date.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { unplannedReleases } from '../../storage/unplanned-releases.ts';
import type { Parts } from '../parts.ts';
import { openPayouts } from './open-payouts.ts';

/** A shop that sells no more has no other payout that would take them along. */
export async function planReleases(parts: Parts): Promise<void> {
  const calendar = parts.calendar();
  const now = parts.clock.now();
  await inTransaction(parts.store.work, async (client) => {
    const releases = await unplannedReleases(client);
    const wishes = releases.map(({ releaseOn, ...contract }) => {
      return { ...contract, plan: firstOpen(calendar, releaseOn, now) };
    });
    await openPayouts(parts, client, wishes);
  });
}
