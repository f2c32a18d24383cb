// What each address hears: everything, or one of the two parts that a dialect keeps apart.
import { expect, test } from 'vitest';
import { cancelMoves, paymentMoves } from '../payment/moves.ts';
import { kindsFor, noticeKinds, toldKinds } from './kinds.ts';

test('an address without a purpose hears everything', () => {
  expect(kindsFor(null)).toEqual(toldKinds);
});

test('the two purposes share nothing, and neither hears of settlement', () => {
  const results = kindsFor('result');
  const removals = kindsFor('deregistration');
  expect(removals).toEqual(['billing-key.removed']);
  expect(results.filter((kind) => removals.includes(kind))).toEqual([]);
  const rest = toldKinds.filter((kind) => !results.includes(kind) && !removals.includes(kind));
  expect(rest).toEqual([
    ...['capture.done', 'payout.fixed', 'payout.settled', 'payout.paid', 'payout.bounced'],
    'settlement.adjusted',
  ]);
});

test('every move that tells somebody tells what stands in the table', () => {
  const told = [...paymentMoves.map((row) => row[4]), ...cancelMoves.map((row) => row[3])];
  for (const kind of told) if (kind !== null) expect(toldKinds).toContain(kind);
});

test('every kind has words in both languages', () => {
  for (const [, , , korean, english] of Object.values(noticeKinds)) {
    expect(korean).toMatch(/^[가-힣].*[^.]$/);
    expect(english).toMatch(/^[A-Z].*\.$/);
  }
});
