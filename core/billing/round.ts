// A round of a schedule: charged once, after some tries or none, or failed for good.
import { allowed } from '../payment/moves.ts';
import type { Payment, PaymentId } from '../payment/payment.ts';
import { nextTry } from '../payment/resolve.ts';
import type { DeclineReason } from '../refusal.ts';
import { after, type BusinessDate, businessDate, type Instant, secondMs } from '../time/instant.ts';
import { chargeInstant, daysAfter } from './recurrence.ts';

// biome-ignore format: a table
export const roundMoves = [
  // from       on            to
  ['due',       'charge',     'charged'],
  ['due',       'miss',       'retrying'],
  ['due',       'fail',       'failed'],
  ['due',       'lose-sight', 'unknown'],
  ['due',       'drop',       'dropped'],
  ['retrying',  'charge',     'charged'],
  ['retrying',  'miss',       'retrying'],
  ['retrying',  'fail',       'failed'],
  ['retrying',  'lose-sight', 'unknown'],
  ['retrying',  'drop',       'dropped'],
  ['unknown',   'search',     'unknown'],
  ['unknown',   'charge',     'charged'],
  ['unknown',   'miss',       'retrying'],
  ['unknown',   'fail',       'failed'],
  ['failed',    'ask',        'retrying'],
] as const;

export type RoundStatus = (typeof roundMoves)[number][0 | 2];
export type RoundMove = (typeof roundMoves)[number][1];

export function roundMove(from: RoundStatus, on: RoundMove) {
  return roundMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

/** Why nothing was charged: what the issuer said, how it was found out, or why nobody was asked. */
export type Miss =
  | DeclineReason
  | 'never-received'
  | 'net-cancelled'
  | 'not-in-contract'
  | 'unfit-field'
  | 'no-credential';

export interface Round {
  /** Counts from 1. */
  readonly number: number;
  /** The day that the rule says; tries may come later. */
  readonly date: BusinessDate;
  readonly status: RoundStatus;
  /** Tries that have ended. */
  readonly tries: number;
  readonly firstTriedOn: BusinessDate | null;
  readonly dueAt: Instant | null;
  /** Of the latest try that became one. */
  readonly paymentId: PaymentId | null;
  /** Of the latest try that failed. */
  readonly miss: Miss | null;
}

export function newRound(number: number, date: BusinessDate): Round {
  return {
    ...{ number, date, status: 'due', tries: 0, firstTriedOn: null },
    ...{ dueAt: chargeInstant(date), paymentId: null, miss: null },
  };
}

/** What is known of a try; nothing where its payment was never begun. */
export type TryEnd =
  | { readonly end: 'charged'; readonly paymentId: PaymentId }
  | { readonly end: 'missed'; readonly paymentId: PaymentId | null; readonly miss: Miss }
  | { readonly end: 'unknown'; readonly paymentId: PaymentId; readonly lookAgainAt: Instant }
  | { readonly end: 'nothing' };

/** What came of a payment; one that is cancelled later was charged all the same. */
export function tryEndOf(payment: Payment, now: Instant): TryEnd {
  const { id: paymentId, status } = payment;
  switch (status) {
    case 'declined':
      return { end: 'missed', paymentId, miss: payment.decline.reason };
    case 'net-cancelled':
      return { end: 'missed', paymentId, miss: status };
    case 'unknown': {
      // Just after the resolver has asked again.
      const { since, tries } = payment.search;
      return {
        end: 'unknown',
        paymentId,
        lookAgainAt: after(nextTry(since, tries, now), secondMs),
      };
    }
    case 'intended':
      return { end: 'unknown', paymentId, lookAgainAt: after(now, longestCallMs) };
    default:
      return { end: 'charged', paymentId };
  }
}

/** A call that is under way has ended by then, or its server is gone. */
const longestCallMs = 15 * secondMs;

/** Days in Seoul after the first try. */
export const retryDays = [1, 3, 7] as const;

/** What no day changes: the same card or account would hear the same again. */
const hopeless: ReadonlySet<Miss> = new Set<Miss>([
  ...(['lost-or-stolen', 'expired', 'card-number', 'account-number'] as const),
  ...(['holder', 'password', 'instalment'] as const),
]);

export interface Beside {
  readonly at: Instant;
  /** Nothing new is begun for a schedule that has been stopped. */
  readonly isStopped: boolean;
  /** When the next round falls due; null after the last one. */
  readonly nextRoundAt: Instant | null;
}

/**
 * The next try of a round, or null when there is none: buyers are not charged for two rounds on one
 * day, so a round has until the next one falls due. A try by hand shifts nothing.
 */
export function retryAt(firstTriedOn: BusinessDate, miss: Miss, beside: Beside): Instant | null {
  if (beside.isStopped || hopeless.has(miss)) return null;
  const { at: now, nextRoundAt } = beside;
  const next = retryDays
    .map((days) => chargeInstant(daysAfter(firstTriedOn, days)))
    .find((at) => at > now);
  if (next === undefined || (nextRoundAt !== null && next >= nextRoundAt)) return null;
  return next;
}

export interface AfterTry {
  readonly round: Round;
  /** The try has ended. */
  readonly isOver: boolean;
}

/** What a try leaves of its round. */
export function endTry(round: Round, end: TryEnd, beside: Beside): AfterTry {
  const firstTriedOn = round.firstTriedOn ?? businessDate(beside.at);
  if (end.end === 'nothing') {
    // A try that another server began meanwhile is followed to its end.
    const isDropped = beside.isStopped && round.status !== 'unknown';
    return { round: isDropped ? drop(round) : round, isOver: false };
  }
  const { paymentId } = end;
  if (end.end === 'unknown') {
    const on = round.status === 'unknown' ? 'search' : 'lose-sight';
    const seen = { ...moved(round, on), firstTriedOn, paymentId, dueAt: end.lookAgainAt };
    return { round: seen, isOver: false };
  }
  const tried = { ...round, firstTriedOn, paymentId, tries: round.tries + 1, dueAt: null };
  if (end.end === 'charged') return { round: moved(tried, 'charge'), isOver: true };
  const dueAt = retryAt(firstTriedOn, end.miss, beside);
  const missed = moved(tried, dueAt === null ? 'fail' : 'miss');
  return { round: { ...missed, dueAt, miss: end.miss }, isOver: true };
}

/** Nothing is charged for it any more. */
export function drop(round: Round): Round {
  return { ...moved(round, 'drop'), dueAt: null };
}

export function isOpen({ status }: Pick<Round, 'status'>): boolean {
  return status === 'due' || status === 'retrying' || status === 'unknown';
}

function moved(round: Round, on: RoundMove): Round {
  return { ...round, status: allowed(roundMove(round.status, on))[2] };
}
