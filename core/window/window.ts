// The decisions of a payment window: each move is made here, or refused as a value.

import { isApproved, type Payment } from '../payment/payment.ts';
import { accepted, type Outcome, type Refusal, type RefusalKind, refused } from '../refusal.ts';
import { after, type Instant } from '../time/instant.ts';
import {
  type Authenticated,
  type Busy,
  type Certified,
  type Confirming,
  certifiedOf,
  type Ended,
  isUnderWay,
  type Lost,
  mostTries,
  movedOn,
  type Open,
  type Paid,
  type Registered,
  type Session,
  type Trial,
  type Trouble,
  windowTimes,
} from './session.ts';

export type Opening = Omit<Open, 'status' | 'version' | 'tries' | 'stepEndsAt' | 'trouble'>;

export function open(opening: Opening): Open {
  const stepEndsAt = stepEnd(opening.openedAt, opening.openedAt);
  return { ...opening, status: 'open', version: 1, tries: 0, stepEndsAt, trouble: null };
}

/** A new step never outlives the window. */
function stepEnd(openedAt: Instant, at: Instant): Instant {
  const step = after(at, windowTimes.stepMs);
  const whole = after(openedAt, windowTimes.wholeMs);
  return step < whole ? step : whole;
}

/** The state as it is at this instant: what has run out is expired, also when nobody looked. */
export function asOf(session: Session, now: Instant): Session {
  const endsAt = endOf(session);
  return endsAt === null || now < endsAt ? session : expired(session, endsAt);
}

/** Before its time: what has ended, or is in the middle of a try, stays as it is. */
export function expire(session: Session, now: Instant): Session {
  return endOf(session) === null ? session : expired(session, now);
}

/** Null for what has no end of its own. */
export function endOf(session: Session): Instant | null {
  if (session.status === 'open') return session.stepEndsAt;
  if (session.status !== 'authenticated') return null;
  return after(session.certified.at, windowTimes.requestKeyMs);
}

function expired(session: Session, at: Instant): Ended {
  return {
    ...ended(session, { kind: 'window-expired' }, at),
    ...movedOn(session, 'expire', 'expired'),
  };
}

function ended(session: Session, trouble: Trouble | null, at: Instant) {
  return { at, trouble, certified: certifiedOf(session) };
}

export function close(session: Session, at: Instant): Outcome<Ended> {
  if (session.status !== 'open') return refused({ kind: 'window-ended' });
  return accepted({ ...movedOn(session, 'close', 'closed'), ...ended(session, null, at) });
}

/** One try at a time: who comes second waits for the first and hears the same. */
export function submit(session: Session, trial: Trial): Outcome<Busy> {
  if (isUnderWay(session)) return refused({ kind: 'busy' });
  if (session.status !== 'open') return refused({ kind: 'window-ended' });
  return accepted({ ...movedOn(session, 'submit', 'busy'), trial });
}

/** After these no other card helps: the order, the month or the link is taken. */
const hopeless: ReadonlySet<RefusalKind> = new Set<RefusalKind>([
  'order-number-used',
  'month-already-paid',
  'link-used',
  'link-expired',
  'token-refused',
  'not-in-contract',
]);

/** Refused before anybody at a rail looked: such a try is not counted. */
const uncounted: ReadonlySet<RefusalKind> = new Set<RefusalKind>([
  'unfit-field',
  'test-cards-only',
  'limit-reached',
  'busy',
]);

/** The buyer may try again with another card, until he has tried often enough. */
export function turnDown(session: Busy, trouble: Trouble, at: Instant): Open | Ended {
  const tries = session.tries + (uncounted.has(trouble.kind) ? 0 : 1);
  if (hopeless.has(trouble.kind)) {
    return { ...movedOn(session, 'fail', 'failed'), ...ended(session, trouble, at), tries };
  }
  if (tries >= mostTries) {
    const last: Trouble = { kind: 'attempts-used-up' };
    return { ...movedOn(session, 'fail', 'failed'), ...ended(session, last, at), tries };
  }
  const stepEndsAt = stepEnd(session.openedAt, at);
  return { ...movedOn(session, 'decline', 'open'), tries, stepEndsAt, trouble };
}

