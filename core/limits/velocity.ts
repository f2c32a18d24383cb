// How often things may go wrong: declines of one credential, guesses at one card.
import type { DeclineReason } from '../refusal.ts';

export interface VelocityLimits {
  /** Declines of one credential within a minute after which no rail is asked for the rest of it. */
  readonly declinesPerMinute: number;
  /** Wrong passwords, holders and expiries of one card within a day; then the rail is spared. */
  readonly guessesPerDay: number;
  /** Open windows and links that one credential may have at once. */
  readonly openWindows: number;
}

/** High, so that test suites which decline on purpose are not in the way. */
export const sandboxVelocity: VelocityLimits = {
  declinesPerMinute: 300,
  guessesPerDay: 30,
  openWindows: 10_000,
};

/** What tells a guesser that he was wrong; other declines say nothing about the card's secrets. */
const guesses: ReadonlySet<DeclineReason> = new Set(['password', 'holder', 'expired']);

export function isGuess(reason: DeclineReason): boolean {
  return guesses.has(reason);
}

export function isOver(count: number, limit: number): boolean {
  return count >= limit;
}
