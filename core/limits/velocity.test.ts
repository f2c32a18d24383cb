// Which declines count as guesses, and from when a count is over its limit.
import { expect, test } from 'vitest';
import type { DeclineReason } from '../refusal.ts';
import { isGuess, isOver } from './velocity.ts';

// biome-ignore format: a table
const reasons: readonly (readonly [DeclineReason, boolean])[] = [
  ['password',       true],
  ['holder',         true],
  ['expired',        true],
  ['limit',          false],
  ['balance',        false],
  ['lost-or-stolen', false],
  ['suspended',      false],
  ['instalment',     false],
  ['maintenance',    false],
  ['card-number',    false],
  ['account-number', false],
  ['buyer-declined', false],
  ['other',          false],
];

test.each(reasons)('T35: %s is a guess: %s', (reason, guess) => {
  expect(isGuess(reason)).toBe(guess);
});

test('the limit itself is over', () => {
  expect([isOver(4, 5), isOver(5, 5), isOver(6, 5)]).toEqual([false, true, true]);
});
