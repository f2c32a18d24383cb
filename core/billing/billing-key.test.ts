// The life of a billing key: what may be charged, what may be removed, and what locks it.
import { describe, expect, test } from 'vitest';
import { keyIn } from '../payment/example.contract.ts';
import type { BillingKeyId } from '../payment/payment.ts';
import { instant } from '../time/instant.ts';
import {
  type BillingKey,
  type BillingKeyMove,
  billingKeyMove,
  billingKeyMoves,
  chargeable,
  isLocked,
  remove,
} from './billing-key.ts';

const key = {
  id: 'key-1' as BillingKeyId,
  version: 1,
  status: 'registered',
  instrument: keyIn.instrument,
  failures: 0,
  removedAt: null,
} as BillingKey;
const removed: BillingKey = { ...key, status: 'removed' };
const unknown = { ok: false, refusal: { kind: 'billing-key-not-found' } };

describe('a billing key', () => {
  const moves: readonly BillingKeyMove[] = ['charge', 'remove'];
  for (const from of ['registered', 'removed'] as const) {
    for (const on of moves) {
      const row = billingKeyMoves.find((each) => each[0] === from && each[1] === on);
      test(`${from} on ${on}: ${row === undefined ? 'forbidden' : row[2]}`, () => {
        expect(billingKeyMove(from, on)?.[2]).toBe(row?.[2]);
        expect(row === undefined).toBe(from === 'removed');
      });
    }
  }

  test('is charged by its own method only', () => {
    expect(chargeable(key, 'card')).toEqual({ ok: true, value: key });
    expect(chargeable(key, 'account')).toEqual(unknown);
    expect(chargeable(removed, 'card')).toEqual(unknown);
    expect(chargeable(null, 'card')).toEqual(unknown);
  });

  test('is removed once', () => {
    const at = instant(1_000);
    expect(remove(key, at)).toMatchObject({
      value: { status: 'removed', version: 2, removedAt: at },
    });
    expect(remove(removed, at)).toEqual(unknown);
    expect(remove(null, at)).toEqual(unknown);
  });

  test('is locked by the fifth wrong password', () => {
    expect(isLocked({ failures: 4 })).toBe(false);
    expect(isLocked({ failures: 5 })).toBe(true);
  });
});
