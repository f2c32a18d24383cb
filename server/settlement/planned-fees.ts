// Fees that are agreed for a day to come: planned at once, carried out when their day has begun.
import {
  after,
  type BusinessDate,
  type Instant,
  minuteMs,
  startOfDay,
} from '../../core/time/instant.ts';
import { type ContractKey, lockTerms, termsOfVersion } from '../../storage/agreed-terms.ts';
import { countDueOf } from '../../storage/due-tables.ts';
import {
  duePlanned,
  insertPlanned,
  lockPlanned,
  markBegun,
  markDone,
  type PlannedFeeChange,
} from '../../storage/planned-fee-change.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { agree, carryOut, type FeeWish, mayChange } from './fee-change.ts';

/**
 * Whatever was begun before midnight has ended by then, so no approval of the evening gets the fee
 * of the next day. Sales of this minute are found like sales of before; none is captured yet.
 */
const endOfEveningMs = minuteMs;

/** Whether the day of a change, with its margin, is still to come. */
export function isToCome(from: BusinessDate, now: Instant): boolean {
  return dueOn(from) > now;
}

function dueOn(from: BusinessDate): Instant {
  return after(startOfDay(from), endOfEveningMs);
}

/** False when the contract has had too many. */
export function planFees(parts: Parts, contract: ContractKey, wish: FeeWish): Promise<boolean> {
  return inTransaction(parts.store.work, async (client) => {
    if (!(await mayChange(client, contract))) return false;
    const at = parts.clock.now();
    const dueAt = dueOn(wish.from);
    await insertPlanned(client, { id: parts.newId(), contract, ...wish, at, dueAt });
    return true;
  });
}

/**
 * Comes before the capture: a day that was slept through is captured by its own fee. What fails for
 * one contract holds up its own later changes only.
 */
export function createFeeWork(parts: Parts): DueWork {
  return {
    async runDue(isDue) {
      if (!isDue('fees')) return 0;
      const failed = new Set<string>();
      let done = 0;
      for (const planned of await duePlanned(parts.store.work, parts.clock.now())) {
        const { id } = planned.contract;
        if (failed.has(id)) continue;
        try {
          await carryOutPlanned(parts, planned);
          done += 1;
        } catch (error) {
          parts.log.trouble('a planned change of a fee failed', error);
          failed.add(id);
        }
      }
      return done;
    },
    nextDue: async (board) => board.next('fees'),
    countDue: (until) => countDueOf(parts.store.work, 'fees', until),
  };
}

/** Two servers may do it at once: one agrees, and both look for sales until none is left. */
async function carryOutPlanned(parts: Parts, planned: PlannedFeeChange): Promise<void> {
  const { contract } = planned;
  const terms = await inTransaction(parts.store.work, async (client) => {
    await lockTerms(client, contract);
    const version = (await lockPlanned(client, planned))?.version ?? null;
    if (version !== null) return termsOfVersion(client, contract, version);
    const made = await agree(parts, client, { contract, wish: planned });
    await markBegun(client, planned, made.version);
    return made;
  });
  await carryOut(parts, { contract, terms, wish: planned });
  await markDone(parts.store.work, planned);
}
