// What the rail and our books may say of one request, and which differences are told.
import { expect, test } from 'vitest';
import { won } from '../money/won.ts';
import type { CancelId } from './cancel-request.ts';
import {
  type BooksSay,
  compare,
  compareAccount,
  compareRefund,
  differences,
  explainDifference,
  type RailSays,
} from './look-back.ts';

const cancel = (id: string, amount: number) => ({ cancelId: id as CancelId, amount: won(amount) });

const rail = {
  paid: { state: 'approved', amount: won(50_000), cancels: [] },
  partly: {
    state: 'approved',
    amount: won(50_000),
    cancels: [cancel('a', 20_000), cancel('b', 1_000)],
  },
  declined: { state: 'declined', amount: won(50_000), cancels: [] },
  undone: { state: 'net-cancelled', amount: won(50_000), cancels: [] },
} as const satisfies Record<string, RailSays>;

type CancelStatus = BooksSay['cancels'][number]['status'];
const books = (
  status: BooksSay['status'],
  cancels: Record<string, CancelStatus> = {},
): BooksSay => ({
  status,
  cancels: Object.entries(cancels).map(([id, each]) => ({ id, status: each })),
});
const paid = (cancels: Record<string, CancelStatus>) => books('partially-cancelled', cancels);

type Row = readonly [says: string, rail: RailSays, books: BooksSay | null, found: string];

// biome-ignore format: a table
const rows: readonly Row[] = [
  ['an approval that nobody knows', rail.paid, null, 'approval-lost'],
  ['… of which some went back', rail.partly, null, 'approval-lost'],
  ['a decline that nobody knows', rail.declined, null, ''],
  ['one that was undone and nobody knows', rail.undone, null, ''],
  ['an approval under an intent', rail.paid, books('intended'), ''],
  ['an approval under an unknown payment', rail.paid, books('unknown'), ''],
  ['an approval of a declined payment', rail.paid, books('declined'), 'approval-denied'],
  ['an approval of one that was undone', rail.paid, books('net-cancelled'), 'approval-denied'],
  ['a decline of a declined payment', rail.declined, books('declined'), ''],
  ['one that was undone on both sides', rail.undone, books('net-cancelled'), ''],
  ['a paid one', rail.paid, books('approved'), ''],
  ['a paid one that is undone at the rail', rail.undone, books('approved'), 'approval-missing'],
  ['an open cancel the rail has not heard of', rail.paid, paid({ c: 'requested' }), ''],
  ['cancels that nobody knows', rail.partly, paid({}), 'cancel-lost a, cancel-lost b'],
  ['one of two is known', rail.partly, paid({ a: 'done' }), 'cancel-lost b'],
  ['both are known', rail.partly, paid({ a: 'done', b: 'done' }), ''],
  ['one is asked after by itself', rail.partly, paid({ a: 'done', b: 'unknown' }), ''],
  ['one was refused in our books', rail.partly, paid({ a: 'done', b: 'refused' }), 'cancel-lost b'],
];

test.each(rows)('%s', (_, atRail, inBooks, expected) => {
  const found = compare(atRail, inBooks);
  const told = found.map(({ kind, cancelId }) => [kind, cancelId].filter(Boolean).join(' '));
  expect(told.join(', ')).toBe(expected);
});

test('a refund by transfer is lost unless our books have its cancel', () => {
  const refund = cancel('a', 4_000);
  expect(compareRefund(refund, paid({ a: 'done' }))).toEqual([]);
  expect(compareRefund(refund, null)).toEqual([]);
  expect(compareRefund(refund, paid({ b: 'done' }))).toMatchObject([
    { kind: 'cancel-lost', cancelId: 'a', amount: 4_000n },
  ]);
});

// biome-ignore format: a table
test.each([
  ['an open one that our books have',    false, false, true,  ''],
  ['an open one that nobody knows',      false, false, false, 'account-lost'],
  ['a paid one that our books have',     false, true,  true,  ''],
  ['a paid one that nobody knows',       false, true,  false, 'deposit-lost'],
  ['one that is paid and closed',        true,  true,  false, 'deposit-lost'],
  ['one that is closed and empty',       true,  false, false, ''],
] as const)('of accounts, %s', (_, isClosed, isPaid, isKnown, expected) => {
  const found = compareAccount({ amount: won(10_000), isClosed, isPaid }, isKnown);
  expect(found.map(({ kind }) => kind).join()).toBe(expected);
});

test('what has gone back of a lost approval is told with it', () => {
  const [lost] = compare(rail.partly, null);
  expect(lost).toMatchObject({ amount: 50_000n, cancelled: 21_000n });
});

test.each(differences)('%s has a sentence in both languages, with its won', (kind) => {
  const difference = { kind, cancelId: null, amount: won(50_000), cancelled: won(0) };
  const { korean, english } = explainDifference(difference, '251103123456ABCDEFGH');
  expect(korean).toContain('50,000원');
  expect(english).toContain('50,000 won');
});
