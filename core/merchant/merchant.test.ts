// What differs by gateway: card password and birth date (manual 000), deposits (manual 002).
import { expect, test } from 'vitest';
import { asksCardholderProof, gateways, takesDeposits, usualTermsOf } from './merchant.ts';

// biome-ignore format: a table
const rows = [
  // gateway    asks   after the payout
  ['kiwoom',    false, 'deposit'],
  ['danal',     true,  'offset'],
  ['toss',      true,  'offset'],
  ['easypay',   false, 'offset'],
  ['welcome',   false, 'offset'],
  ['mobil',     false, 'offset'],
  ['payple',    false, 'offset'],
] as const;

test('the table names every gateway', () => {
  expect(rows.map(([gateway]) => gateway)).toEqual(gateways);
});

test.each(rows)('%s: %s, %s', (gateway, asks, afterPayout) => {
  expect(asksCardholderProof(gateway)).toBe(asks);
  expect(usualTermsOf(gateway)).toMatchObject({ afterPayout });
  expect(takesDeposits(gateway)).toBe(afterPayout === 'deposit');
});
