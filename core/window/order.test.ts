// Tables of how a buyer may pay, by what the shop asked for.
import { expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { keyIn } from '../payment/example.contract.ts';
import type { BillingKeyId } from '../payment/payment.ts';
import { order } from './example.contract.ts';
import {
  instalmentsOf,
  leavesKey,
  purchaseOf,
  type Way,
  type WindowOrder,
  waysOf,
} from './order.ts';

const offered = { key: 'key-1' as BillingKeyId, name: '국민', masked: '', asksPassword: true };
const none: readonly number[] = [];

// biome-ignore format: a table
const rows: readonly (readonly [Partial<WindowOrder>, ways: readonly Way[], instalments: readonly number[]])[] = [
  [{ cardUse: 'recurring' },                                 ['card'],                         none],
  [{ cardUse: 'one-off' },                                   ['app-card', 'card'],             [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  [{ cardUse: 'one-off', amount: won(49_999) },              ['app-card', 'card'],             none],
  [{ paidBy: 'account' },                                    ['transfer'],                     none],
  [{ paidBy: 'any', cardUse: 'any' },                        ['card', 'app-card', 'transfer'], [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  [{ work: 'register', amount: null },                       ['card'],                         none],
  [{ offered },                                              ['registered', 'card'],           none],
  [{ offered, paidBy: 'account' },                           ['registered', 'transfer'],       none],
];

test.each(rows)('%o', (asked, ways, instalments) => {
  const asking = { ...order, ...asked };
  expect(waysOf(asking)).toEqual(ways);
  expect(instalmentsOf(asking)).toEqual(instalments);
});

// biome-ignore format: a table
const keys: readonly (readonly [Partial<WindowOrder>, Way, boolean])[] = [
  [{ cardUse: 'recurring' },                       'card',       true],
  [{ cardUse: 'one-off' },                         'card',       false],
  [{ cardUse: 'one-off' },                         'app-card',   false],
  [{ cardUse: 'any' },                             'card',       false],
  [{ work: 'register', cardUse: 'recurring' },     'card',       true],
  [{ paidBy: 'account' },                          'transfer',   true],
  [{ offered },                                    'registered', false],
];

test.each(keys)('%o paid by %s leaves a billing key: %s', (asked, way, leaves) => {
  expect(leavesKey({ ...order, ...asked }, way)).toBe(leaves);
});

test('what pays decides the method, and the key whether a month is guarded', () => {
  const paying = {
    instrument: keyIn.instrument,
    instalment: 0,
    key: offered.key,
    source: 'window',
  };
  expect(purchaseOf({ ...order, month: '2026-03' }, paying)).toMatchObject({
    method: 'card-window',
    amount: 50_000n,
    billing: { key: 'key-1', month: '2026-03', round: null },
  });
  expect(purchaseOf(order, { ...paying, key: null }).billing).toBe(null);
});
