// Which payout a row joins: its sale's while that is open, the next open one, or none yet.
import { expect, test } from 'vitest';
import { usualTerms } from '../merchant/terms.ts';
import { knownCalendar } from '../time/bank-day.ts';
import { type BusinessDate, type Instant, instant, isoTime } from '../time/instant.ts';
import { baseOf, dateRow, firstOpen, payoutRuleOf, type RowToDate } from './row-date.ts';

const at = (text: string): Instant => instant(Date.parse(`${text}:00+09:00`));
const day = (text: string) => text as BusinessDate;

const dating = { calendar: knownCalendar, terms: usualTerms };

// Sold on 2026-03-09, captured on the 10th, paid out on the 18th.
const sale = { date: day('2026-03-18'), closesAt: at('2026-03-17T17:00') };

function row(kind: RowToDate['kind'], asked: string, paidBy: RowToDate['paidBy']): RowToDate {
  return { kind, date: day(asked.slice(0, 10)), askedAt: at(asked), paidBy };
}

// biome-ignore format: a table
const stories = [
  // story                          kind          asked for           paid by    payout
  ['a card sale',                  '11',         '2026-03-09T12:00', 'card',    '2026-03-18'],
  ['a transfer',                   '11',         '2026-03-09T12:00', 'account', '2026-03-12'],
  ['a cancel of its day rides',    '21',         '2026-03-09T13:00', 'card',    '2026-03-18'],
  ['a later cancel rides',         '22',         '2026-03-12T12:00', 'card',    '2026-03-18'],
  ['the last that rides',          '22',         '2026-03-17T16:59', 'card',    '2026-03-18'],
  ['the first that does not',      '22',         '2026-03-17T17:00', 'card',    '2026-03-26'],
  ['a cancel after the payout',    '22',         '2026-03-19T12:00', 'card',    '2026-03-30'],
  ['a deposit never rides',        'deposit',    '2026-03-12T12:00', 'card',    '2026-03-23'],
  ['a change of the fee neither',  'adjustment', '2026-03-12T12:00', 'card',    '2026-03-23'],
] as const;

test.each(stories)('%s', (_, kind, asked, paidBy, payout) => {
  expect(dateRow(row(kind, asked, paidBy), sale, dating)?.date).toBe(payout);
});

test('a cancel whose sale has no payout is dated by itself', () => {
  expect(dateRow(row('22', '2026-03-12T12:00', 'card'), null, dating)?.date).toBe('2026-03-23');
});

test('in a year of which nothing is known a row has no payout', () => {
  expect(dateRow(row('11', '2028-12-26T12:00', 'card'), null, dating)).toBeNull();
  expect(firstOpen(knownCalendar, day('2029-01-02'), at('2028-12-26T12:00'))).toBeNull();
});

test('a plan says when the payout closes and is paid', () => {
  const plan = firstOpen(knownCalendar, day('2026-03-14'), at('2026-03-10T00:00'));
  expect(plan?.date).toBe('2026-03-16');
  expect(plan && [isoTime(plan.closesAt), isoTime(plan.paysAt)]).toEqual([
    '2026-03-13T17:00:00.000+09:00',
    '2026-03-16T10:00:00.000+09:00',
  ]);
});

test('cards and accounts have counts and bases of their own', () => {
  expect(payoutRuleOf(usualTerms, 'card').days).toBe(6);
  expect(payoutRuleOf(usualTerms, 'account').days).toBe(3);
  expect(baseOf({ kind: '11', date: day('2026-03-09'), paidBy: 'card' })).toBe('2026-03-10');
  expect(baseOf({ kind: '11', date: day('2026-03-09'), paidBy: 'account' })).toBe('2026-03-09');
  expect(baseOf({ kind: '22', date: day('2026-03-09'), paidBy: 'account' })).toBe('2026-03-10');
});
