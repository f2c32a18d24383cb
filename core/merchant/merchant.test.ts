// Which gateways ask for the card password and the birth date (manual 000, key-in table).
import { expect, test } from 'vitest';
import { asksCardholderProof, gateways } from './merchant.ts';

// biome-ignore format: a table
const rows = [
  // gateway    asks
  ['kiwoom',    false],
  ['danal',     true],
  ['toss',      true],
  ['easypay',   false],
  ['welcome',   false],
  ['mobil',     false],
  ['payple',    false],
] as const;

test('the table names every gateway', () => {
  expect(rows.map(([gateway]) => gateway)).toEqual(gateways);
});

test.each(rows)('%s: %s', (gateway, asks) => {
  expect(asksCardholderProof(gateway)).toBe(asks);
});
