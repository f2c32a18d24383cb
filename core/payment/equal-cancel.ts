// Which earlier cancel an equal request merely repeats.
import type { Won } from '../money/won.ts';
import { type Instant, minuteMs } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';
import { type Approved, remainderOf } from './payment.ts';

/** How long an unheard answer may be asked for again (docs/concepts/cancels.md). */
const joinWithinMs = 10 * minuteMs;

export interface CancelAsked {
  /** Null cancels everything that is left. */
  readonly amount: Won | null;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Neither dialect has an id for a cancel, so an equal partial one joins the earlier request only
 * while nobody can have read its answer: still open, or its answer was not handed over. A cancel
 * of all that was left is never joined: its repeat hears that the payment is cancelled.
 */
export function equalCancel(payment: Approved, command: CancelAsked): CancelRequest | null {
  if (command.amount === null) return null;
  const standing = payment.cancels
    .filter((cancel) => isStanding(cancel) && cancel.deposit === null)
    .sort((left, right) => left.sequence - right.sequence);
  const ofTheRest = remainderOf(payment).free === 0n ? standing.at(-1) : undefined;
  const equal = standing.filter(
    (cancel) =>
      cancel !== ofTheRest &&
      cancel.amount === command.amount &&
      cancel.reason === command.reason &&
      cancel.joinedBy === null &&
      command.at - cancel.askedAt <= joinWithinMs &&
      (cancel.status !== 'done' || !cancel.handedOver),
  );
  return equal.at(-1) ?? null;
}

/** Whether it holds or has moved money. */
function isStanding({ status }: CancelRequest): boolean {
  return status !== 'refused' && status !== 'expired';
}
