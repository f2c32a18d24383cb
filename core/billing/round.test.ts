// Rounds: every move of their table, when a try is repeated, and when it makes no sense.
import { describe, expect, test } from 'vitest';
import { declined, intended, netCancelled, unknown } from '../payment/example.contract.ts';
import type { PaymentId } from '../payment/payment.ts';
import { type BusinessDate, instant, isoTime } from '../time/instant.ts';
import {
  drop,
  endTry,
  isOpen,
  type Miss,
  newRound,
  type Round,
  type RoundMove,
  type RoundStatus,
  retryAt,
  roundMove,
  roundMoves,
  tryEndOf,
} from './round.ts';

const at = (text: string) => instant(Date.parse(`2028-${text}+09:00`));
const day = (text: string) => `2028-${text}` as BusinessDate;
const paymentId = 'payment-1' as PaymentId;
const beside = { at: at('03-15T09:00:00'), isStopped: false, nextRoundAt: at('04-15T09:00:00') };

function round(status: RoundStatus, changed: Partial<Round> = {}): Round {
  return { ...newRound(3, day('03-15')), status, ...changed };
}

const charged = { end: 'charged', paymentId } as const;
const missed = { end: 'missed', paymentId, miss: 'balance' } as const;
const lost = { end: 'missed', paymentId, miss: 'lost-or-stolen' } as const;
const open = { end: 'unknown', paymentId, lookAgainAt: at('03-15T09:01:00') } as const;

// biome-ignore format: a table
const deciding: Record<Exclude<RoundMove, 'ask'>, (from: Round) => Round> = {
  'charge':     (from) => endTry(from, charged, beside).round,
  'miss':       (from) => endTry(from, missed, beside).round,
  'fail':       (from) => endTry(from, lost, beside).round,
  'lose-sight': (from) => endTry(from, open, beside).round,
  'search':     (from) => endTry(from, open, beside).round,
  'drop':       (from) => drop(from),
};

describe.each([
  'due',
  'retrying',
  'unknown',
  'charged',
  'failed',
  'dropped',
] as const)('a round that is %s', (from) => {
  test.each(Object.keys(deciding) as (keyof typeof deciding)[])('%s', (on) => {
    const silence = on === 'search' ? 'lose-sight' : on === 'lose-sight' ? 'search' : on;
    const row = roundMove(from, on) ?? roundMove(from, silence);
    if (row === null) expect(() => deciding[on](round(from))).toThrow('no such move');
    else expect(deciding[on](round(from)).status).toBe(row[2]);
  });

  test('has an instant exactly while it is open', () => {
    const moves = roundMoves.filter(([, , to]) => to === from);
    expect(isOpen({ status: from })).toBe(['due', 'retrying', 'unknown'].includes(from));
    expect(from === 'due' || moves.length > 0).toBe(true);
  });
});

test('a try that was charged ends its round', () => {
  expect(endTry(round('due'), charged, beside)).toEqual({
    isOver: true,
    round: round('charged', { tries: 1, firstTriedOn: day('03-15'), dueAt: null, paymentId }),
  });
});

test('what is not known is looked at again, and is no try that has ended', () => {
  const left = endTry(round('due'), open, beside);
  expect(left).toMatchObject({ isOver: false, round: { tries: 0, dueAt: open.lookAgainAt } });
  expect(endTry(left.round, charged, beside)).toMatchObject({ isOver: true, round: { tries: 1 } });
});

test('a try that was never begun leaves its round, unless the schedule was stopped', () => {
  const due = round('due');
  expect(endTry(due, { end: 'nothing' }, beside)).toEqual({ isOver: false, round: due });
  const stopped = { ...beside, isStopped: true };
  expect(endTry(due, { end: 'nothing' }, stopped).round).toMatchObject({ status: 'dropped' });
  expect(endTry(due, missed, stopped).round).toMatchObject({ status: 'failed', dueAt: null });
  expect(endTry(due, charged, stopped).round).toMatchObject({ status: 'charged' });
});

// biome-ignore format: a table
const retries: readonly (readonly [string, string, string | null, string | null])[] = [
  ['on the day of the first try',   '03-15T09:00:00', '04-15T09:00:00', '03-16T09:00:00'],
  ['after the first repetition',    '03-16T09:00:01', '04-15T09:00:00', '03-18T09:00:00'],
  ['after the second one',          '03-18T09:00:01', '04-15T09:00:00', '03-22T09:00:00'],
  ['after the third one',           '03-22T09:00:01', '04-15T09:00:00', null],
  ['by hand between two of them',   '03-17T15:00:00', '04-15T09:00:00', '03-18T09:00:00'],
  ['a week before the next round',  '03-18T09:00:01', '03-22T09:00:00', null],
  ['in a week, the second day',     '03-15T09:00:01', '03-22T09:00:00', '03-16T09:00:00'],
  ['in the last round',             '03-18T09:00:01', null,             '03-22T09:00:00'],
  ['of a round that came too late', '03-15T09:00:01', '03-14T09:00:00', null],
];

test.each(retries)('the next try, %s', (_, now, nextRound, expected) => {
  const nextRoundAt = nextRound === null ? null : at(nextRound);
  const next = retryAt(day('03-15'), 'balance', { at: at(now), isStopped: false, nextRoundAt });
  expect(next === null ? null : isoTime(next).slice(5, 19)).toBe(expected);
});

// biome-ignore format: a table
const worth: readonly (readonly [Miss, boolean])[] = [
  ['limit', true], ['balance', true], ['maintenance', true], ['suspended', true], ['other', true],
  ['never-received', true], ['net-cancelled', true], ['not-in-contract', true],
  ['unfit-field', true], ['no-credential', true], ['buyer-declined', true],
  ['lost-or-stolen', false], ['expired', false], ['card-number', false], ['account-number', false],
  ['holder', false], ['password', false], ['instalment', false],
];

test.each(worth)('after %s another try makes sense: %s', (miss, expected) => {
  expect(retryAt(day('03-15'), miss, beside) !== null).toBe(expected);
});

test('what came of a payment is what came of its try', () => {
  const now = at('03-15T09:00:00');
  expect(tryEndOf(declined, now)).toMatchObject({ end: 'missed', miss: 'limit' });
  expect(tryEndOf(netCancelled, now)).toMatchObject({ end: 'missed', miss: 'net-cancelled' });
  expect(tryEndOf(intended, now)).toMatchObject({ end: 'unknown' });
  const search = { since: now, tries: 1, notFoundSince: null };
  expect(tryEndOf({ ...unknown, search }, now)).toMatchObject({
    end: 'unknown',
    lookAgainAt: at('03-15T09:00:06'),
  });
});
