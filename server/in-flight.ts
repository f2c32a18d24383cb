// Attempts that this process has begun and not finished: what a crash would leave behind.
import { callClock } from '../core/payment/approve.ts';
import type { Payment, Tid } from '../core/payment/payment.ts';
import { after, type Instant } from '../core/time/instant.ts';

export interface InFlight {
  begin(payment: Payment): void;
  finish(payment: Payment): void;
  /** The outcome could not be stored; the sweeper of this process takes it from here. */
  abandon(payment: Payment, notBefore?: Instant): void;
  takeAbandoned(now: Instant): Payment[];
  /** Whether a call that should be over by now has neither stored nor abandoned its outcome. */
  owes(now: Instant): boolean;
  /** No TID smaller than this one still owes an outcome. */
  openSince(now: string): string;
  readonly size: () => number;
}

export function createInFlight(): InFlight {
  const open = new Map<Tid, Payment>();
  const abandoned = new Map<Tid, { readonly payment: Payment; readonly notBefore: Instant }>();
  return {
    begin: (payment) => void open.set(payment.tid, payment),
    finish: (payment) => {
      open.delete(payment.tid);
      abandoned.delete(payment.tid);
    },
    abandon(payment, notBefore = payment.attempt.startedAt) {
      open.set(payment.tid, payment);
      abandoned.set(payment.tid, { payment, notBefore });
    },
    takeAbandoned: (now) =>
      [...abandoned.values()]
        .filter(({ notBefore }) => notBefore <= now)
        .map(({ payment }) => payment),
    owes: (now) =>
      [...open.values()].some(
        ({ tid, attempt }) =>
          !abandoned.has(tid) && after(attempt.startedAt, callClock.answerWithinMs) <= now,
      ),
    openSince(now) {
      // The seconds only: TIDs of one second are in no order.
      let first = now;
      for (const tid of open.keys()) if (tid < first) first = tid.slice(0, 12);
      return first;
    },
    size: () => open.size,
  };
}
