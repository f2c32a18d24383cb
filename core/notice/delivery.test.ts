// The life of a notice at one endpoint: its schedule, its end, and what is forbidden.
import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../time/instant.ts';
import {
  afterAttempt,
  type Delivery,
  type DeliveryMove,
  type DeliveryState,
  deliveryMove,
  deliveryMoves,
  redeliver,
} from './delivery.ts';

const at = instant(1_000_000);
const ready: Delivery = { state: 'ready', attempts: 0, dueAt: at };
const minutes = (from: Instant, to: Instant | null) => ((to ?? from) - from) / 60_000;

test('a receiver that is never there is tried eight times over four days, then no more', () => {
  const waits: number[] = [];
  let delivery = ready;
  let now = at;
  while (delivery.dueAt !== null) {
    delivery = afterAttempt(delivery, false, now);
    if (delivery.dueAt !== null) waits.push(minutes(now, delivery.dueAt));
    now = delivery.dueAt ?? now;
  }
  expect(waits).toEqual([1, 4, 16, 64, 256, 1_024, 4_096]);
  expect(delivery).toEqual({ state: 'given-up', attempts: 8, dueAt: null });
});

test('heard at once or later, it is over', () => {
  expect(afterAttempt(ready, true, at)).toEqual({ state: 'delivered', attempts: 1, dueAt: null });
  const once = afterAttempt(ready, false, at);
  expect(afterAttempt(once, true, at)).toEqual({ state: 'delivered', attempts: 2, dueAt: null });
});

test('by hand it is tried now, whatever became of it', () => {
  for (const state of ['ready', 'retrying', 'delivered', 'given-up'] as const) {
    const again = redeliver({ state, attempts: 8, dueAt: null }, at);
    expect(again.dueAt).toBe(at);
    expect(again.attempts).toBe(8);
  }
  const given = redeliver({ state: 'given-up', attempts: 8, dueAt: null }, at);
  expect(afterAttempt(given, true, at).state).toBe('delivered');
  expect(afterAttempt(given, false, at).state).toBe('given-up');
});

describe('moves that the table does not have', () => {
  const states: readonly DeliveryState[] = ['ready', 'retrying', 'delivered', 'given-up'];
  const moves: readonly DeliveryMove[] = [
    'heard',
    'missed',
    'last miss',
    'redeliver',
    'close',
    'heard late',
  ];
  const forbidden = states.flatMap((from) =>
    moves
      .filter((on) => !deliveryMoves.some((row) => row[0] === from && row[1] === on))
      .map((on) => [from, on] as const),
  );
  test.each(forbidden)('%s on %s', (from, on) => expect(deliveryMove(from, on)).toBeNull());

  test('what is over cannot be tried', () => {
    for (const state of ['delivered', 'given-up'] as const) {
      expect(() => afterAttempt({ ...ready, state }, true, at)).toThrow('cannot be');
    }
  });
});
