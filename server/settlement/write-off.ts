// An operator gives up a debt that a payout carried on: once, with a reason.
import { journal } from '../../core/ledger/journal.ts';
import { subjectOfPayout } from '../../core/settlement/payout.ts';
import { businessDate } from '../../core/time/instant.ts';
import { insertJournals } from '../../storage/journals.ts';
import { type Resolution, storeResolution } from '../../storage/resolution.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { takeDebt } from '../../storage/write-off.ts';
import type { Parts } from '../parts.ts';
import { ownAccount } from './pay-ins.ts';

/** Null where the contract owes nothing that a payout carried on. */
export async function writeOff(
  parts: Parts,
  { contractId, reason }: { readonly contractId: string; readonly reason: string },
): Promise<Resolution | null> {
  return inTransaction(parts.store.work, async (client) => {
    const debt = await takeDebt(client, contractId);
    if (debt === null) return null;
    const { merchantId, payoutId, amount } = debt;
    const subject = subjectOfPayout(payoutId);
    const at = parts.clock.now();
    const books = journal(
      { id: parts.newId(), at, date: businessDate(at) },
      {
        template: 'debt-written-off',
        figures: { amount },
        scopes: { contract: contractId, account: ownAccount },
        subjects: { payout: subject },
      },
    );
    await insertJournals(client, merchantId, [books]);
    const resolution = { subject, step: 'written-off', reason, against: null, amount, at };
    await storeResolution(client, resolution);
    return resolution;
  });
}