/** The shop's own confirm was declined: nobody is there to choose another card. */
export function failConfirm(session: Confirming, trouble: Trouble, at: Instant): Ended {
  return { ...movedOn(session, 'fail', 'failed'), ...ended(session, trouble, at) };
}

/** The buyer hears that nothing will have been charged, and so it ends. */
export function lose(session: Busy | Confirming, at: Instant): Lost {
  const { paymentId } = session.trial;
  return { ...movedOn(session, 'lose', 'lost'), at, paymentId, certified: certifiedOf(session) };
}

/** What a window has to say of itself that did not go as its buyer wanted. */
export function troubleOf(session: Session): Trouble | null {
  if (session.status === 'lost') return { kind: 'result-unknown', of: 'approval' };
  return 'trouble' in session ? session.trouble : null;
}

export function authenticate(session: Busy, certified: Certified): Authenticated {
  return { ...movedOn(session, 'authenticate', 'authenticated'), certified };
}

export function register(
  session: Busy,
  made: Pick<Registered, 'key' | 'instrument' | 'at'>,
): Registered {
  return { ...movedOn(session, 'register', 'registered'), ...made };
}

export function pay(session: Busy | Confirming): Paid {
  const { paymentId } = session.trial;
  return { ...movedOn(session, 'pay', 'paid'), paymentId, certified: certifiedOf(session) };
}

/** What a shop says when it confirms; what it leaves out is not compared. */
export interface Confirm {
  readonly amount: bigint | null;
  readonly orderNumber: string;
  readonly billingKey: string;
  /** The window that its AuthKey belongs to, and the authentication that the key stems from. */
  readonly boundTo: string | null;
  readonly openedWith: string;
}

/** The last word of the shop: claimed once, before any rail is asked (T11). */
export function confirm(session: Session, asked: Confirm, trial: Trial): Outcome<Confirming> {
  const refusal = refuseConfirm(session, asked);
  if (refusal !== null) return refused(refusal);
  if (session.status !== 'authenticated') return refused({ kind: 'already-confirmed' });
  const { certified } = session;
  return accepted({ ...movedOn(session, 'confirm', 'confirming'), certified, trial });
}

function refuseConfirm(session: Session, asked: Confirm): Refusal | null {
  const isOwn = asked.boundTo === session.id;
  const isOpeners = asked.boundTo === null && asked.openedWith === session.openedWith;
  if (!isOwn && !isOpeners) return { kind: 'session-mismatch' };
  if (session.status === 'expired') return { kind: 'window-expired' };
  if (session.status !== 'authenticated') return { kind: 'already-confirmed' };
  const { key } = session.certified;
  if (key !== null && asked.billingKey === '') {
    return { kind: 'unfit-field', field: 'billingKey', problem: { is: 'missing' } };
  }
  if (key !== null && asked.billingKey !== key) return { kind: 'billing-key-not-found' };
  const { amount, orderNumber } = session.order;
  const isOther = asked.orderNumber !== '' && asked.orderNumber !== orderNumber;
  if (isOther || (asked.amount !== null && asked.amount !== amount)) {
    return { kind: 'amount-mismatch' };
  }
  return null;
}

/** What became of a try whose server is gone, by its payment; null while it may still end. */
export function outcomeAfterCrash(
  session: Busy | Confirming,
  payment: Payment | null,
  now: Instant,
): Session | null {
  if (now < after(session.trial.since, windowTimes.tryEndsMs)) return null;
  if (payment !== null && isApproved(payment)) return pay(session);
  if (payment !== null && payment.status !== 'declined') return lose(session, now);
  const reason = payment?.decline.reason ?? 'never-received';
  const trouble: Trouble =
    reason === 'never-received' ? { kind: 'busy' } : { kind: 'declined', reason };
  return session.status === 'busy'
    ? turnDown(session, trouble, now)
    : failConfirm(session, trouble, now);
}
