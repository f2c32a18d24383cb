// What a cancel meets once the payout of its sale is closed or too many came before; what holds it.
import type { Won } from '../money/won.ts';
import type { Refusal } from '../refusal.ts';
import { mostCancels, mostParts } from '../settlement/row-numbers.ts';
import type { Instant } from '../time/instant.ts';
import { type Approved, type Payment, remainderOf } from './payment.ts';

/** The instant decides and not the work: a payout that is closed late was closed in time. */
export function isPayoutClosed({ payout }: Approved, at: Instant): boolean {
  return payout !== null && at >= payout.closesAt;
}

/** Whether the contract lets no plain cancel go on any more. */
export function isTooLate(payment: Approved, at: Instant): boolean {
  return isPayoutClosed(payment, at) && payment.contract.terms.afterPayout !== 'offset';
}

/**
 * Whether a deposit can open the way to a cancel after the payout. Not for what came into a buyer's
 * account: it has no card to refund, and where to send the money would have to be asked as well.
 */
export function takesDeposit({ contract, instrument }: Payment): boolean {
  return contract.terms.afterPayout === 'deposit' && instrument.kind !== 'virtual-account';
}

/** Each cancel needs numbers for its rows; the rest of a payment can be given back for longer. */
export function areUsedUp(payment: Approved, amount: Won): boolean {
  const isRest = amount === remainderOf(payment).free;
  return payment.cancels.length >= (isRest ? mostCancels : mostParts);
}

/** A cancel under way ends within minutes; one that waits for a deposit may take bank days. */
export function whatHolds({ cancels }: Approved): Refusal {
  const isUnderWay = cancels.some(
    ({ status }) => status === 'requested' || status === 'unknown' || status === 'deposited',
  );
  return { kind: isUnderWay ? 'cancel-in-progress' : 'deposit-awaited' };
}
