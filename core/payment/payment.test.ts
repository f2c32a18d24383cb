// What is left of a payment: approved = cancelled + reserved + free in every state.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenInvariant } from '../invariant.ts';
import { won } from '../money/won.ts';
import type { CancelRequest } from './cancel-request.ts';
import { approved, cancelRequest, examples } from './example.contract.ts';
import { type Approved, isApproved, remainderOf } from './payment.ts';

type Line = readonly [amount: number, status: CancelRequest['status']];

function withCancels(lines: readonly Line[]): Approved {
  const cancels = lines.map(([amount, status], index) => {
    return cancelRequest({ sequence: index + 1, amount: won(amount), status });
  });
  return { ...approved, cancels };
}

describe('never more than was approved is', () => {
  // biome-ignore format: a table
  const wrong: readonly (readonly [string, readonly Line[]])[] = [
    ['cancelled', [[50_001, 'done']]],
    ['reserved',  [[50_001, 'requested']]],
    ['unknown',   [[50_001, 'unknown']]],
    ['all three', [[30_000, 'done'], [20_000, 'requested'], [1, 'unknown']]],
  ];

  test.each(wrong)('%s', (_, lines) => {
    expect(() => remainderOf(withCancels(lines))).toThrow(BrokenInvariant);
  });
});

// biome-ignore format: a table
const remainders: readonly (readonly [readonly Line[], number, number, number])[] = [
  // cancels                                      cancelled  reserved  free
  [[],                                            0,         0,        50_000],
  [[[20_000, 'requested']],                       0,         20_000,   30_000],
  [[[20_000, 'unknown']],                         0,         20_000,   30_000],
  [[[20_000, 'refused']],                         0,         0,        50_000],
  [[[20_000, 'done']],                            20_000,    0,        30_000],
  [[[20_000, 'done'], [30_000, 'requested']],     20_000,    30_000,   0],
  [[[20_000, 'done'], [30_000, 'done']],          50_000,    0,        0],
  [[[50_000, 'refused'], [50_000, 'unknown']],    0,         50_000,   0],
];

test.each(remainders)('%o leave %d, %d, %d', (lines, cancelled, reserved, free) => {
  expect(remainderOf(withCancels(lines))).toEqual({
    approved: won(50_000),
    cancelled: won(cancelled),
    reserved: won(reserved),
    free: won(free),
  });
});

test('the three add up to what was approved, whatever became of the cancels', () => {
  const status = fc.constantFrom('requested', 'unknown', 'done', 'refused');
  const lines = fc.array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), status), { maxLength: 5 });
  fc.assert(
    fc.property(lines, (each) => {
      const { cancelled, reserved, free } = remainderOf(withCancels(each));
      expect(cancelled + reserved + free).toBe(50_000n);
      expect(free >= 0n).toBe(true);
    }),
    { seed: 20_260_309 },
  );
});

// biome-ignore format: a table
const states = [
  // status               holds an approval  free
  ['intended',            false,             0],
  ['declined',            false,             0],
  ['unknown',             false,             0],
  ['net-cancelled',       false,             0],
  ['approved',            true,              50_000],
  ['partially-cancelled', true,              30_000],
  ['cancelled',           true,              0],
] as const;

test.each(states)('%s: an approval %s, free %d', (status, holds, free) => {
  expect(isApproved(examples[status])).toBe(holds);
  expect(remainderOf(examples[status]).free).toBe(won(free));
});
