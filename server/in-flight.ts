// Attempts that this process has begun and not finished: what a crash would leave behind.
import { callClock } from '../core/payment/approve.ts';
import type { Payment, Tid } from '../core/payment/payment.ts';
import { after, type Instant } from '../core/time/instant.ts';

export interface InFlight {
  begin(payment: Payment): void;
  finish(payment: Payment): void;
  /** The outcome could not be stored; the sweeper of this process takes it from here. */
  abandon(payment: Payment): void;
  takeAbandoned(): Payment[];
  /** Whether a call that should be over by now has neither stored nor abandoned its outcome. */
  owes(now: Instant): boolean;
  /** No TID smaller than this one still owes an outcome. */
  openSince(now: string): string;
  readonly size: () => number;
}

export function createInFlight(): InFlight {
  // Insertion order is TID order to the second, so the first key bounds all others.
  const open = new Map<Tid, Payment>();
  const abandoned = new Map<Tid, Payment>();
  return {
    begin: (payment) => void open.set(payment.tid, payment),
    finish: (payment) => {
      open.delete(payment.tid);
      abandoned.delete(payment.tid);
    },
    abandon: (payment) => void abandoned.set(payment.tid, payment),
    takeAbandoned: () => [...abandoned.values()],
    owes: (now) =>
      [...open.values()].some(
        ({ tid, attempt }) =>
          !abandoned.has(tid) && after(attempt.startedAt, callClock.answerWithinMs) <= now,
      ),
    openSince(now) {
      const first = open.keys().next().value;
      // The seconds only: TIDs of one second are in no order.
      return first === undefined || first > now ? now : first.slice(0, 12);
    },
    size: () => open.size,
  };
}
