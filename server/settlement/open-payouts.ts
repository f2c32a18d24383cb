// Payouts that rows may still join: the planned one, or the first open one after it.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../../core/merchant/merchant.ts';
import { firstOpen, type PlannedPayout } from '../../core/settlement/row-date.ts';
import { nextDay } from '../../core/time/instant.ts';
import { type PayoutOf, planKey, planPayouts } from '../../storage/row-dates.ts';
import { derivedId } from '../ids.ts';
import type { Parts } from '../parts.ts';

export interface WishedPayout {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly generation: number;
  /** Null where the year is unknown. */
  readonly plan: PlannedPayout | null;
}

/** In the order of the wishes. Each stays open at least until the transaction of `client` ends. */
export async function openPayouts(
  parts: Parts,
  client: pg.ClientBase,
  wishes: readonly WishedPayout[],
): Promise<(PlannedPayout | null)[]> {
  let plans = wishes.map(({ plan }) => plan);
  for (;;) {
    const closed = await planPayouts(
      client,
      wishes.flatMap((wish, n) => planOf(wish, plans[n])),
    );
    if (closed.size === 0) return plans;
    plans = wishes.map((wish, n) => {
      const plan = plans[n] ?? null;
      if (plan === null || !closed.has(planKey({ ...wish, ...plan }))) return plan;
      return firstOpen(parts.calendar(), nextDay(plan.date), parts.clock.now());
    });
  }
}

function planOf(
  { merchantId, contractId, generation }: WishedPayout,
  plan: PlannedPayout | null | undefined,
): PayoutOf[] {
  if (plan === null || plan === undefined) return [];
  // The bank knows a payout by it: planned again after a backup was put back, it is not paid again.
  const id = derivedId(merchantId, contractId, String(generation), plan.date);
  return [{ merchantId, contractId, generation, ...plan, id }];
}
