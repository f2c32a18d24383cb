// A day too many and no day too few, over weekends; a year that nobody knows raises nothing.
import { expect, test } from 'vitest';
import { knownCalendar } from '../time/bank-day.ts';
import type { BusinessDate } from '../time/instant.ts';
import { type AgedAccount, dueBy } from './ages.ts';

// biome-ignore format: a table
const standings: readonly (readonly [AgedAccount, string, string | null])[] = [
  ['bank-clearing',            '2028-03-09', '2028-03-10'],
  ['bank-clearing',            '2028-03-10', '2028-03-13'],
  ['transfers-in-transit',     '2028-03-11', '2028-03-14'],
  ['acquirer-receivable',      '2028-03-10', '2028-03-16'],
  ['reconciliation-shortfall', '2028-03-14', '2028-03-21'],
  // Thirty days, whatever kind of day they are, also in a year that nobody knows.
  ['merchant-recoverable',     '2028-03-10', '2028-04-09'],
  ['merchant-recoverable',     '2099-03-10', '2099-04-09'],
  ['acquirer-receivable',      '2099-03-10', null],
  // Sold on a Friday, captured on the Saturday.
  ['authorised-for-merchants', '2028-03-10', '2028-03-11'],
];

test.each(standings)('%s since %s', (account, since, due) => {
  expect(dueBy(knownCalendar, { account, since: since as BusinessDate })).toBe(due);
});
